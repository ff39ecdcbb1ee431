// What a page must not have: something for axe to find, and more width than its screen.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds, with the beginning of each place; in the whole page, or in the part a selector names. */
export async function violations(page: Page, part?: string): Promise<string[]> {
	const axe = new AxeBuilder({ page });
	const { violations: found } = await (part === undefined ? axe : axe.include(part)).analyze();
	return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

export const isNotWider = (page: Page): Promise<boolean> =>
	page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
