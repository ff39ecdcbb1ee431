// The knowledge pages: adding, finding, reading and deleting documents.
import { answered, ask, enterAs, openFirstPage } from './asking.ts';
import { paragraphLines, writePdf } from '../src/lib/server/document-parsing/fixtures/pdf-writer.ts';
import { expect, test } from './fixtures.ts';
import { flaws } from './looking.ts';

function file(name: string, text: string) {
	return { name, mimeType: 'text/markdown', buffer: Buffer.from(text) };
}

test('an administrator adds a file, sees how it went, asks about it, deletes it and takes that back', async ({
	page
}) => {
	const name = `bassoon-${Date.now()}.md`;
	await enterAs(page, 'administrator');
	await page.getByRole('link', { name: 'Administration' }).click();
	await page.getByRole('link', { name: 'Knowledge', exact: true }).click();
	// The first page takes files, too.
	await expect(page.getByRole('heading', { name: 'Knowledge' })).toBeVisible();
	const picker = page.locator('input[type=file]');
	const text =
		'# The bassoon locker\n\nThe bassoon locker stands beside the boiler room and has the number 417.\n';
	await picker.setInputFiles([file(name, text)]);
	await expect(page.getByText('Added', { exact: true })).toBeVisible();
	await picker.setInputFiles([file(name, text)]);
	await expect(page.getByText('Unchanged')).toBeVisible();
	await picker.setInputFiles([file(name, `${text}\nIts key hangs in the office.\n`)]);
	await expect(page.getByText('New version')).toBeVisible();

	await page.getByRole('searchbox').fill(name);
	await page.getByRole('button', { name: 'Find' }).click();
	const row = page.getByRole('row', { name: /The bassoon locker/ });
	await expect(row).toHaveCount(1);

	await row.getByRole('button', { name: /^Delete/ }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await expect(row).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(row).toHaveCount(1);

	await row.getByRole('link', { name: 'The bassoon locker', exact: true }).click();
	await expect(page.getByRole('heading', { name: 'The bassoon locker', level: 1 })).toBeVisible();
	await page.goto('/');
	// Until it listens, Enter is a new line.
	await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
	await page
		.getByRole('textbox', { name: 'Your question', exact: true })
		.fill('What number has the bassoon locker?');
	await page.keyboard.press('Enter');
	await expect(page.locator('.answer .prose')).toContainText('417', { timeout: 20_000 });
});

test('a PDF is read in the background, and its source opens it at the page with the words marked', async ({
	page
}) => {
	const name = `tuba-${Date.now()}.pdf`;
	const letter = `letter-${Date.now()}.pdf`;
	// Cupboards nobody else has asked about.
	const first = (Date.now() % 1_000_000) * 100;
	const pages = Array.from({ length: 40 }, (_, at) =>
		paragraphLines(
			[`Page ${at + 1} tells what the tuba cupboard number ${first + at} is`, 'used for, and by whom.'],
			{
				y: 700
			}
		)
	);
	const pdf = (content: Uint8Array) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(content) });
	await enterAs(page, 'administrator');
	await page.goto('/admin/knowledge');
	const picker = page.locator('input[type=file]');
	// Two at once: the other only says that it is a PDF.
	await picker.setInputFiles([
		pdf(writePdf({ pages })),
		{ name: letter, mimeType: 'application/pdf', buffer: Buffer.from('Dear all,') }
	]);
	const row = page.locator('[data-ingest]').filter({ hasText: name });
	await expect(row).toHaveClass(/done/, { timeout: 30_000 });
	const refused = page.locator('[data-ingest].failed').filter({ hasText: letter });
	await expect(refused.first()).toContainText('named .pdf, but it is none');
	await refused.first().getByRole('button', { name: 'Try again' }).click();
	await expect(refused.first()).toContainText('named .pdf, but it is none');
	expect(await flaws(page)).toEqual([]);

	// Text, for whoever comes from no citation: what shows PDFs is not even loaded.
	const readers: string[] = [];
	page.on('request', (request) => request.url().includes('pdf.worker') && readers.push(request.url()));
	await row.getByRole('link', { name }).click();
	await expect(page.getByRole('link', { name: 'Original (PDF, 40 pages)' })).toBeVisible();
	// A question, and from its source to where it stands in the PDF.
	await openFirstPage(page);
	await ask(page, `What is tuba cupboard number ${first + 26} used for?`);
	await answered(page);
	await page
		.locator('.answer')
		.getByRole('link', { name: /^Source 1/ })
		.first()
		.click();
	expect(readers).toEqual([]);
	await page.getByRole('link', { name: 'Page 27 of the PDF' }).click();
	await expect(page.getByText('The passage is on page 27 of 40.')).toBeVisible();
	const shown = page.getByRole('region', { name: 'Page 27', exact: true });
	await expect(shown.locator('mark').first()).toBeInViewport();
	expect((await shown.locator('mark').allInnerTexts()).join(' ')).toContain(`cupboard number ${first + 26}`);
	await expect(page.locator('mark')).toHaveCount(await shown.locator('mark').count());
	await expect(page.getByRole('status').filter({ hasText: 'marked on page 27' })).toHaveCount(1);
	expect(readers).toHaveLength(1);
	await expect(shown.locator('canvas')).toHaveCount(1);
	expect(await flaws(page)).toEqual([]);
	// By the keyboard: on, larger, to the last page, and to the text and back.
	const field = page.getByRole('textbox', { name: 'Page, of 40' });
	await page.getByRole('region', { name: 'Pages of the PDF' }).focus();
	await page.keyboard.press('ArrowRight');
	await expect(field).toHaveValue('28');
	await page.keyboard.press('+');
	await expect(page.getByRole('button', { name: 'Fit the width' })).toHaveAttribute('aria-pressed', 'false');
	await field.fill('40');
	await field.press('Enter');
	await expect(page.getByRole('region', { name: 'Page 40', exact: true })).toContainText(
		`number ${first + 39}`
	);
	await expect(page.locator('[data-page] canvas')).not.toHaveCount(0);
	expect(await page.locator('[data-page] canvas').count()).toBeLessThanOrEqual(6);
	await page.getByRole('link', { name: 'Text', exact: true }).press('Enter');
	await expect(page.locator('article mark.passage')).toContainText(`cupboard number ${first + 26}`);
	await page.getByRole('link', { name: 'PDF', exact: true }).press('Enter');
	await expect(page.getByRole('region', { name: 'Page 40', exact: true })).toBeInViewport();
	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Original (PDF, 40 pages)' }).click()
	]);
	expect(download.suggestedFilename()).toBe(name);

	await page.goto('/admin/knowledge');
	for (const one of [name, letter]) {
		await page.getByRole('button', { name: `Take “${one}” off this list` }).click();
		await expect(page.locator('[data-ingest]').filter({ hasText: one })).toHaveCount(0);
	}
});

