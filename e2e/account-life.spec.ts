// An account from its first question to its end, by hand in a page, with the letters an administrator reads in the outbox; and the pages
// of the account and of the administration as they look.
import type { Page } from '@playwright/test';
import { begin, QUESTION } from './asking.ts';
import { enter, enterAs } from './entering.ts';
import { expect, test as base } from './fixtures.ts';
import { linkInLetter } from './letters.ts';
import { flawsOf, PHONE } from './looking.ts';

const PASSWORD = 'violet harbour nine';
const OTHER_PASSWORD = 'amber staircase four';
const newEmail = () => `person-${crypto.randomUUID()}@example.com`;

/** `desk`: the administrator's own browser. */
const test = base.extend<{ desk: Page }>({
	desk: async ({ browser, product }, use) => {
		const desk = await enter(browser, product.url, 'admin');
		await use(desk);
		await desk.context().close();
	}
});
// What is refused on purpose is an answer of 40x, which the console calls an error.
// Passwords are hashed at full cost, several in a test, on a machine that may do much else.
test.describe.configure({ timeout: 90_000 });
test.use({ expectedErrors: [/status of 40[0149]/] });

async function signUp(page: Page, email: string): Promise<void> {
	await page.goto('/sign-up');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(PASSWORD);
	await page.getByRole('main').getByRole('button', { name: 'Create an account' }).click();
	await expect(page).toHaveURL('/');
}

async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
	await page.goto('/sign-in');
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
}

const press = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name }).click();

test('a guest signs up and keeps the conversation, proves the address, and ends it all with a receipt', async ({
	page,
	desk
}) => {
	const email = newEmail();
	await begin(page);
	const conversation = page.url();
	await signUp(page, email);
	await page.goto(conversation);
	await expect(page.getByRole('main')).toContainText(QUESTION);

	await page.goto(await linkInLetter(desk, email, 'Confirm your e-mail address'));
	await press(page, 'Confirm this address');
	const done = page.getByRole('status').filter({ hasText: 'is confirmed' });
	await expect(done).toBeFocused();
	await page.reload();
	await expect(page.getByRole('alert')).toContainText('does not work any more');

	await page.goto('/account/delete');
	await expect(page.getByRole('listitem').filter({ hasText: 'One conversation' })).toBeVisible();
	await page.getByLabel('Type your e-mail address').fill('no');
	await press(page, 'Delete my account for good');
	await expect(page.getByLabel('Type your e-mail address')).toBeFocused();
	await page.getByLabel('Type your e-mail address').fill(email);
	await press(page, 'Delete my account for good');
	await expect(page).toHaveURL(/\/account-deleted\?receipt=/);
	await expect(async () => {
		await page.reload();
		await expect(page.getByRole('heading', { name: 'deleted' })).toBeVisible({ timeout: 500 });
	}).toPass();
	const ofGone = await page.request.get(conversation);
	expect(ofGone.status()).toBe(404);
	await signIn(page, email);
	await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
});

test('a forgotten password is replaced by a link that works once; password and address change on every device', async ({
	page,
	desk,
	browser
}) => {
	const email = newEmail();
	const laterEmail = newEmail();
	await signUp(page, email);
	const other = await (await browser.newContext()).newPage();

	await other.goto('/forgot-password');
	await other.getByLabel('E-mail address').fill(email);
	await press(other, 'Send me a link');
	await expect(other.getByRole('status').filter({ hasText: email })).toBeFocused();
	const link = await linkInLetter(desk, email, 'Choose a new password');
	await other.goto(link);
	await other.getByLabel('New password').fill(OTHER_PASSWORD);
	await press(other, 'Save the new password');
	await expect(other.getByText('Your new password is saved')).toBeFocused();
	await other.goto(link);
	await expect(other.getByRole('alert')).toContainText('does not work any more');
	await page.goto('/account');
	await expect(page).toHaveURL('/sign-in?next=/account');

	await signIn(other, email, OTHER_PASSWORD);
	await expect(other).toHaveURL('/');
	await other.goto('/account/password');
	await other.getByLabel('Present password').fill('not the password');
	await other.getByLabel('New password').fill(PASSWORD);
	await press(other, 'Change the password');
	await expect(other.getByLabel('Present password')).toBeFocused();
	await other.getByLabel('Present password').fill(OTHER_PASSWORD);
	await other.getByLabel('New password').fill(PASSWORD);
	await press(other, 'Change the password');
	await expect(other.getByText('Your password is changed')).toBeFocused();

	await other.goto('/account/email');
	await other.getByLabel('New e-mail address').fill(laterEmail);
	await press(other, 'Send the link');
	await expect(other.getByRole('status').filter({ hasText: laterEmail })).toBeFocused();
	await other.goto(await linkInLetter(desk, laterEmail, 'Confirm your new e-mail address'));
	await press(other, 'Confirm this address');
	await expect(other.getByRole('main').getByRole('status')).toContainText(laterEmail);
	await expect(desk.locator('details').filter({ hasText: laterEmail })).not.toHaveCount(0);
	await other.goto('/account');
	await expect(other.getByRole('main')).toContainText(laterEmail);
	await other.context().close();
});

