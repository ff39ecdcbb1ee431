import type { Page } from '@playwright/test';
import { answered, ask, begin, QUESTION } from './asking.ts';
import { enter, enterAs } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { isNotWider, violations } from './looking.ts';

async function askForPerson(page: Page): Promise<void> {
	await page
		.getByRole('main')
		.getByRole('button', { name: /^More about/ })
		.click();
	await page.getByRole('menuitem', { name: 'Ask for a person' }).click();
	await expect(page.getByText('You asked for a person.')).toBeVisible();
}

const idOf = (page: Page): string => page.url().split('/c/')[1] ?? '';

test('a person of the school takes a conversation over, writes, notes and gives it back', async ({
	page,
	browser,
	product
}) => {
	// Two people, each with a page that follows the other's.
	test.slow();
	await begin(page);
	const agent = await enter(browser, product.url, 'agent');
	await agent.goto('/admin/desk');
	const entry = agent.locator(`a[href$="${idOf(page)}"]`);
	await expect(entry).toContainText('last said');
	await askForPerson(page);
	// The list follows by itself, and says so to whoever does not look.
	await expect(entry).toContainText('waits', { timeout: 15_000 });
	await expect(agent).toHaveTitle(/^\(\d+\) Desk/);
	await expect(agent.getByRole('status').filter({ hasText: QUESTION })).toContainText(/waits|Offered/);
	expect(await violations(agent)).toEqual([]);
	await entry.click();
	await agent.getByRole('button', { name: 'Take over' }).click();
	await expect(agent.getByRole('status').filter({ hasText: 'You answer.' })).toBeVisible();
	await expect(page.getByText('of the school answers you now.')).toBeVisible();

	const words = agent.getByRole('textbox');
	await words.fill('Hello, this is the front desk.');
	await words.press('Enter');
	await expect(page.getByRole('main').getByText('Hello, this is the front desk.').first()).toBeVisible();
	await ask(page, 'May I come on Tuesday?');
	const said = agent.getByRole('list', { name: 'What was said' });
	await expect(said.getByText('May I come on Tuesday?')).toBeVisible();

	await agent.getByRole('radio', { name: 'Note', exact: true }).check();
	await words.fill('Prefers Tuesdays.');
	await words.press('Enter');
	await expect(agent.getByRole('listitem').filter({ hasText: 'Prefers Tuesdays.' })).toBeVisible();
	await expect(page.getByText('Prefers Tuesdays.')).toHaveCount(0);
	expect(await violations(agent)).toEqual([]);
	await agent.setViewportSize({ width: 390, height: 800 });
	expect(await isNotWider(agent)).toBe(true);

	await agent.getByRole('radio', { name: 'Give back' }).check();
	await words.fill('A lesson on Tuesday was agreed.');
	await words.press('Enter');
	await expect(agent.getByRole('button', { name: 'Take over' })).toBeVisible();
	await expect(page.getByText('The assistant answers again.')).toBeVisible();
	await ask(page, 'How much does it cost to hire a cello?');
	// The first answer and this one: the assistant wrote nothing in between.
	await answered(page, 2);
	await page.reload();
	await expect(page.getByRole('main').getByText('Hello, this is the front desk.').first()).toBeVisible();
	await agent.context().close();
});

