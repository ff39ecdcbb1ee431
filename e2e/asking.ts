// How a visitor asks and enters, for the tests of pages.
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

export const QUESTION = 'How much does it cost to hire a violin?';

/** Opens the first page and waits until it listens: until then Enter is a new line, as in any form. */
export async function openFirstPage(page: Page): Promise<void> {
	await page.goto('/');
	await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
}

/** Follows a link of a filter until that loads no new page: from then on the page listens, and what is done there can be undone. */
export async function listens(page: Page, filter: string): Promise<void> {
	const link = page.getByRole('link', { name: filter });
	const root = page.locator('html');
	await expect(async () => {
		await root.evaluate((html) => html.setAttribute('data-same-page', ''));
		await link.click();
		await expect(link).toHaveAttribute('aria-current', 'true');
		await expect(root).toHaveAttribute('data-same-page', { timeout: 100 });
	}).toPass();
}

export async function ask(page: Page, question: string): Promise<void> {
	const composer = page.getByRole('textbox', { name: 'Your question', exact: true });
	await composer.fill(question);
	await composer.press('Enter');
}

/** The acts come with the end of an answer. */
export async function answered(page: Page, count = 1): Promise<void> {
	await expect(page.getByRole('group', { name: 'This answer' })).toHaveCount(count, { timeout: 20_000 });
}

export async function begin(page: Page): Promise<void> {
	await openFirstPage(page);
	await ask(page, QUESTION);
	await answered(page);
	await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
}

/** Asks about a cello instead, and waits for the answer of that version. */
export async function changeQuestion(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Change this question' }).click();
	await page
		.getByRole('textbox', { name: 'Your question, changed' })
		.fill('How much does it cost to hire a cello?');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
	await answered(page);
}

/** One click in the demo, on a page wide enough to show who one is. */
export async function enterAs(page: Page, role: string): Promise<void> {
	await page.goto('/');
	await page.getByRole('button', { name: `Enter as ${role}` }).click();
	await expect(page.getByRole('link', { name: /Ada|Sam/ })).toBeVisible();
}
