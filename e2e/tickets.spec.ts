// Tickets over the two counters: whoever asks, and whoever works on it.
import type { Page } from '@playwright/test';
import { enter } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { flawsOf } from './looking.ts';

/** By the API: what a test is not about. Gives its number. */
async function openTicket(page: Page, subject: string): Promise<number> {
	const answer = await page.request.post('/api/tickets', {
		data: { subject, description: 'It stops at half.', clientKey: crypto.randomUUID() }
	});
	expect(answer.status()).toBe(201);
	return ((await answer.json()) as { ticket: { number: number } }).ticket.number;
}

test('a guest opens a ticket, an agent answers by keyboard and notes, the guest reads the answer and says how it went', async ({
	page,
	browser,
	product: { url }
}) => {
	const subject = `The upload fails ${crypto.randomUUID().slice(0, 8)}`;
	await page.goto('/tickets');
	await expect(page.getByText('You have no tickets.')).toBeVisible();
	await page.getByRole('link', { name: 'New ticket' }).click();
	await page.getByLabel('What is it about?').fill(subject);
	await page.getByLabel('What happened, and what would you like?').fill('It stops at half.');
	await page.getByRole('button', { name: 'Send', exact: true }).click();
	await expect(page.getByRole('status').filter({ hasText: 'answers here' })).toBeVisible();
	const number = Number(/\/tickets\/(\d+)/.exec(page.url())?.[1]);

	const desk = await enter(browser, url, 'agent');
	await desk.goto(`/admin/tickets?query=${encodeURIComponent(subject)}`);
	await desk.getByRole('link', { name: subject }).focus();
	await desk.keyboard.press('Enter');
	await desk.getByLabel('Your answer').fill('Whoever asks must not read this.');
	await desk.getByRole('button', { name: 'Keep as an internal note' }).click();
	await expect(desk.getByRole('status').filter({ hasText: 'note is kept' })).toBeVisible();
	await desk.getByLabel('Your answer').fill('Please try it again.');
	await desk.getByLabel('and the ticket becomes').selectOption('solved');
	await desk.getByLabel('Your answer').press('Control+Enter');
	await expect(desk.getByRole('status').filter({ hasText: 'answer is sent' })).toBeVisible();

	await page.goto(`/tickets/${number}`);
	await expect(page.getByText('Please try it again.')).toBeVisible();
	await expect(page.getByText('must not read')).toHaveCount(0);
	await page.getByLabel('It went well').check();
	await page.getByRole('button', { name: 'Say so' }).click();
	await expect(page.getByRole('status').filter({ hasText: 'Thank you' })).toBeVisible();
	await desk.context().close();
});

test('pictures and texts go with a ticket and with its answer, and none of an internal note is shown to whoever asked', async ({
	browser,
	product: { url }
}) => {
	const page = await enter(browser, url, 'user');
	await page.goto('/tickets/new');
	const adding = page.getByLabel('Add pictures or text files');
	await adding.setInputFiles({ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('It stopped.') });
	await expect(page.getByRole('list', { name: 'Files' })).toContainText('log.txt');
	// One that cannot be taken costs nothing that was typed.
	await page.getByLabel('What is it about?').fill('With a file');
	await page.getByLabel('What happened, and what would you like?').fill('See the file.');
	await adding.setInputFiles({ name: 'a.exe', mimeType: 'x/y', buffer: Buffer.from('MZ') });
	await expect(page.getByRole('alert')).toContainText('a.exe could not be uploaded');
	await page.getByRole('button', { name: 'Send', exact: true }).click();
	const link = page.getByRole('link', { name: /^log\.txt/ });
	await expect(link).toBeVisible();
	const address = (await link.getAttribute('href')) ?? '';
	const number = Number(/\/tickets\/(\d+)/.exec(page.url())?.[1]);

	const desk = await enter(browser, url, 'agent');
	await desk.goto(`/admin/tickets/${number}`);
	expect(await (await desk.request.get(address)).text()).toBe('It stopped.');
	await desk
		.getByLabel('Add pictures or text files')
		.setInputFiles({ name: 'secret.md', mimeType: 'text/markdown', buffer: Buffer.from('# Hush') });
	await expect(desk.getByRole('list', { name: 'Files' }).filter({ hasText: 'secret.md' })).toBeVisible();
	await desk.getByLabel('Your answer').fill('Not for their eyes.');
	await desk.getByRole('button', { name: 'Keep as an internal note' }).click();
	const secret = desk.getByRole('link', { name: /^secret\.md/ });
	await expect(secret).toBeVisible();
	const hidden = (await secret.getAttribute('href')) ?? '';
	expect((await page.request.get(hidden)).status()).toBe(404);
	await page.reload();
	await expect(link).toBeVisible();
	await expect(page.getByText('secret.md')).toHaveCount(0);
	for (const one of [page, desk]) await one.context().close();
});