test('a key is shown once, opens what it may, and is revoked by keyboard alone', async ({
	page,
	browser
}) => {
	await signUp(page, newEmail());
	await page.goto('/account/keys');
	await page.getByRole('link', { name: 'Make a new key' }).click();
	await page.getByLabel('Name').fill('Homework importer');
	await press(page, 'Make the key');
	await expect(page.getByRole('alert')).toContainText('choose at least one');
	await page.getByLabel('search and read articles').check();
	await press(page, 'Make the key');
	await expect(page.getByRole('heading', { name: 'The key is made' })).toBeFocused();
	const key = (await page.getByText(/^sgk_/).textContent()) ?? '';
	await page.goto('/account/keys');
	await expect(page.getByRole('heading', { name: 'Homework importer' })).toBeVisible();
	expect(await page.content()).not.toContain(key);

	const program = await browser.newContext({ extraHTTPHeaders: { 'x-api-key': key } });
	const ask = async () => (await program.request.get('/api/knowledge/documents?limit=1')).status();
	expect(await ask()).toBe(200);
	const revoke = page.getByLabel('Revoke the key “Homework importer”');
	const forGood = page.getByRole('button', { name: 'Revoke for good' });
	await revoke.focus();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await expect(forGood).toBeFocused();
	await page.keyboard.press('Escape');
	await expect(forGood).toBeHidden();
	await expect(revoke).toBeFocused();
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('status').filter({ hasText: 'opens nothing any more' })).toBeFocused();
	expect(await ask()).toBe(401);
	await program.close();
});

test('somebody is invited with a role, given another and closed out; the invitation works once', async ({
	page,
	desk
}) => {
	const email = newEmail();
	await desk.goto('/admin/invitations');
	await desk.getByLabel('E-mail address').fill(email);
	await desk.getByLabel('Role').selectOption('teacher');
	await press(desk, 'Send the invitation');
	await expect(desk.getByRole('status').filter({ hasText: email })).toBeFocused();
	const link = await linkInLetter(desk, email, 'invites you');
	await page.goto(link);
	await page.getByLabel('Name').fill('Ida Okonkwo');
	await page.getByLabel('Password').fill(PASSWORD);
	await press(page, 'Accept the invitation');
	await expect(page).toHaveURL('/account');
	await expect(page.getByRole('main')).toContainText('teacher');
	await page.goto(link);
	await expect(page.getByRole('alert')).toContainText('This invitation does not work');

	await desk.goto(`/admin/people?q=${encodeURIComponent(email)}`);
	await desk.getByRole('link', { name: 'Ida Okonkwo' }).click();
	await expect(desk.getByRole('heading', { name: 'Ida Okonkwo' })).toBeVisible();
	await desk.getByLabel('Role').selectOption('agent');
	await press(desk, 'Change the role');
	await expect(desk.getByRole('status').filter({ hasText: 'The role is changed' })).toBeFocused();
	await page.goto('/account');
	await expect(page).toHaveURL('/sign-in?next=/account');
	await signIn(page, email);
	await page.getByRole('link', { name: 'Administration' }).click();
	await expect(page.getByRole('navigation', { name: 'Administration' }).getByRole('link')).toHaveText([
		'Overview',
		'Desk',
		'Tickets',
		'Transcripts',
		'Gaps',
		'Feedback',
		'Ask the assistant'
	]);

	await desk.getByText('Close the account', { exact: true }).click();
	await press(desk, 'Close it now');
	await expect(desk.getByRole('status').filter({ hasText: 'The account is closed' })).toBeFocused();
	await page.goto('/account');
	await expect(page).toHaveURL('/sign-in?next=/account');
	await signIn(page, email);
	await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
});

const OF_ACCOUNT = ['', '/security', '/security/second-factor', '/keys', '/keys/new', '/email', '/confirm'];
const OF_ADMINISTRATION = 'knowledge feedback people invitations keys audit mail flags'.split(' ');
test('on a phone the pages of account and administration fit, and please axe in light and dark', async ({
	browser,
	product
}) => {
	// Twenty pages, each looked at twice.
	test.setTimeout(120_000);
	const context = await browser.newContext();
	const phone = await context.newPage();
	const look = (...addresses: string[]) => flawsOf(phone, addresses, [PHONE]);
	const found = await look('/forgot-password', '/invitation?token=x', '/sign-in/code');
	// Nothing in it to break a line at.
	await signUp(phone, `somebodywithaverylongname${newEmail().replaceAll('-', '')}`);
	found.push(...(await look(...[...OF_ACCOUNT, '/password', '/delete'].map((path) => `/account${path}`))));
	await context.clearCookies();
	await enterAs(phone, product.url, 'admin');
	found.push(...(await look(...OF_ADMINISTRATION.map((path) => `/admin/${path}`))));
	expect(found).toEqual([]);
	await context.close();
});
