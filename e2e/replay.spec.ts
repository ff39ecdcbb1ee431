import { enter } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { flaws, PHONE } from './looking.ts';

test('an edit is tried on past questions, published, and rolled back', async ({ page, browser }) => {
	await page.goto('/');
	const baseURL = new URL(page.url()).origin;
	const admin = await enter(browser, baseURL, 'admin');
	const name = `replay-${Date.now().toString(36)}.md`;
	const added = await admin.request.post('/api/knowledge/documents', {
		data: { name, text: '# The ocarina room\n\nThe ocarina room opens at nine.' },
		headers: { origin: baseURL }
	});
	const { documentId } = (await added.json()) as { documentId: string };
	await admin.goto(`/admin/knowledge?q=${name}`);
	await admin.getByRole('link', { name: 'Edit The ocarina room' }).click();
	const text = admin.getByRole('textbox', { name: 'Text, in Markdown' });
	await expect(admin.getByRole('button', { name: 'Try it on past questions' })).toBeDisabled();
	await text.fill('# The ocarina room\n\nThe ocarina room opens at ten.');
	await expect(admin.getByRole('group', { name: 'What you changed' })).toContainText('opens at nine.');

	// A reload loses nothing that was typed.
	await expect
		.poll(() => admin.evaluate((id) => localStorage.getItem(`segue:article:${id}`), documentId))
		.toContain('ten');
	await admin.reload();
	await expect(text).toHaveValue(/opens at ten/);
	await admin.getByRole('button', { name: 'Try it on past questions' }).click();
	const tried = admin.getByRole('region', { name: 'Tried on past questions' });
	const publish = tried.getByRole('button', { name: 'Publish', exact: true });
	await expect(publish).toBeVisible({ timeout: 30_000 });
	await admin.setViewportSize(PHONE);
	expect(await flaws(admin)).toEqual([]);

	await publish.click();
	await expect(admin.getByText('Published. Everybody is answered from this version now.')).toBeVisible();
	const read = async () =>
		((await (await admin.request.get(`/api/knowledge/documents/${documentId}`)).json()) as { text: string })
			.text;
	expect(await read()).toContain('opens at ten.');
	await admin.getByRole('button', { name: 'Put the version before it back' }).click();
	await expect(admin.getByText('The earlier version is in force again.')).toBeVisible();
	expect(await read()).toContain('opens at nine.');
	await expect(text).toHaveValue(/opens at nine/);
	await admin.request.delete(`/api/knowledge/documents/${documentId}`, { headers: { origin: baseURL } });
	await admin.context().close();
});
