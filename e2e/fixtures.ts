// What every browser test stands on: the product's address and key, and a page on which an unexpected error fails the test.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';

export interface Product {
	url: string;
	/** The administrator key of the suite's own state folder. */
	key: string;
}

interface Fixtures {
	product: Product;
	/** Console errors and page errors that a test brings about on purpose. */
	expectedErrors: RegExp[];
}

export const test = base.extend<Fixtures>({
	product: async ({ baseURL }, use) => {
		const state = process.env.SEGUE_STATE ?? '';
		const key = await readFile(join(state, 'admin-key'), 'utf8');
		await use({ url: baseURL ?? '', key: key.trim() });
	},
	expectedErrors: [[], { option: true }],
	page: async ({ page, expectedErrors }, use) => {
		const errors = watchErrors(page);
		await use(page);
		const unexpected = errors.filter((error) => !expectedErrors.some((pattern) => pattern.test(error)));
		expect(unexpected, 'errors on the page').toEqual([]);
	}
});

/** Collects what the page's console calls an error (a refused script of the CSP, too) and what it did not catch. */
export function watchErrors(page: Page): string[] {
	const errors: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') errors.push(`${message.text()} (${message.location().url})`);
	});
	page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
	return errors;
}

export const expect = test.expect;
