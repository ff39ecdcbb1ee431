// Voice as a visitor uses it with nothing but a browser that hears and speaks: the default, where no provider is set up.
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { answered, begin, openFirstPage, QUESTION } from './asking.ts';
import { giveSpeech, go, hold, microphoneFile, say, spokenTo, withMicrophone } from './browser-speech.ts';
import { enter } from './entering.ts';
import { expect, test } from './fixtures.ts';
import { flaws, PHONE } from './looking.ts';

const VOICE_LIMIT_BYTES = 40 * 1024;

test.use({ launchOptions: withMicrophone(microphoneFile('silence', new Int16Array(16_000))) });
test.beforeEach(({ page }) => giveSpeech(page));

const screenOf = (page: Page) => page.getByRole('dialog', { name: /^Call with/ });
/** What the call is doing, in words. */
const stateOf = (page: Page) => screenOf(page).locator('.state');
const captionsOf = (page: Page) => page.getByRole('region', { name: 'What is said' });

async function call(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Talk instead of typing' }).click();
	await page.getByRole('button', { name: 'Begin the call' }).click();
	await expect(stateOf(page)).toHaveText('Listening');
}

const end = (page: Page) => page.getByRole('button', { name: 'End the call' }).click();

test('what is asked aloud is answered aloud, with captions and sources, and stands in the conversation', async ({
	page
}) => {
	await openFirstPage(page);
	await page.getByRole('button', { name: 'Talk to us instead' }).click();
	await expect(page.getByText('Some browsers send the sound to their maker')).toBeVisible();
	expect(await flaws(page, 'dialog')).toEqual([]);
	await page.getByRole('button', { name: 'Begin the call' }).click();
	await expect(stateOf(page)).toHaveText('Listening');
	await say(page, 'How much does it', false);
	await expect(captionsOf(page)).toContainText('How much does it');
	await say(page, QUESTION);
	await expect(captionsOf(page).getByRole('link').first()).toBeVisible();
	await expect.poll(() => spokenTo(page)).toContain('violin');
	// What is shown for the eye is not said.
	expect(await spokenTo(page)).not.toMatch(/[[\]*]/);
	await expect(stateOf(page)).toHaveText('Listening');
	expect(await flaws(page, 'dialog')).toEqual([]);
	const desktop = page.viewportSize() ?? PHONE;
	await page.setViewportSize(PHONE);
	expect(await flaws(page, 'dialog')).toEqual([]);
	await page.setViewportSize(desktop);
	await end(page);
	await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
	await answered(page);
	await expect(page.getByRole('list', { name: 'Conversations' }).getByRole('link')).toHaveCount(1);
	await page.reload();
	await expect(page.locator('[data-turn]').getByText('Spoken')).toBeVisible();
	await expect(page.getByRole('heading', { name: QUESTION, level: 2 })).toBeVisible();
	// It was read before the first call; not again.
	await page.getByRole('button', { name: 'Talk instead of typing' }).click();
	await expect(stateOf(page)).toHaveText('Listening');
});

test('of an answer that is interrupted, what was heard stays and the rest does not', async ({ page }) => {
	await openFirstPage(page);
	await call(page);
	await hold(page);
	await say(page, QUESTION);
	await expect(stateOf(page)).toHaveText('Speaking');
	await go(page, 4);
	const heard = await spokenTo(page);
	await page.getByRole('button', { name: 'Stop the answer' }).click();
	await expect(captionsOf(page)).toContainText('Heard up to here');
	await go(page, 9);
	expect(await spokenTo(page)).toBe(heard);
	await end(page);
	await expect(page.getByText('Heard up to here')).toBeVisible();
	const kept = await page.locator('.answer .prose').innerText();
	expect(kept.split(/\s+/).length).toBeLessThanOrEqual(5);
	await page.reload();
	expect(await page.locator('.answer .prose').innerText()).toBe(kept);
});

test('a person of the school answers in writing and is heard', async ({ page, browser, product }) => {
	await begin(page);
	await call(page);
	const agent = await enter(browser, product.url, 'agent');
	await agent.goto(`/admin/desk/${page.url().split('/c/')[1] ?? ''}`);
	await agent.getByRole('button', { name: 'Take over' }).click();
	await expect(stateOf(page)).toHaveText(/^With /);
	await expect(agent.getByRole('status').filter({ hasText: 'You answer.' })).toBeVisible();
	await agent.getByRole('textbox').fill('Good morning, the blue violin is here.');
	await agent.getByRole('textbox').press('Enter');
	await expect.poll(() => spokenTo(page)).toContain('the blue violin is here.');
	await expect(captionsOf(page)).toContainText('the blue violin is here.');
	await say(page, 'I will come on Tuesday');
	await expect(agent.getByText('I will come on Tuesday')).toBeVisible();
	await agent.context().close();
});

test('without the microphone the page says what to do, and one types and hears', async ({ page }) => {
	await page.addInitScript(() => {
		navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
	});
	await openFirstPage(page);
	await page.getByRole('button', { name: 'Talk instead of typing' }).click();
	await page.getByRole('button', { name: 'Begin the call' }).click();
	await expect(page.getByRole('alert')).toContainText('may not use the microphone');
	await expect(stateOf(page)).toHaveText('Type your question');
	expect(await flaws(page, 'dialog')).toEqual([]);
	await page.getByRole('textbox', { name: 'Type instead of talking' }).fill(QUESTION);
	await page.keyboard.press('Enter');
	await expect.poll(() => spokenTo(page)).toContain('violin');
});

