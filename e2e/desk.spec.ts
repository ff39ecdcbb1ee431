import type { Page } from '@playwright/test';
import { answered, ask, begin } from './asking.ts';
import { expect, test } from './fixtures.ts';
import { isNotWider, violations } from './looking.ts';

async function enterAsAgent(page: Page): Promise<void> {
	await page.goto('/demo');
	await page.getByRole('button', { name: 'support agent' }).click();
	await expect(page).not.toHaveURL(/demo/);
}

test('a person of the school takes a conversation over, writes, notes and gives it back', async ({
	page,
	browser,
	product
}) => {
	await begin(page);
	await page
		.getByRole('main')
		.getByRole('button', { name: /^More about/ })
		.click();
	await page.getByRole('menuitem', { name: 'Ask for a person' }).click();
	await expect(page.getByText('You asked for a person.')).toBeVisible();

	const desk = await browser.newContext({ baseURL: product.url });
	const agent = await desk.newPage();
	await enterAsAgent(agent);
	await agent.goto('/admin/desk');
	const entry = agent.locator(`a[href$="${page.url().split('/c/')[1] ?? ''}"]`);
	await expect(entry).toContainText('waits');
	await entry.click();
	await agent.getByRole('button', { name: 'Take over' }).click();
	await expect(agent.getByRole('status').filter({ hasText: 'You answer.' })).toBeVisible();
	await expect(page.getByText('of the school answers you now.')).toBeVisible();

	const words = agent.getByRole('textbox');
	await words.fill('Hello, this is the front desk.');
	await words.press('Enter');
	await expect(page.getByRole('main').getByText('Hello, this is the front desk.').first()).toBeVisible();
	await ask(page, 'May I come on Tuesday?');
	await expect(agent.getByText('May I come on Tuesday?')).toBeVisible();

	await agent.getByRole('radio', { name: 'Note', exact: true }).check();
	await words.fill('Prefers Tuesdays.');
	await words.press('Enter');
	await expect(agent.getByRole('listitem').filter({ hasText: 'Prefers Tuesdays.' })).toBeVisible();
	await expect(page.getByText('Prefers Tuesdays.')).toHaveCount(0);
	expect(await violations(agent)).toEqual([]);
	await agent.setViewportSize({ width: 390, height: 800 });
	expect(await isNotWider(agent)).toBe(true);

	await agent.getByRole('radio', { name: 'Give back' }).check();
	await words.fill('A lesson on Tuesday was agreed.');
	await words.press('Enter');
	await expect(agent.getByRole('button', { name: 'Take over' })).toBeVisible();
	await ask(page, 'How much does it cost to hire a cello?');
	// The first answer and this one: the assistant wrote nothing in between.
	await answered(page, 2);
	await page.reload();
	await expect(page.getByRole('main').getByText('Hello, this is the front desk.').first()).toBeVisible();
	await desk.close();
});
