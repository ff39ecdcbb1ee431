// The knowledge pages: adding, finding, reading and deleting documents.
import { enterAs } from './asking.ts';
import { expect, test } from './fixtures.ts';

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

	await row.getByRole('link').click();
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
		await expect(page.locator('li.failed')).toContainText('noise.bin');
		await expect(page.locator('li.created')).toContainText('after-');
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