test('a file on its way shows how far it is, and the focus stays in the list when a row of it goes', async ({
	page
}) => {
	const ingest = (id: string, name: string, more: object) => ({
		...{ id, documentId: id, name, sizeBytes: 1, status: 'indexing', outcome: null, problem: null },
		...{ pages: { done: 64, total: 64 }, chunks: { done: 393, total: 786 }, createdAt: 0, updatedAt: 0 },
		...more
	});
	const sent = ingest('a', 'method.pdf', {});
	let list = [sent, ingest('b', 'letter.pdf', { status: 'failed', problem: 'This is no PDF.' })];
	await page.route('**/api/knowledge/ingests**', async (route) => {
		const method = route.request().method();
		if (method === 'DELETE') {
			list = [sent];
			await route.fulfill({ status: 204 });
		} else if (method === 'POST') await route.fulfill({ status: 202, json: sent });
		else await route.fulfill({ json: { ingests: list } });
	});
	// What the whole page would load anew knows nothing of these two.
	await page.route('**/admin/knowledge/__data.json*', () => undefined);
	await enterAs(page, 'administrator');
	await page.goto('/admin/knowledge');
	await page
		.locator('input[type=file]')
		.setInputFiles([{ name: 'method.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-') }]);
	await expect(page.getByRole('progressbar', { name: 'method.pdf' })).toHaveAttribute('value', '0.75');
	await expect(page.getByText('393 of 786 passages indexed')).toBeVisible();
	await expect(page.getByRole('button', { name: 'Try again: letter.pdf' })).toBeVisible();
	expect(await flaws(page)).toEqual([]);
	await page.getByRole('button', { name: 'Take “letter.pdf” off this list' }).press('Enter');
	await expect(page.getByText('letter.pdf')).toHaveCount(0);
	await expect(page.getByRole('button', { name: 'Cancel “method.pdf”' })).toBeFocused();
	list = [ingest('a', 'method.pdf', { status: 'done', outcome: 'created' })];
	await expect(page.getByRole('status').filter({ hasText: 'method.pdf: Added' })).toHaveCount(1);
});

