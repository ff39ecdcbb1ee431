// The overview of the desk: read by eye, by keyboard and as tables.
import type { Page } from '@playwright/test';
import { enter } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { flawsOf } from './looking.ts';

async function ask(page: Page, message: string): Promise<void> {
	const answer = await page.request.post('/api/chat', {
		data: { conversationId: crypto.randomUUID(), clientMessageId: crypto.randomUUID(), message }
	});
	expect(answer.ok()).toBe(true);
}

test('whoever works at the desk reads what came in, day by day with the keyboard and as a table, and what it means', async ({
	browser,
	product: { url }
}) => {
	const student = await enter(browser, url, 'user');
	await ask(student, 'How long is a piano lesson?');
	await student.context().close();
	const page = await enter(browser, url, 'agent');
	await expect(async () => {
		await page.goto('/admin/dashboard?days=7');
		const turns = page.locator('dl div').filter({ hasText: 'Messages people wrote' }).locator('strong');
		expect(Number(await turns.textContent())).toBeGreaterThan(0);
	}).toPass();
	await expect(page.getByRole('link', { name: '7 days' })).toHaveAttribute('aria-current', 'page');

	const bars = page.getByRole('slider', { name: 'Messages people wrote by day' });
	await bars.focus();
	const today = await bars.getAttribute('aria-valuetext');
	// Until the page listens, keys do nothing.
	await expect(async () => {
		await page.keyboard.press('End');
		await page.keyboard.press('ArrowLeft');
		await expect(bars).toHaveAttribute('aria-valuenow', '5', { timeout: 1_000 });
	}).toPass();
	await page.keyboard.press('End');
	await expect(bars).toHaveAttribute('aria-valuetext', today ?? '');

	await page.getByText('As a table: Messages people wrote').press('Enter');
	const table = page.getByRole('table', { name: 'Messages people wrote by day' });
	const [day, count] = (today ?? '').split(': ');
	await expect(table.getByRole('row', { name: `${day} ${count}` })).toBeVisible();
	await expect(table.getByRole('row')).toHaveCount(8);

	await page.getByText('What this counts: Resolved without a person').press('Enter');
	await expect(page.getByText('It also counts those who gave up', { exact: false })).toBeVisible();
	await page.context().close();
});

test('days that make no period are said and kept, and nobody else reads the overview', async ({
	browser,
	product: { url }
}) => {
	const page = await enter(browser, url, 'agent');
	await page.goto('/admin/dashboard?from=2026-11-22&to=2026-11-01&tz=Nowhere/At_all');
	await expect(page.getByRole('alert')).toContainText('time zone is not known');
	await expect(page.getByLabel('From')).toHaveValue('2026-11-22');
	await page.getByLabel('Time zone').fill('Asia/Kathmandu');
	await page.getByRole('button', { name: 'Show' }).click();
	await expect(page.getByRole('alert')).toContainText('ends before it begins');
	await page.context().close();
});

test('the overview has nothing for axe to find, in light and dark, and is no wider than a phone or a desktop', async ({
	browser,
	product: { url }
}) => {
	test.slow();
	const page = await enter(browser, url, 'admin');
	// The demo's own conversations, and a year without any.
	const periods = ['days=28', 'from=2021-01-01&to=2021-01-02'];
	expect(
		await flawsOf(
			page,
			periods.map((period) => `/admin/dashboard?${period}`)
		)
	).toEqual([]);
	await page.context().close();
});
