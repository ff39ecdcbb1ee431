// Letters as an administrator reads them at a school that sends none.
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** The link of the newest letter to this address whose subject has these words. Letters are written after the answer: asked again until it is there. */
export async function linkInLetter(administrator: Page, email: string, subject: string): Promise<string> {
	const letter = administrator.locator('details').filter({ hasText: email }).filter({ hasText: subject });
	await expect(async () => {
		await administrator.goto('/admin/mail');
		await expect(letter.first()).toBeVisible({ timeout: 500 });
	}).toPass();
	await letter.first().locator('summary').click();
	const words = (await letter.first().locator('pre').textContent()) ?? '';
	const link = /https?:\/\/\S+/.exec(words)?.[0];
	expect(link, words).toBeDefined();
	return link ?? '';
}
