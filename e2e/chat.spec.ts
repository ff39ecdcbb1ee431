// The chat page as a visitor uses it.
import { answered, ask, begin, changeQuestion, openFirstPage, QUESTION } from './asking.ts';
import { expect, test } from './fixtures.ts';

test('an example question is answered, and a numeral opens the exact words in their article', async ({
	page
}) => {
	await openFirstPage(page);
	const examples = page.getByRole('form', { name: 'Questions to begin with' }).getByRole('button');
	await expect(examples).toHaveCount(6);
	await examples.first().click();
	await answered(page);

	const numeral = page.getByRole('link', { name: /^Source 1: / }).first();
	await numeral.focus();
	await expect(page.locator('.sentence.is-lit').first()).toBeVisible();
	await page.keyboard.press('Enter');
	const panel = page.getByRole('dialog');
	const marked = panel.locator('mark').first();
	await expect(marked).toBeInViewport();
	const quoted = (await panel.locator('mark').allInnerTexts()).join('');
	await page.keyboard.press('Escape');
	await expect(panel).toHaveCount(0);
	await expect(numeral).toBeFocused();

	await page.keyboard.press('Enter');
	await page.getByRole('dialog').getByRole('link', { name: 'Open the whole article' }).click();
	await expect(page).toHaveURL(
		/\/knowledge\/[0-9a-f-]{36}\?revision=[0-9a-f]{64}&start=\d+&end=\d+#passage$/
	);
	await expect(page.locator('mark.passage').first()).toBeInViewport();
	expect((await page.locator('mark.passage').allInnerTexts()).join('')).toBe(quoted);
});

