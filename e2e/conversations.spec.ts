// Conversations in depth: versions, the list, the search, sharing, and what people thought of answers.
import type { Page } from '@playwright/test';
import { answered, ask, begin, listens, openFirstPage, QUESTION } from './asking.ts';
import { expect, test } from './fixtures.ts';
import { violations } from './looking.ts';

const CELLO = 'How much does it cost to hire a cello?';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 });

/** The first question asked another way; the second branch is shown. */
async function change(page: Page, to: string): Promise<void> {
	await page.getByRole('button', { name: 'Change this question' }).first().click();
	await page.getByRole('textbox', { name: 'Your question, changed' }).fill(to);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
	await answered(page);
}

async function chooseFromMenu(page: Page, act: string): Promise<void> {
	await page
		.locator('#content')
		.getByRole('button', { name: /^More about/ })
		.click();
	await page.getByRole('menuitem', { name: act }).click();
}

test('versions are gone through by keys and buttons: focus and place stay, and other tabs follow', async ({
	page,
	context
}) => {
	await begin(page);
	await ask(page, 'What does a trial lesson cost?');
	await answered(page, 2);
	await change(page, CELLO);
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(heading(other, CELLO)).toBeVisible();

	const turn = page.locator('[data-turn]').first();
	const top = () => turn.evaluate((element) => element.getBoundingClientRect().top);
	await turn.focus();
	const before = await top();
	await page.keyboard.press('ArrowLeft');
	await expect(heading(page, QUESTION)).toBeVisible();
	await expect(heading(page, 'What does a trial lesson cost?')).toBeVisible();
	await expect(turn).toBeFocused();
	expect(await top()).toBe(before);
	await expect(heading(other, QUESTION)).toBeVisible();

	const next = page.getByRole('button', { name: 'Next version' });
	await next.click();
	await expect(heading(page, CELLO)).toBeVisible();
	await expect(next).toBeFocused();
	await expect(heading(other, CELLO)).toBeVisible();
	await page.reload();
	await expect(heading(page, CELLO)).toBeVisible();
});

test('a conversation is pinned and tagged by keyboard, and found by its tag', async ({ page }) => {
	await begin(page);
	await openFirstPage(page);
	await ask(page, 'What does a trial lesson cost?');
	await answered(page);
	await expect(page).toHaveURL(/\/c\//);
	const acts = page.locator('#content').getByRole('button', { name: /^More about/ });
	await acts.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('menuitem', { name: 'Pin to the top' })).toBeFocused();
	await page.keyboard.press('Enter');
	const pinned = page.getByRole('list', { name: 'Pinned' });
	await expect(pinned.getByRole('link')).toHaveCount(1);

	await acts.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('menuitem', { name: 'Unpin' })).toBeFocused();
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	const dialog = page.getByRole('dialog');
	await expect(
		dialog.getByRole('textbox', { name: 'New tag' }).or(dialog.getByRole('combobox'))
	).toBeFocused();
	await page.keyboard.type('Trial');
	await page.keyboard.press('Enter');
	await expect(dialog.getByRole('list', { name: 'Tags' })).toContainText('Trial');
	expect(await violations(page)).toEqual([]);
	await page.keyboard.press('Escape');
	await expect(acts).toBeFocused();

	const filter = page
		.getByRole('group', { name: 'Only with this tag' })
		.getByRole('button', { name: 'Trial' });
	// The list is read from the projection, a moment later.
	await expect(async () => {
		await page.reload();
		await expect(filter).toBeVisible({ timeout: 1000 });
	}).toPass();
	await filter.click();
	await expect(page.getByRole('list', { name: 'Conversations' })).toHaveCount(0);
	await expect(pinned.getByRole('link')).toHaveCount(1);
});

