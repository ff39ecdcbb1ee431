// What a page must not have: something for axe to find, in light and in dark, and more width than its screen.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

export const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

/** What axe finds, with the beginning of each place; in the whole page, or in the part a selector names. */
export const violations = (page: Page, part?: string): Promise<string[]> => found(axeFor(page, part));

function axeFor(page: Page, part: string | undefined): AxeBuilder {
	// What is in order need not be described.
	const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
	return part === undefined ? axe : axe.include(part);
}

/** Without frames of other origins there is nothing that the quicker, older way would not see: the other opens a page of its own each time. */
async function found(axe: AxeBuilder): Promise<string[]> {
	const { violations: all } = await axe.setLegacyMode().analyze();
	return all.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
}

export const isNotWider = (page: Page): Promise<boolean> =>
	page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

/** All that is wrong with the page, or one part of it, on its present screen, in light and in dark. */
export async function flaws(page: Page, part?: string): Promise<string[]> {
	const wide = (await isNotWider(page)) ? [] : ['wider than the screen'];
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	const inLight = await violations(page, part);
	// Only the colours differ.
	await page.emulateMedia({ colorScheme: 'dark' });
	const inDark = await found(axeFor(page, part).withRules('color-contrast'));
	return [...wide, ...inLight, ...inDark.map((flaw) => `in the dark: ${flaw}`)];
}

/** The same for addresses, each loaded once and then looked at on a phone and on a desktop. */
export async function flawsOf(page: Page, addresses: readonly string[], screens = [PHONE, DESKTOP]) {
	const all: string[] = [];
	for (const address of addresses) {
		const response = await page.goto(address);
		if (response?.status() !== 200) all.push(`${address}: ${response?.status() ?? 'nothing'}`);
		for (const screen of screens) {
			await page.setViewportSize(screen);
			all.push(...(await flaws(page)).map((flaw) => `${address} at ${screen.width} px: ${flaw}`));
		}
	}
	return all;
}
