// What an account goes through, by hand in a page: a forgotten and a changed password, an unconfirmed address, dead links, the end.
import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const PASSWORD = 'violet harbour nine';
const NEW_PASSWORD = 'amber lantern seven';
const newEmail = () => `life-${crypto.randomUUID()}@example.com`;

async function signUp(page: Page, email: string): Promise<void> {
	await page.goto('/sign-up');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('main').getByRole('button', { name: 'Create an account' }).click();
	await expect(page).toHaveURL('/');
}

for (const javaScriptEnabled of [true, false])
	test.describe(javaScriptEnabled ? 'with scripts' : 'without scripts', () => {
		test.use({ javaScriptEnabled, expectedErrors: [/status of 40[0149]/] });

		test('a forgotten password is asked for, with the same answer whoever has an account', async ({
			page
		}) => {
			await page.goto('/sign-in');
			await page.getByRole('link', { name: 'Forgotten your password?' }).click();
			await page.getByLabel('E-mail address').fill('nobody@example.com');
			await page.getByRole('button', { name: 'Send me a link' }).click();
			await expect(page.getByRole('status')).toHaveText(
				'If there is an account with the address nobody@example.com, a letter with a link is on its way to it.'
			);
			await expect(page.getByRole('main')).toContainText('read letters in the outbox');
		});

		test('a password is changed: the present one is asked for, and the new one opens the account', async ({
			page
		}) => {
			const email = newEmail();
			await signUp(page, email);
			await page.goto('/account');
			await page.getByRole('link', { name: 'Change your password' }).click();
			await page.getByLabel('Present password').fill('not the password');
			await page.getByLabel('New password').fill(NEW_PASSWORD);
			await page.getByRole('button', { name: 'Change the password' }).click();
			await expect(page.getByLabel('Present password')).toHaveAccessibleDescription(/not your present/);
			await page.getByLabel('Present password').fill(PASSWORD);
			await page.getByLabel('New password').fill(NEW_PASSWORD);
			await page.getByRole('button', { name: 'Change the password' }).click();
			await expect(page.getByRole('status').first()).toHaveText(/Your password is changed/);
			await page.getByRole('button', { name: 'Sign out', exact: true }).click();
			await page.goto('/sign-in');
			await page.getByLabel('E-mail address').fill(email);
			await page.getByLabel('Password').fill(NEW_PASSWORD);
			await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
			await expect(page).toHaveURL('/');
		});

		test('an account is deleted with its address typed, and a receipt says so', async ({ page }) => {
			const email = newEmail();
			await signUp(page, email);
			await page.goto('/account');
			await page.getByRole('link', { name: 'Delete your account' }).click();
			await expect(page.getByRole('main')).toContainText(email);
			await page.getByLabel('Type your e-mail address').fill('somebody@example.com');
			await page.getByRole('button', { name: 'Delete my account for good' }).click();
			await expect(page.getByLabel('Type your e-mail address')).toHaveAccessibleDescription(/Please type/);
			await page.getByLabel('Type your e-mail address').fill(email);
			await page.getByRole('button', { name: 'Delete my account for good' }).click();
			await expect(page).toHaveURL(/\/account-deleted\?receipt=/);
			await expect(async () => {
				await page.reload();
				await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your account is deleted');
			}).toPass();
			await page.goto('/account');
			await expect(page).toHaveURL('/sign-in?next=/account');
		});

		test('a link that was used, made up or taken back says so, and what to do next', async ({ page }) => {
			for (const [address, words, next] of [
				['/reset-password?token=made-up', /does not work any more/, 'Ask for a new letter'],
				['/verify-email?token=made-up', /does not work any more/, 'Your address'],
				['/invitation?token=made-up', /ask the school for a new one/, 'To the start page']
			] as const) {
				const response = await page.goto(address);
				expect(response?.headers()).toMatchObject({
					'referrer-policy': 'strict-origin',
					'cache-control': 'no-store'
				});
				await expect(page.getByRole('alert')).toHaveText(words);
				await expect(page.getByRole('main').getByRole('link', { name: next })).toBeVisible();
			}
		});
	});

test('a new address waits for its link, and an unconfirmed one says so', async ({ page }) => {
	const email = newEmail();
	await signUp(page, email);
	await page.goto('/account');
	await expect(page.getByRole('main')).toContainText(`Your address ${email} is not confirmed yet`);
	await page.getByRole('link', { name: 'Change your e-mail address' }).click();
	const other = newEmail();
	await page.getByLabel('New e-mail address').fill(other);
	await page.getByRole('button', { name: 'Send the link' }).click();
	await expect(page.getByText(`A letter with a link has gone to ${other}.`)).toBeVisible();
	await page.getByRole('button', { name: 'Keep the present address' }).click();
	await expect(page.getByLabel('New e-mail address')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const)
	test.describe(`in ${colorScheme}`, () => {
		test.use({ colorScheme, viewport: { width: 360, height: 760 } });

		test('these pages hold nothing that axe objects to and are no wider than a phone', async ({ page }) => {
			await signUp(page, newEmail());
			for (const address of [
				...['/account', '/account/password', '/account/email', '/account/delete', '/forgot-password'],
				...['/reset-password?token=x', '/verify-email?token=x', '/invitation?token=x']
			]) {
				await page.goto(address);
				const { violations } = await new AxeBuilder({ page }).analyze();
				expect(violations.map(({ id, nodes }) => `${address} ${id} ${nodes.length}`)).toEqual([]);
				const isNotWider = () => document.documentElement.scrollWidth <= document.documentElement.clientWidth;
				expect(await page.evaluate(isNotWider), address).toBe(true);
			}
		});
	});