test('a conversation is there after a reload, word for word', async ({ page }) => {
	await begin(page);
	const before = await page.locator('.answer .prose').innerText();
	await page.reload();
	await expect(page.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
	expect(await page.locator('.answer .prose').innerText()).toBe(before);
});

test('an answer that breaks off half-way is picked up without a word lost or doubled', async ({ page }) => {
	await page.route('**/api/chat', async (route) => {
		const response = await route.fetch();
		const body = await response.text();
		const events = body.split('\n\n');
		const half = `${events.slice(0, Math.floor(events.length / 2)).join('\n\n')}\n\n`;
		await route.fulfill({ response, body: half });
	});
	const resumed = page.waitForRequest(/\/api\/chat\/[^/]+\/stream\?after=\d+/);
	await openFirstPage(page);
	await ask(page, QUESTION);
	await resumed;
	await answered(page);
	const shown = await page.locator('.answer .prose').innerText();
	// As it was kept, in one piece.
	await page.reload();
	await answered(page);
	expect(await page.locator('.answer .prose').innerText()).toBe(shown);
});

test('two tabs of one conversation stay in step', async ({ page, context }) => {
	await begin(page);
	const other = await context.newPage();
	await other.goto(page.url());
	await expect(other.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
	await ask(page, 'And a cello?');
	await expect(other.getByRole('heading', { name: 'And a cello?', level: 2 })).toBeVisible();
	await answered(other, 2);
	await answered(page, 2);
	expect(await other.locator('.answer .prose').last().innerText()).toBe(
		await page.locator('.answer .prose').last().innerText()
	);
});

test.describe('without a network', () => {
	test.use({ expectedErrors: [[/ERR_INTERNET_DISCONNECTED|ERR_FAILED/], { scope: 'test' }] });

	test('what is sent waits, and goes out once when the network is back', async ({ page, context }) => {
		await begin(page);
		await context.setOffline(true);
		await expect(page.getByText('You are offline.')).toBeVisible();
		await ask(page, 'What does a trial lesson cost?');
		await expect(page.getByText('It is kept and will be sent.')).toBeVisible();
		await context.setOffline(false);
		await answered(page, 2);
		await expect(page.getByText('You are offline.')).toHaveCount(0);
		await page.reload();
		await expect(page.getByRole('heading', { name: 'What does a trial lesson cost?', level: 2 })).toHaveCount(
			1
		);
		expect(await page.evaluate(() => localStorage.getItem('segue:outbox'))).toBeNull();
	});

	test('a question that could not be sent is still sent after the page was loaded anew', async ({ page }) => {
		await begin(page);
		await page.route('**/api/chat', (route) => route.abort());
		await ask(page, 'What does a trial lesson cost?');
		await expect(page.getByText('It is kept and will be sent.')).toBeVisible();
		await page.unroute('**/api/chat');
		await page.reload();
		await answered(page, 2);
		await expect(page.getByRole('heading', { name: 'What does a trial lesson cost?', level: 2 })).toHaveCount(
			1
		);
	});
});

test('words not yet sent are there after a reload', async ({ page }) => {
	await page.goto('/');
	const composer = page.getByRole('textbox', { name: 'Your question', exact: true });
	await composer.fill('Half a thought');
	await expect
		.poll(() => page.evaluate(() => localStorage.getItem('segue:draft:new')))
		.toBe('Half a thought');
	await page.reload();
	await expect(composer).toHaveValue('Half a thought');
});

test('a question can be changed, and both versions are kept', async ({ page }) => {
	await begin(page);
	await changeQuestion(page);
	await expect(
		page.getByRole('heading', { name: 'How much does it cost to hire a cello?', level: 2 })
	).toBeVisible();
	await page.getByRole('button', { name: 'Version before' }).click();
	await expect(page.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
	await page.reload();
	await expect(page.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
});

test('an answer can be asked for again and rated, with a reason', async ({ page }) => {
	await begin(page);
	await page.getByRole('button', { name: 'Answer again' }).click();
	await expect(page.getByRole('group', { name: 'Version 2 of 2' })).toBeVisible();
	await answered(page);
	await page.getByRole('button', { name: 'Not helpful' }).click();
	await page.getByLabel('What was wrong with it?').fill('It is not what I asked.');
	await page.getByRole('button', { name: 'Send', exact: true }).first().click();
	await expect(page.getByText('Thank you.')).toBeVisible();
	await page.reload();
	await expect(page.getByRole('button', { name: 'Not helpful' })).toHaveAttribute('aria-pressed', 'true');
});

test('conversations are renamed, deleted and brought back', async ({ page }) => {
	await begin(page);
	const list = page.getByRole('list', { name: 'Conversations' });
	await list.getByRole('button', { name: /^More about/ }).click();
	await page.getByRole('menuitem', { name: 'Rename' }).click();
	await page.getByRole('textbox', { name: 'Rename' }).fill('Violins to hire');
	await page.keyboard.press('Enter');
	await expect(list.getByRole('link', { name: 'Violins to hire' })).toBeVisible();

	await list.getByRole('button', { name: /^More about/ }).click();
	await page.getByRole('menuitem', { name: 'Delete' }).click();
	await expect(page).toHaveURL(/\/$/);
	await expect(page.getByText('What you ask is kept here.')).toBeVisible();
	await page.getByRole('button', { name: 'Undo' }).click();
	await page.getByRole('link', { name: 'Violins to hire' }).click();
	await answered(page);
});

test('the keyboard alone is enough', async ({ page }) => {
	await begin(page);
	await page.locator('#content').focus();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
	await page.keyboard.press('Escape');
	await page.keyboard.press('/');
	await page.keyboard.type('And a cello?');
	await page.keyboard.press('Enter');
	await answered(page, 2);
	await page.keyboard.press('Shift+Tab');
	await page.locator('#content').focus();
	await page.keyboard.press('k');
	await expect(page.locator('[data-turn]').last()).toBeFocused();
	await page.keyboard.press('k');
	await expect(page.locator('[data-turn]').first()).toBeFocused();
	await page.keyboard.press('e');
	await expect(page.getByRole('textbox', { name: 'Your question, changed' })).toHaveValue('And a cello?');
	await page.keyboard.press('Escape');
	await page.locator('#content').focus();
	await page.keyboard.press('n');
	await expect(page).toHaveURL(/\/$/);
});

test('markup and script in a question are shown as they were typed', async ({ page }) => {
	const hostile =
		'<img src=x onerror="document.title=1"><script>document.title=2</script> [x](javascript:alert(1)) \u202Egnirts';
	await openFirstPage(page);
	await ask(page, hostile);
	await answered(page);
	await expect(page.locator('h2').first()).toContainText('<script>document.title=2</script>');
	expect(await page.locator('main img, main script, main a[href^="javascript"]').count()).toBe(0);
	expect(await page.title()).not.toMatch(/^[12]$/);
});

test.describe('what cannot be sent', () => {
	test.use({ expectedErrors: [[/413|400|422/], { scope: 'test' }] });

	test('is refused before it leaves, with the words kept', async ({ page }) => {
		await openFirstPage(page);
		await page.getByRole('textbox', { name: 'Your question', exact: true }).fill('a'.repeat(9000));
		await expect(page.getByRole('alert')).toContainText('at most 8000');
		await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
	});
});

test.describe('before scripts run', () => {
	test.use({ javaScriptEnabled: false });

	test('the question form posts and the page shows the conversation', async ({ page }) => {
		await page.goto('/');
		await page.getByRole('textbox', { name: 'Your question', exact: true }).fill(QUESTION);
		await page.getByRole('button', { name: 'Send' }).click();
		await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
		await expect(page.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
		await expect(page.locator('.answer .prose')).toContainText('violin', { timeout: 20_000 });
		await page
			.getByRole('link', { name: /^Source 1: / })
			.first()
			.click();
		await expect(page.locator('mark.passage').first()).toBeInViewport();
	});
});
