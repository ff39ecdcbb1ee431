// A second factor and the list of sessions, by hand in a page, with scripts and without.
import { generateTOTP } from '@oslojs/otp';
import { type Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { violations } from './looking.ts';

const PASSWORD = 'violet harbour nine';

async function signUp(page: Page): Promise<string> {
	const email = `person-${crypto.randomUUID()}@example.com`;
	await page.goto('/sign-up');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('main').getByRole('button', { name: 'Create an account' }).click();
	await expect(page).toHaveURL('/');
	return email;
}

async function signIn(page: Page, email: string, next = ''): Promise<void> {
	await page.goto(`/sign-in${next}`);
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page): Promise<void> {
	await page.goto('/account');
	await page.getByRole('button', { name: 'Sign out', exact: true }).click();
	await expect(page).toHaveURL('/');
}

/** What an authenticator app shows for the secret on the page. */
async function codeOnPage(page: Page): Promise<string> {
	const secret = (await page.locator('code').first().textContent())?.replaceAll(' ', '') ?? '';
	const bits = Array.from(secret, (letter) =>
		'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
	).join('');
	return generateTOTP(
		Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => parseInt(byte, 2)),
		30,
		6
	);
}

for (const javaScriptEnabled of [true, false])
	test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
		test.use({ javaScriptEnabled, expectedErrors: [/status of 40[01]/] });

		test('codes are turned on, asked for at the next sign-in, a recovery code opens once, and they are turned off again', async ({
			page
		}) => {
			// Three ways in, each with a password hashed at full cost, on a machine that may do much else.
			test.setTimeout(90_000);
			const email = await signUp(page);
			await page.goto('/account');
			await page.getByRole('link', { name: 'Security' }).click();
			await page.getByRole('link', { name: 'Set up codes' }).click();
			await page.getByRole('button', { name: 'Set up codes' }).click();
			await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
			if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
			await page.getByRole('textbox', { name: 'Code' }).fill(await codeOnPage(page));
			await page.getByRole('button', { name: 'Turn codes on' }).click();
			const codes = page.getByRole('region', { name: 'Your recovery codes' }).getByRole('listitem');
			await expect(codes).toHaveCount(10);
			if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
			const recovery = (await codes.first().textContent()) ?? '';
			const another = (await codes.nth(1).textContent()) ?? '';

			await signOut(page);
			await signIn(page, email, '?next=/account/security');
			await expect(page).toHaveURL('/sign-in/code?next=%2Faccount%2Fsecurity');
			await page.getByRole('textbox', { name: 'Code' }).fill('000000');
			await page.getByRole('button', { name: 'Sign in' }).click();
			await expect(page.getByRole('textbox', { name: 'Code' })).toHaveAccessibleDescription(/not right/);
			await page.getByRole('textbox', { name: 'Code' }).fill(recovery);
			await page.getByRole('button', { name: 'Sign in' }).click();
			await expect(page).toHaveURL('/account/security');
			await expect(page.getByRole('main')).toContainText('9 recovery codes are left');

			await signOut(page);
			await signIn(page, email);
			await page.getByRole('textbox', { name: 'Code' }).fill(recovery);
			await page.getByRole('button', { name: 'Sign in' }).click();
			await expect(page.getByRole('textbox', { name: 'Code' })).toHaveAccessibleDescription(/used before/);

			await page.getByRole('textbox', { name: 'Code' }).fill(another);
			await page.getByRole('button', { name: 'Sign in' }).click();
			await expect(page).toHaveURL('/');
			await page.goto('/account/security/second-factor');
			await page.getByText('Turn codes off', { exact: true }).click();
			await page.getByRole('button', { name: 'Turn off now' }).click();
			await expect(page).toHaveURL('/account/security');
			await expect(page.getByRole('main')).toContainText('Your password alone opens your account');
		});
	});

test('another device is seen in the list and signed out from here', async ({ page, browser }) => {
	const email = await signUp(page);
	const other = await browser.newContext({ userAgent: 'Mozilla/5.0 (iPhone; x) Version/18.5 Safari/604.1' });
	const phone = await other.newPage();
	await signIn(phone, email, '?next=/account');
	await expect(phone).toHaveURL('/account');

	await page.goto('/account/security');
	const row = page.getByRole('listitem').filter({ hasText: 'Safari on iPhone' });
	await expect(page.getByRole('listitem').filter({ hasText: 'This device' })).toHaveCount(1);
	expect(await violations(page)).toEqual([]);
	await row.getByRole('button', { name: /^Sign out Safari on iPhone/ }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Signed out: 1' })).toBeVisible();
	await expect(row).toHaveCount(0);
	await phone.goto('/account');
	await expect(phone).toHaveURL('/sign-in?next=/account');
	await other.close();
});

test('a demo account confirms with one click, and codes cannot be turned on for it', async ({ page }) => {
	await page.goto('/demo');
	await page.getByRole('button', { name: 'Enter as administrator' }).click();
	await page.goto('/account/confirm?next=/.//evil.example');
	await page.getByRole('button', { name: 'Yes, it is me' }).click();
	await expect(page).toHaveURL('/');
	await page.goto('/account/security/second-factor');
	await expect(page.getByRole('main')).toContainText('cannot ask for codes');
});