test('the search leads to the message itself, in the branch it belongs to, and back to what was found', async ({
	page
}) => {
	await begin(page);
	await change(page, CELLO);
	await page.keyboard.press('Control+k');
	await expect(page).toHaveURL(/\/search$/);
	const field = page.getByRole('searchbox', { name: 'Words to find' });
	await expect(field).toBeFocused();
	await field.fill('nosuchword');
	await expect(page.getByRole('status').filter({ hasText: 'Nothing has “nosuchword” in it.' })).toBeVisible();
	await field.fill('"hire a violin"');
	const hit = page.getByRole('link').filter({ hasText: 'Your question' });
	await expect(hit.locator('mark').first()).toBeVisible();
	expect(await violations(page)).toEqual([]);
	await hit.click();
	await expect(heading(page, QUESTION)).toBeVisible();
	await expect(page.locator('[data-turn]').first()).toBeFocused();
	await expect(page.locator('[data-turn]').first()).toBeInViewport();
	await page.goBack();
	await expect(field).toHaveValue('"hire a violin"');
	await expect(hit).toBeVisible();
});

test('a shared conversation is read without scripts, gone on with as a copy, and closed by revoking', async ({
	page,
	browser
}) => {
	await begin(page);
	await chooseFromMenu(page, 'Share…');
	await page.getByRole('button', { name: 'Make a link' }).click();
	const address = await page.getByRole('textbox', { name: 'The link' }).inputValue();
	expect(address).toMatch(/\/shared\/[\w-]{43}$/);
	expect(await violations(page)).toEqual([]);

	const stranger = await browser.newContext({ javaScriptEnabled: false });
	const reading = await stranger.newPage();
	const response = await reading.goto(address);
	expect(response?.headers()).toMatchObject({
		'cache-control': 'private, no-store',
		'referrer-policy': 'no-referrer',
		'x-robots-tag': 'noindex, nofollow'
	});
	await expect(heading(reading, QUESTION)).toBeVisible();
	await expect(reading.getByRole('link', { name: /^Source 1: / }).first()).toHaveAttribute(
		'href',
		/^\/knowledge\/.+#passage$/
	);
	await reading.getByRole('button', { name: 'Continue this conversation' }).click();
	await expect(reading).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
	await expect(heading(reading, QUESTION)).toBeVisible();
	expect(reading.url()).not.toBe(page.url());

	await page.getByRole('button', { name: /^Revoke the link/ }).click();
	await expect(page.getByText('The link was revoked')).toBeVisible();
	expect((await reading.goto(address))?.status()).toBe(404);
	await expect(reading.getByText('This link does not open anything')).toBeVisible();
	await stranger.close();
});

test('a conversation is saved as a file', async ({ page }) => {
	await begin(page);
	const download = page.waitForEvent('download');
	await chooseFromMenu(page, 'Save as text (Markdown)');
	expect((await download).suggestedFilename()).toMatch(/\.md$/);
});

test('an administrator reviews what was not helpful, and can take that back', async ({ page, browser }) => {
	const reason = `It is not what I asked: ${crypto.randomUUID()}`;
	await begin(page);
	await page.getByRole('button', { name: 'Not helpful' }).click();
	await page.getByLabel('What was wrong with it?').fill(reason);
	await page.getByRole('button', { name: 'Send', exact: true }).first().click();
	await expect(page.getByText('Thank you.')).toBeVisible();

	const desk = await browser.newContext();
	const admin = await desk.newPage();
	await admin.goto('/');
	await admin.getByRole('button', { name: 'Enter as administrator' }).click();
	await expect(admin.getByRole('link', { name: 'Administration' })).toBeVisible();
	const rating = admin.getByRole('article').filter({ hasText: reason });
	// Ratings reach the list by the projection, a moment later.
	await expect(async () => {
		await admin.goto('/admin/feedback');
		await expect(rating).toBeVisible({ timeout: 500 });
	}).toPass();
	await expect(rating.getByRole('heading', { name: QUESTION })).toBeVisible();
	expect(await violations(admin)).toEqual([]);
	await listens(admin, 'Not helpful');
	await rating.getByRole('button', { name: 'Mark as reviewed' }).click();
	await expect(rating).toHaveCount(0);
	await admin.getByRole('button', { name: 'Undo' }).click();
	await expect(rating).toBeVisible();
	await desk.close();
});