test.describe('two agents at one ticket', () => {
	test.use({ expectedErrors: [[/409/], { scope: 'test' }] });

	test('are shown what the other changed, and lose nothing they typed', async ({
		browser,
		product: { url }
	}) => {
		const one = await enter(browser, url, 'agent');
		const two = await enter(browser, url, 'admin');
		const number = await openTicket(one, 'Two at once');
		for (const page of [one, two]) await page.goto(`/admin/tickets/${number}`);
		// Files can be added once the page listens.
		await expect(two.getByLabel('Add pictures or text files')).toBeVisible();
		await two.getByLabel('Your answer').fill('Half a sen');
		await expect(one.getByRole('status').filter({ hasText: /Also here: .+ \(writing\)/ })).toBeVisible();
		await one.getByLabel('Priority').selectOption('urgent');
		await one.getByRole('button', { name: 'Save' }).click();
		await expect(one.getByRole('status').filter({ hasText: 'Changed.' })).toBeVisible();

		// Another field: both stand. What the other did is shown beside what is typed.
		await expect(
			two.getByRole('status').filter({ hasText: 'Priority: from normal to urgent' })
		).toBeVisible();
		await expect(two.getByLabel('Your answer')).toHaveValue('Half a sen');
		await two.getByLabel('Team').fill('Technics');
		await two.getByRole('button', { name: 'Save' }).click();
		await expect(two.getByRole('status').filter({ hasText: 'Changed.' })).toBeVisible();
		await expect(two.getByLabel('Priority')).toHaveValue('urgent');

		// The same: told, asked, kept.
		await one.getByLabel('Team').fill('Office');
		await one.getByLabel('Priority').selectOption('high');
		await one.getByRole('button', { name: 'Save' }).click();
		const alert = one.getByRole('alert').filter({ hasText: 'Somebody changed the same thing' });
		await expect(alert).toContainText('Team: from nothing to Technics');
		await expect(one.getByLabel('Team')).toHaveValue('Office');
		await expect(one.getByLabel('Priority')).toHaveValue('high');
		await one.getByRole('button', { name: 'Save' }).click();
		await expect(one.getByRole('status').filter({ hasText: 'Changed.' })).toBeVisible();
		await two.reload();
		await expect(two.getByLabel('Team')).toHaveValue('Office');
		for (const page of [one, two]) await page.context().close();
	});
});

test('many are changed at once, and a list that is kept is found again', async ({
	browser,
	product: { url }
}) => {
	const desk = await enter(browser, url, 'agent');
	const word = `herd${crypto.randomUUID().slice(0, 8)}`;
	for (const name of ['First', 'Second']) await openTicket(desk, `${name} ${word}`);
	await desk.goto(`/admin/tickets?query=${word}`);
	await desk.getByRole('button', { name: 'Choose all' }).click();
	await desk.getByRole('group', { name: 'Change 2 chosen' }).getByLabel('Status').selectOption('pending');
	await desk.getByRole('button', { name: 'Change them' }).click();
	await expect(desk.getByRole('status').filter({ hasText: 'Changed: 2.' })).toBeVisible();
	await expect(
		desk.getByRole('row').filter({ hasText: word }).getByText('pending', { exact: true })
	).toHaveCount(2);
	await desk.getByText('Keep this list').click();
	await desk.getByLabel('Name of this list').fill(word);
	await desk.getByRole('button', { name: 'Save', exact: true }).click();
	const kept = desk.getByRole('list', { name: 'Your lists' }).getByRole('link', { name: word });
	await expect(kept).toHaveAttribute('aria-current', 'page');
	await desk.getByRole('button', { name: `Remove the list “${word}”` }).click();
	await expect(kept).toHaveCount(0);
	await desk.context().close();
});

const PAGES = {
	'whoever asks': (number: number) => ['/tickets', '/tickets/new', `/tickets/${number}`],
	'the desk': (number: number) => [
		...['/admin/tickets', `/admin/tickets/${number}`, '/admin/tickets/replies', '/admin/deliveries']
	]
};

for (const [whose, addressesOf] of Object.entries(PAGES))
	test(`the pages of ${whose} have nothing for axe to find, in light and dark, and are no wider than a phone or a desktop`, async ({
		browser,
		product: { url }
	}) => {
		// Several pages, each read by axe.
		test.slow();
		const page = await enter(browser, url, 'admin');
		const number = await openTicket(page, `A${'n'.repeat(60)} long word`);
		expect(await flawsOf(page, addressesOf(number))).toEqual([]);
		await page.context().close();
	});
