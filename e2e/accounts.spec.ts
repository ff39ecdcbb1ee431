// Ways in and out, as people take them: by hand in a page, with scripts and without.
import { type Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { violations } from './looking.ts';

const PASSWORD = 'violet harbour nine';
const newEmail = () => `person-${crypto.randomUUID()}@example.com`;

async function signUp(page: Page, email: string, password = PASSWORD): Promise<void> {
	await page.goto('/sign-up');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Create an account' }).click();
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

for (const javaScriptEnabled of [true, false])
	test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
		test.use({ javaScriptEnabled, expectedErrors: [/status of 40[01]/] });

		test('somebody makes an account, leaves, and comes back to the page they wanted', async ({ page }) => {
			const email = newEmail();
			await signUp(page, email);
			await expect(page).toHaveURL('/');
			await page.goto('/account');
			await expect(page.getByRole('main')).toContainText(email);
			await page.getByRole('button', { name: 'Sign out', exact: true }).click();
			await expect(page).toHaveURL('/');
			await page.goto('/account');
			await expect(page).toHaveURL('/sign-in?next=/account');
			await signIn(page, email, 'not the password');
			await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
			await signIn(page, email.toUpperCase());
			await expect(page).toHaveURL('/account');
			await expect(page.getByRole('main')).toContainText(email);
		});

		test('a refused form says why at its field, and keeps what was typed but the password', async ({
			page
		}) => {
			const email = newEmail();
			await signUp(page, email, 'password1234');
			await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/one of the first passwords/);
			await expect(page.getByLabel('E-mail address')).toHaveValue(email);
			expect(await page.content()).not.toContain('password1234');
		});

		test('the demo is entered as each role with one click, and says what it is', async ({ page }) => {
			for (const role of ['student', 'teacher', 'support agent', 'administrator']) {
				await page.goto('/demo');
				await expect(page.getByRole('main')).toContainText('This is a demonstration');
				await page.getByRole('button', { name: `Enter as ${role}` }).click();
				await expect(page).toHaveURL('/');
				await page.goto('/account');
				await expect(page.getByRole('main')).toContainText(`Role ${role}`);
			}
		});
	});

test('the account pages hold nothing that axe objects to', async ({ page }) => {
	for (const address of ['/sign-in', '/sign-up', '/sign-out', '/demo']) {
		await page.goto(address);
		expect(await violations(page), address).toEqual([]);
	}
});
