// The page of experiments. That answers are given in a variant and counted: worker/experiment.workers.test.ts.
import type { Page } from '@playwright/test';
import { enterAs } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { flawsOf } from './looking.ts';

/** Out of force, for administrators alone, so that nobody else's tests are answered otherwise, all of it on the first variant. */
async function reset(page: Page): Promise<void> {
	await page.getByRole('checkbox', { name: 'In force' }).uncheck();
	const roles = page.getByRole('group', { name: 'For', exact: true }).getByRole('checkbox');
	for (const role of await roles.all()) await role.uncheck();
	await roles.and(page.getByLabel('administrator', { exact: true })).check();
	await page.getByRole('textbox', { name: 'six (as always)' }).fill('100');
	await page.getByRole('textbox', { name: 'three' }).fill('0');
	await page.getByRole('button', { name: 'Save' }).click();
	// What is typed before would be taken for what was saved.
	await expect(page.locator('form[aria-busy="true"]')).toHaveCount(0);
	await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
	await expect(page.getByText('In force now: for nobody.')).toBeVisible();
}

test.describe('an experiment', () => {
	test.use({ expectedErrors: [[/400/], { scope: 'test' }] });

	test('is put in force by keyboard, refuses what cannot be without losing it', async ({ page, product }) => {
		await enterAs(page, product.url, 'admin');
		await page.goto('/admin/flags');
		const onSwitch = page.getByRole('checkbox', { name: 'In force' });
		const save = page.getByRole('button', { name: 'Save' });
		await reset(page);

		await onSwitch.focus();
		await page.keyboard.press('Space');
		await expect(onSwitch).toBeChecked();
		await page.getByRole('textbox', { name: 'six (as always)' }).fill('0');
		await page.getByRole('textbox', { name: 'three' }).fill('many');
		await page.getByRole('textbox', { name: 'three' }).press('Enter');
		const wrong = page.getByRole('textbox', { name: 'three' });
		await expect(wrong).toHaveAccessibleDescription('Give a whole number from 0 to 1,000.');
		await expect(wrong).toHaveValue('many');
		await expect(page.getByRole('alert')).toContainText('Give a whole number from 0 to 1,000.');
		await expect(onSwitch).toBeChecked();

		await page.getByRole('textbox', { name: 'three' }).fill('1');
		await save.click();
		await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
		await expect(page.getByText(/In force now: for 100 %/)).toBeVisible();

		await reset(page);
	});
});

test('the page has nothing for axe to find, in light and dark, and is no wider than a phone or a desktop', async ({
	page,
	product
}) => {
	await enterAs(page, product.url, 'admin');
	expect(await flawsOf(page, ['/admin/flags'])).toEqual([]);
});