test.describe('what cannot be read', () => {
	test.use({ expectedErrors: [[/415|413|400|422/], { scope: 'test' }] });

	test('is refused with a reason, and the rest goes on', async ({ page }) => {
		await enterAs(page, 'administrator');
		await page.goto('/admin/knowledge');
		await page
			.locator('input[type=file]')
			.setInputFiles([
				{ name: 'noise.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 255, 1, 254]) },
				file(`after-${Date.now()}.md`, '# After\n\nIt still arrives.\n')
			]);
		await expect(page.locator('li.failed').filter({ hasText: 'noise.bin' })).toHaveCount(1);
		await expect(page.locator('li.created').filter({ hasText: 'after-' })).toHaveCount(1);
	});
});

test('a document shows its Markdown, code, formulas and tables, and runs nothing', async ({
	page,
	product
}) => {
	const text = [
		'# Odd bars',
		'Seven eighths is $\\frac{7}{8}$ of a whole. <script>document.title = "run"</script>',
		'```js\nconst beats = 7; // in a bar\n```',
		'| Bar | Beats |\n|---|--:|\n| one | 7 |',
		'<img src=x onerror="document.title = \'run\'"> [a link](javascript:alert(1)) [another](https://example.org/)'
	].join('\n\n');
	const added = await page.request.post('/api/knowledge/documents', {
		headers: { 'x-api-key': product.key },
		data: { name: `odd-bars-${Date.now()}.md`, mediaType: 'text/markdown', text }
	});
	const { documentId } = (await added.json()) as { documentId: string };
	await page.goto(`/knowledge/${documentId}`);
	await expect(page.locator('article math')).toHaveCount(1);
	await expect(page.locator('article .hljs-keyword')).toHaveText('const');
	await expect(page.locator('article table td').last()).toHaveText('7');
	await expect(page.getByRole('link', { name: 'another' })).toHaveAttribute('rel', /noopener.*nofollow/);
	expect(await page.locator('article img, article script, article a[href^="javascript"]').count()).toBe(0);
	expect(await page.title()).not.toBe('run');
});

test.describe('pages that are not for everybody', () => {
	test.use({ expectedErrors: [[/40[134]/], { scope: 'test' }] });

	test('say so in one sentence with one thing to do', async ({ page }) => {
		await page.goto('/admin/knowledge');
		await expect(page.getByText('Please sign in to see this page.')).toBeVisible();
		await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
		await enterAs(page, 'student');
		await page.goto('/admin/knowledge');
		await expect(page.getByText('This page is not for your account.')).toBeVisible();
		await page.goto('/c/6f0c1f0e-0000-4000-8000-000000000000');
		await expect(page.getByText('There is nothing at this address.')).toBeVisible();
		await page.getByRole('link', { name: 'Go to the first page' }).last().click();
		await expect(page).toHaveURL(/\/$/);
	});
});