test('by keys alone: what is known is read, the suggested reply is inserted and sent, and each sees the other type', async ({
	page,
	browser,
	product
}) => {
	// Three of them here.
	test.slow();
	await begin(page);
	await askForPerson(page);
	const colleague = await enter(browser, product.url, 'admin');
	await colleague.goto(`/admin/desk/${idOf(page)}`);
	await colleague.getByRole('textbox').fill('I am on it');

	const agent = await enter(browser, product.url, 'agent');
	await agent.goto('/admin/desk');
	const entry = agent.locator(`a[href$="${idOf(page)}"]`);
	await expect(agent.getByRole('radio', { name: 'Available' })).toBeEnabled();
	while (!(await entry.evaluate((element) => element === document.activeElement)))
		await agent.keyboard.press('j');
	await agent.keyboard.press('Enter');
	const known = agent.getByRole('complementary', { name: 'What you should know' });
	await expect(known).toContainText(QUESTION);
	await expect(known).toContainText('Searched the articles');
	await expect(known.getByRole('link', { name: 'Instrument hire' })).toBeVisible();
	const reply = agent.getByRole('region', { name: 'Suggested reply, its words' });
	await expect(reply).toContainText('£30');
	await expect(page.getByText(/^Reading along: .*Alex/)).toBeVisible();
	await expect(agent.getByText(/^Reading along: .*the person who asked/)).toContainText('Ada');

	await agent.keyboard.press('t');
	await expect(agent.getByRole('status').filter({ hasText: 'You answer.' })).toBeVisible();
	// Whoever came too late sees who has it, and keeps what they wrote.
	await expect(
		colleague.getByText(/^Alex.* has the conversation\. What you wrote is kept here\./)
	).toBeVisible();
	await expect(colleague.getByRole('textbox')).toHaveValue('I am on it');
	await expect(colleague.getByRole('button', { name: 'Send' })).toBeDisabled();

	const words = agent.getByRole('textbox', { name: 'To them' });
	await expect(words).toBeFocused();
	await agent.keyboard.press('Alt+s');
	await expect(words).toHaveValue(/£30[^]*\[Instrument hire\]/);
	await agent.keyboard.type(' See you!');
	await expect(page.getByText(/^Typing: .*Alex/)).toBeVisible();
	await page.getByRole('textbox', { name: 'Your question', exact: true }).pressSequentially('Is it');
	await expect(agent.getByText('Typing: the person who asked…')).toBeVisible();
	expect(await violations(agent)).toEqual([]);
	expect(await violations(page)).toEqual([]);

	// The machine is closed in mid-sentence: the words are there again, and nothing was sent.
	await agent.reload();
	await expect(words).toHaveValue(/See you!$/);
	await expect(page.getByText('See you!')).toHaveCount(0);
	await expect(agent.getByRole('button', { name: 'Go on here' })).toBeEnabled();
	await agent.keyboard.press('t');
	await expect(words).toBeFocused();
	await agent.keyboard.press('Enter');
	await expect(page.getByRole('main').getByText('See you!').first()).toBeVisible();
	await expect(words).toHaveValue('');
	await expect(known).toContainText('Nothing is open.');
	await agent.keyboard.press('Escape');
	await agent.keyboard.press('?');
	await expect(agent.getByRole('dialog')).toContainText('Put the suggested reply where you write');
	for (const one of [agent, colleague]) await one.context().close();
});

test.describe('a refusal', () => {
	// What was typed wrong on purpose.
	test.use({ expectedErrors: [/status of 400/] });

	test('an administrator says what the people of the desk know about', async ({ page, product }) => {
		await enterAs(page, product.url, 'admin');
		await page.goto('/admin/desk');
		const away = page.getByRole('radio', { name: 'Away' });
		await away.check();
		await page.reload();
		await expect(away).toBeChecked();
		await page.getByRole('link', { name: 'People of the desk' }).click();
		const ada = page.getByRole('listitem').filter({ hasText: 'Ada' });
		await ada.getByLabel('Skills').fill('pricing, <b>');
		await ada.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByRole('alert')).toContainText('Skills are words');
		await expect(ada.getByLabel('Skills')).toHaveValue('pricing, <b>');
		await ada.getByLabel('Skills').fill('Pricing, de');
		await ada.getByRole('button', { name: 'Save' }).click();
		await expect(page.getByText('It was changed.')).toBeVisible();
		await expect(ada.getByLabel('Skills')).toHaveValue('pricing, de');
		expect(await violations(page)).toEqual([]);
		await page.setViewportSize({ width: 390, height: 800 });
		expect(await isNotWider(page)).toBe(true);
	});
});
