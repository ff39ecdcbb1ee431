// Files with a question, as a visitor attaches them.
import type { Page } from '@playwright/test';
import { GIF, PNG } from '../src/lib/server/attachments/fixtures/pictures.ts';
import { answered, ask, changeQuestion, openFirstPage, QUESTION } from './asking.ts';
import { expect, test } from './fixtures.ts';
import { flaws } from './looking.ts';

const CLEF = { name: 'clef.png', mimeType: 'image/png', buffer: Buffer.from(PNG) };
const NOTES = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Practise scales.') };

const composer = (page: Page) => page.getByRole('textbox', { name: 'Your question', exact: true });
const draft = (page: Page) => page.locator('form').getByRole('list', { name: 'Attached files' });
const sent = (page: Page) => page.getByRole('article').getByRole('list', { name: 'Attached files' });
const isThere = (page: Page, name: string) =>
	expect(draft(page).getByRole('listitem').filter({ hasText: name })).toContainText(/\d KB/);

/** By the button, as a person does. */
async function choose(
	page: Page,
	...files: { name: string; mimeType: string; buffer: Buffer }[]
): Promise<void> {
	const chooser = page.waitForEvent('filechooser');
	await page.getByRole('button', { name: 'Attach files' }).click();
	await (await chooser).setFiles(files);
}

/** Of one part of the page: the whole of it is looked at elsewhere. */
test.describe('on a phone', () => {
	test.use({ viewport: { width: 360, height: 760 } });

	test('a picture and a text go with a question, and are there to open after a reload', async ({ page }) => {
		test.setTimeout(60_000);
		await openFirstPage(page);
		await choose(page, CLEF, NOTES);
		await isThere(page, 'clef.png');
		await isThere(page, 'notes.txt');
		await expect(page.getByText('Write a question to go with it.')).toBeVisible();
		expect(await flaws(page, 'form:has(textarea)')).toEqual([]);
		await ask(page, QUESTION);
		await answered(page);
		await expect(draft(page)).toHaveCount(0);
		await expect(page.getByText('I do not read attached files myself')).toBeVisible();
		await page.reload();
		const picture = sent(page).getByRole('img', { name: 'clef.png' });
		await expect(picture).toHaveJSProperty('naturalWidth', 8);
		expect(await flaws(page, 'article')).toEqual([]);

		const link = sent(page).getByRole('link', { name: 'clef.png' });
		await link.focus();
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog', { name: 'clef.png' });
		await expect(dialog.getByRole('img', { name: 'clef.png' })).toHaveJSProperty('naturalWidth', 8);
		expect(await flaws(page, 'dialog[open]')).toEqual([]);
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
		await expect(link).toBeFocused();

		const download = page.waitForEvent('download');
		await sent(page)
			.getByRole('link', { name: /notes\.txt/ })
			.press('Enter');
		expect((await download).suggestedFilename()).toBe('notes.txt');
		await expect(page).toHaveURL(/\/c\//);
	});
});

test('what cannot be attached says why, and costs neither the words nor the other files', async ({
	page
}) => {
	await openFirstPage(page);
	await composer(page).fill(QUESTION);
	const pdf = { name: 'song.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') };
	// Only its bytes tell, and only to the server.
	const fake = { name: 'fake.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') };
	await choose(page, CLEF, pdf, fake);
	await expect(draft(page)).toContainText('PDF cannot be attached yet.');
	await expect(draft(page)).toContainText('This kind of file cannot be attached.');
	await composer(page).press('Enter');
	await expect(page.getByRole('alert')).toContainText('“song.pdf” cannot be attached. Remove it, then send.');
	await expect(composer(page)).toHaveValue(QUESTION);
	await page.getByRole('button', { name: 'Remove song.pdf' }).press('Enter');
	await expect(page.getByRole('button', { name: 'Remove fake.png' })).toBeFocused();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('alert')).toHaveCount(0);
	await composer(page).press('Enter');
	await answered(page);
	await expect(sent(page).getByRole('listitem')).toHaveCount(1);
});

test.use({ expectedErrors: [[/415|ERR_FAILED|404/], { scope: 'test' }] });

test('files are dropped and pasted, wait for the network, and go out with the question that waited for them', async ({
	page
}) => {
	await openFirstPage(page);
	let isOnline = false;
	await page.route('**/api/attachments?*', (route) => (isOnline ? route.fallback() : route.abort()));
	const carry = (name: string, bytes: number[], type: string) =>
		page.evaluateHandle(
			([given, content, kind]) => {
				const transfer = new DataTransfer();
				transfer.items.add(new File([Uint8Array.from(content)], given, { type: kind }));
				return transfer;
			},
			[name, bytes, type] as const
		);
	const dropped = { dataTransfer: await carry('dropped.gif', [...GIF], 'image/gif') };
	await page.dispatchEvent('main', 'dragover', dropped);
	await expect(page.getByText('Drop files here')).toBeVisible();
	await page.dispatchEvent('main', 'drop', dropped);
	await expect(page.getByText('Drop files here')).toHaveCount(0);
	await expect(draft(page)).toContainText('The network is gone.');

	// Held back, so that the question is there first.
	let release: () => void = () => undefined;
	const released = new Promise<void>((resolve) => (release = resolve));
	isOnline = true;
	await page.route('**/api/attachments?*', async (route) => {
		await released;
		await route.continue();
	});
	await page.getByRole('button', { name: 'Try again: dropped.gif' }).click();
	await composer(page).focus();
	const pasted = await carry('pasted.png', [...PNG], 'image/png');
	await composer(page).evaluate((element, clipboardData) => {
		element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
	}, pasted);
	await ask(page, QUESTION);
	await expect(page.getByText('Sent as soon as the files are there.')).toBeVisible();
	release();
	await answered(page);
	await expect(sent(page).getByRole('img')).toHaveCount(2);
});

test('files of a draft outlive a reload; a changed question keeps its files; one that is gone is named', async ({
	page
}) => {
	await openFirstPage(page);
	await composer(page).fill(QUESTION);
	await choose(page, CLEF, NOTES);
	await isThere(page, 'notes.txt');
	await page.reload();
	await isThere(page, 'clef.png');
	await isThere(page, 'notes.txt');
	// Refused once: words and files come back to where they were written.
	await page.route('**/api/chat', (route) =>
		route.fulfill({ status: 404, json: { error: { code: 'not-found', message: 'No.', retryable: false } } })
	);
	await composer(page).press('Enter');
	await page.getByRole('button', { name: 'Change it' }).click();
	await expect(composer(page)).toHaveValue(QUESTION);
	await isThere(page, 'clef.png');
	await page.unroute('**/api/chat');
	await composer(page).press('Enter');
	await answered(page);

	await changeQuestion(page);
	await page.reload();
	await expect(page.getByRole('heading', { name: /cello/, level: 2 })).toBeVisible();
	await expect(sent(page).getByRole('listitem')).toHaveCount(2);

	await page.route('**/api/attachments/*', (route) => route.fulfill({ status: 404, body: '' }));
	await page.reload();
	await expect(sent(page)).toContainText('clef.png not there any more');
	await sent(page)
		.getByRole('link', { name: /notes\.txt/ })
		.click();
	await expect(sent(page)).toContainText('notes.txt not there any more');
});
