import { answered, ask, begin } from './asking.ts';
import { enter } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { isNotWider, violations } from './looking.ts';

test('an administrator finds a conversation by its words, sees personal data for a reason, tags and exports it', async ({
	page,
	browser,
	product
}) => {
	test.slow();
	await begin(page);
	await ask(page, 'My name is Zoltan Quagmire, 0170 1234567: how long is a piano lesson?');
	await answered(page, 2);
	const id = page.url().split('/c/')[1] ?? '';
	const admin = await enter(browser, product.url, 'admin');

	await admin.goto('/admin/transcripts');
	await expect(admin.locator(`a[href$="${id}"]`)).toBeVisible();
	expect(await violations(admin)).toEqual([]);
	const search = admin.getByRole('searchbox', { name: 'Find words in all messages' });
	// As somebody types, without a button.
	await search.pressSequentially('quagmire piano less');
	const hit = admin.getByRole('list', { name: 'Messages found' }).getByRole('listitem').first();
	await expect(hit.locator('mark').first()).toBeVisible();
	await expect(hit).toContainText('[phone]');
	await expect(hit).not.toContainText('Quagmire');
	expect(await violations(admin)).toEqual([]);
	await hit.getByRole('link').focus();
	await admin.keyboard.press('Enter');
	await expect(admin).toHaveURL(new RegExp(`/admin/transcripts/${id}\\?message=`));
	const said = admin.getByRole('list', { name: 'Messages' });
	await expect(said).toContainText('My name is [name], [phone]: how long');
	await expect(said).toContainText('no cost');

	await admin.getByText('Show personal data', { exact: true }).first().focus();
	await admin.keyboard.press('Enter');
	const reason = admin.getByRole('textbox', { name: 'Why you need to see it' });
	await reason.fill('They asked me to call back.');
	await reason.press('Enter');
	await expect(said).toContainText('Zoltan Quagmire, 0170 1234567');
	await expect(admin.getByText('Personal data is shown until')).toBeVisible();
	await admin.getByRole('link', { name: 'Mask again' }).click();
	await expect(said).not.toContainText('Quagmire');

	const tags = admin.getByRole('textbox', { name: "Team's tags" });
	await tags.fill('call back, e2e');
	await tags.press('Enter');
	await expect(admin.getByText('The tags were saved.')).toBeVisible();
	await admin.getByRole('button', { name: 'Bookmark', exact: true }).click();
	await expect(admin.getByRole('button', { name: 'Remove bookmark' })).toBeVisible();
	expect(await violations(admin)).toEqual([]);
	await admin.setViewportSize({ width: 390, height: 800 });
	expect(await isNotWider(admin)).toBe(true);
	const download = admin.waitForEvent('download');
	await admin.getByRole('link', { name: 'CSV' }).click();
	expect((await download).suggestedFilename()).toBe(`transcript-${id}.csv`);
	await admin.goto('/admin/transcripts?tag=call+back&bookmarked=yes');
	await expect(admin.locator(`a[href$="${id}"]`)).toBeVisible();
	await admin.context().close();

	const agent = await enter(browser, product.url, 'agent');
	await agent.goto(`/admin/transcripts/${id}`);
	await expect(agent.getByRole('list', { name: 'Messages' })).toContainText('[phone]');
	await expect(agent.getByText('Show personal data')).toHaveCount(0);
	await agent.context().close();
});
