import { violations } from './looking.ts';
import { answered, ask, openFirstPage } from './asking.ts';
import { enter } from './entering.ts';
import { expect, test } from './fixtures.ts';

test('what was asked in vain becomes an article, and the gap closes', async ({ page, browser }) => {
	const instrument = `krummhorn${Date.now()
		.toString(36)
		.replace(/\d/gu, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`;
	await openFirstPage(page);
	await ask(page, `Do you teach the ${instrument}?`);
	await answered(page);

	const admin = await enter(browser, new URL(page.url()).origin, 'admin');
	const gap = admin.getByRole('article').filter({ hasText: instrument });
	// Questions reach the list by the projection, a moment later.
	await expect(async () => {
		await admin.goto('/admin/gaps');
		await expect(gap).toBeVisible({ timeout: 500 });
	}).toPass();
	expect(await violations(admin)).toEqual([]);
	await gap.getByRole('link', { name: 'Write an article' }).click();
	await expect(admin.getByRole('heading', { level: 1 })).toContainText(instrument);
	await expect(admin.getByText('Nobody of the school has answered this')).toBeVisible();
	expect(await violations(admin)).toEqual([]);
	await admin.getByRole('textbox', { name: 'Text' }).fill(`We teach the ${instrument} on Tuesdays.`);
	await admin.getByRole('button', { name: 'Publish' }).click();
	await expect(admin.getByRole('status').filter({ hasText: 'The assistant answers this now' })).toBeVisible();
	await admin.goto('/admin/gaps?status=closed');
	await expect(gap.getByRole('link', { name: `Do you teach the ${instrument}?` }).last()).toBeVisible();
	await admin.context().close();
});

test('articles that do not go together are compared, and what is right as it is is dismissed', async ({
	page,
	browser
}) => {
	await page.goto('/');
	const admin = await enter(browser, new URL(page.url()).origin, 'admin');
	await admin.goto('/admin/consistency');
	// Fifty articles at a time.
	await expect(async () => {
		if (await admin.getByText('Everything is compared.').isVisible()) return;
		await admin.getByRole('button', { name: 'Compare now' }).click();
		await expect(admin.getByText('Everything is compared.')).toBeVisible({ timeout: 3_000 });
	}).toPass();
	const finding = admin.getByRole('article').filter({ hasText: 'Practice rooms are open from' });
	await expect(finding).toContainText('“21:00” here, “20:30” there');
	expect(await violations(admin)).toEqual([]);
	await finding.getByRole('button', { name: 'Dismiss' }).click();
	await expect(finding).toHaveCount(0);
	// On what stands in its place, or the heading when nothing does: never lost with the row.
	await expect(admin.locator('[data-finding] :focus, h1:focus')).toHaveCount(1);
	await admin.getByRole('button', { name: 'Undo' }).click();
	await expect(finding).toBeVisible();
	await admin.context().close();
});
