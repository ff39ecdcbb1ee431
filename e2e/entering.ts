// A page of somebody of the demo, entered without the words on the way.
import { expect, type Browser, type Page } from '@playwright/test';

export async function enter(browser: Browser, baseURL: string, role: string): Promise<Page> {
	const context = await browser.newContext({ baseURL });
	const page = await context.newPage();
	const entered = await page.request.post('/demo', {
		form: { role, next: '/' },
		headers: { origin: baseURL }
	});
	expect(entered.ok()).toBe(true);
	return page;
}
