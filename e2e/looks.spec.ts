// What holds for every page: nothing for axe to find, nothing that moves, nothing wider than a phone, light JavaScript.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { flaws } from './looking.ts';

const FIRST_LOAD_LIMIT_BYTES = 110 * 1024;

async function converse(page: Page): Promise<void> {
	await page.goto('/');
	// Until it listens, Enter is a new line.
	await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
	await page
		.getByRole('textbox', { name: 'Your question', exact: true })
		.fill('How much does it cost to hire a violin?');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('group', { name: 'This answer' })).toBeVisible({ timeout: 20_000 });
	await expect(page).toHaveURL(/\/c\//);
}

for (const width of [360, 1280])
	test.describe(`at ${width} px`, () => {
		test.use({ viewport: { width, height: 760 } });

		test('the pages have nothing for axe to find, in light and dark, and are no wider than the screen', async ({
			page
		}) => {
			test.slow();
			await page.goto('/');
			expect(await flaws(page)).toEqual([]);
			await converse(page);
			expect(await flaws(page)).toEqual([]);
			await page
				.getByRole('link', { name: /^Source 1: / })
				.first()
				.click();
			await expect(page.getByRole('dialog').locator('.prose mark').first()).toBeVisible();
			// Faded in by then: a colour half-way would be judged as it is.
			await page
				.getByRole('dialog')
				.evaluate((panel) => Promise.all(panel.getAnimations().map((one) => one.finished)));
			expect(await flaws(page)).toEqual([]);
			await page.getByRole('link', { name: 'Open the whole article' }).click();
			await expect(page.locator('mark.passage').first()).toBeInViewport();
			expect(await flaws(page)).toEqual([]);
		});
	});

test('nothing moves while the first page loads, a question is asked and its answer comes', async ({
	page
}) => {
	await page.addInitScript(() => {
		const store = window as unknown as { moved: number };
		store.moved = 0;
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) {
				const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
				if (!shift.hadRecentInput) store.moved += shift.value;
			}
		}).observe({ type: 'layout-shift', buffered: true });
	});
	await converse(page);
	await page.reload();
	await expect(page.getByRole('group', { name: 'This answer' })).toBeVisible();
	expect(await page.evaluate(() => (window as unknown as { moved: number }).moved)).toBeLessThan(0.001);
});

test('the chat page loads at most 110 KB of JavaScript, compressed', async ({ page }) => {
	await converse(page);
	const scripts: Promise<Buffer>[] = [];
	page.on('response', (response) => {
		if (/\/_app\/immutable\/.*\.js$/.test(response.url())) scripts.push(response.body());
	});
	await page.reload({ waitUntil: 'networkidle' });
	const bytes = (await Promise.all(scripts)).reduce(
		(sum, body) => sum + gzipSync(body, { level: 9 }).length,
		0
	);
	expect(bytes).toBeGreaterThan(20_000);
	expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_LIMIT_BYTES);
});

test('the reader’s choice of dark or light is in the page from the first byte on', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('button', { name: 'Switch between light and dark' }).click();
	const chosen = await page.locator('[data-theme]').getAttribute('data-theme');
	const html = await (await page.request.get('/')).text();
	expect(html).toContain(`data-theme="${chosen ?? ''}"`);
	expect(html).not.toMatch(/<[^>]+\sstyle="/);
});
