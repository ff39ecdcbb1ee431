// Somebody of the demo, entered without the pages on the way: that one click does it is seen in accounts.spec.ts.
import { expect, type Browser, type Page } from '@playwright/test';

type Role = 'user' | 'teacher' | 'agent' | 'admin';

/** Whoever has this page is somebody of the demo from now on. */
export async function enterAs(page: Page, baseURL: string, role: Role): Promise<void> {
	const entered = await page.request.post('/demo', {
		form: { role, next: '/' },
		headers: { origin: baseURL }
	});
	expect(entered.ok()).toBe(true);
}

/** In a browser of their own. */
export async function enter(browser: Browser, baseURL: string, role: Role): Promise<Page> {
	const context = await browser.newContext({ baseURL });
	const page = await context.newPage();
	await enterAs(page, baseURL, role);
	return page;
}