test('a call outlives a reload, other pages of the school, and is taken over by another tab', async ({
	page,
	context
}) => {
	await begin(page);
	await call(page);
	await page.keyboard.press('Escape');
	await page.getByRole('link', { name: 'Tickets' }).click();
	await expect(page).toHaveURL(/\/tickets$/);
	const bar = page.getByRole('region', { name: /^Call with/ });
	await expect(bar).toContainText('Listening');
	await page.goBack();
	await page.reload();
	await page.getByRole('button', { name: 'Go on with the call' }).click();
	await expect(stateOf(page)).toHaveText('Listening');

	const other = await context.newPage();
	await giveSpeech(other);
	await other.goto(page.url());
	await other.getByRole('button', { name: 'Talk instead of typing' }).click();
	await expect(other.getByRole('alert')).toContainText('Your call is in another tab.');
	await other.getByRole('button', { name: 'Move it here' }).click();
	await expect(stateOf(other)).toHaveText('Listening');
	await expect(page.getByRole('alert')).toContainText('The call goes on in another tab.');
	await page.getByRole('button', { name: 'Close', exact: true }).click();
	await expect(screenOf(page)).toHaveCount(0);
});

test('the keyboard alone begins a call, talks, mutes, types and ends it', async ({ page }) => {
	await begin(page);
	await page.locator('#content').focus();
	await page.keyboard.press('v');
	await expect(page.getByRole('button', { name: 'Begin the call' })).toBeFocused();
	await page.keyboard.press('Enter');
	const talk = page.getByRole('button', { name: 'Talk', exact: true });
	await expect(stateOf(page)).toHaveText('Listening');
	await expect(talk).toBeFocused();
	await page.keyboard.down(' ');
	await expect(page.getByRole('button', { name: 'Talking…' })).toBeVisible();
	await page.keyboard.up(' ');
	await expect(talk).toBeVisible();
	await page.keyboard.press('m');
	await expect(stateOf(page)).toHaveText('Muted. Nobody hears you.');
	await page.keyboard.press('m');
	await page.keyboard.press('t');
	await page.keyboard.type('And a cello?');
	await page.keyboard.press('Enter');
	await expect.poll(() => spokenTo(page)).toContain('cello');
	// Out of the field, then out of the screen; the call goes on small.
	await page.keyboard.press('Escape');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Back to the call' })).toBeFocused();
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter');
	await expect(page.getByText('The call has ended.')).toBeVisible();
	await answered(page, 2);
});

test('what is dictated goes into the box, can be taken back, and Escape ends it', async ({ page }) => {
	await openFirstPage(page);
	const box = page.getByRole('textbox', { name: 'Your question', exact: true });
	await box.fill('Please:');
	await page.getByRole('button', { name: 'Dictate', exact: true }).click();
	await page.getByRole('button', { name: 'Begin to dictate' }).click();
	await say(page, 'how much', false);
	await expect(page.getByText('how much', { exact: true })).toBeVisible();
	await say(page, 'how much is a violin');
	await expect(box).toHaveValue('Please: how much is a violin');
	await page.getByRole('button', { name: 'Take it back' }).click();
	await expect(box).toHaveValue('Please:');
	await say(page, 'and a cello', false);
	await page.keyboard.press('Escape');
	await expect(box).toHaveValue('Please: and a cello');
	await expect(box).toBeFocused();
	expect(await page.evaluate(() => window.speech.isListening())).toBe(false);
});

test('an answer is read aloud, sentence by sentence, and stops when told to', async ({ page }) => {
	await begin(page);
	await hold(page);
	await page.getByRole('button', { name: 'Read aloud' }).click();
	await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
	await go(page, 2);
	const marked = () =>
		page.evaluate(() => [...(CSS.highlights.get('segue-read') ?? [])].map(String).join(''));
	const prose = await page.locator('.answer .prose').innerText();
	const sentence = await marked();
	expect(sentence).toMatch(/\w.*[.!?]$/);
	expect(prose).toContain(sentence.slice(0, 20));
	await page.getByRole('button', { name: 'Pause' }).click();
	await page.getByRole('button', { name: 'Go on' }).click();
	await page.getByRole('button', { name: 'Stop reading' }).click();
	await expect(page.getByText('Reading aloud')).toHaveCount(0);
	expect(await marked()).toBe('');
});

test('voice is loaded with the first call and not before, at most 40 KB of it, compressed', async ({
	page
}) => {
	await begin(page);
	await page.reload({ waitUntil: 'networkidle' });
	const scripts: Promise<Buffer>[] = [];
	page.on('response', (response) => {
		if (/\/_app\/immutable\/.*\.js$/.test(response.url())) scripts.push(response.body());
	});
	await call(page);
	const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body, { level: 9 }).length);
	const bytes = sizes.reduce((sum, size) => sum + size, 0);
	expect(bytes).toBeGreaterThan(8_000);
	expect(bytes).toBeLessThanOrEqual(VOICE_LIMIT_BYTES);
});
