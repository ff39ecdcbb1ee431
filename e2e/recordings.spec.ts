// Recordings as a teacher uses them: from a file to the passage to work on, to a note, to a link.
import type { Page } from '@playwright/test';
import { melody, play, wav } from '../src/lib/server/recordings/fixtures/playing.ts';
import { enterAs } from './entering.ts';
import { expect, test, type Product } from './fixtures.ts';
import { isNotWider, violations } from './looking.ts';

/** Playing that is even but for some seconds in its middle. */
function take(seconds: number): Buffer {
	const notes = melody(seconds).map((note, at) =>
		at > 40 && at < 64 ? { ...note, held: 1.1, loudness: Math.min(1, 1.4 * note.loudness) } : note
	);
	return Buffer.from(wav(play(notes, seconds)));
}

async function openAs(page: Page, { url }: Product, role: 'teacher' | 'user'): Promise<void> {
	await enterAs(page, url, role);
	await page.goto('/recordings');
	await expect(page.getByRole('heading', { name: 'Recordings', level: 1 })).toBeVisible();
}

/** By the button, as a person does; waits until the page listens. */
async function choose(
	page: Page,
	...files: { name: string; mimeType: string; buffer: Buffer }[]
): Promise<void> {
	await expect(async () => {
		const chooser = page.waitForEvent('filechooser', { timeout: 1_000 });
		await page.getByRole('button', { name: 'Choose files' }).click();
		await (await chooser).setFiles(files);
	}).toPass();
}

const upload = (page: Page) => page.getByRole('button', { name: /^Upload \(/ }).click();
const uploads = (page: Page) => page.getByRole('region', { name: 'Uploads' });
const named = (name: string, buffer: Buffer, mimeType = 'audio/wav') => ({ name, mimeType, buffer });

test('a teacher uploads a take, loops where to work, writes that down by keyboard, and shares it', async ({
	page,
	browser,
	product
}) => {
	test.setTimeout(120_000);
	await openAs(page, product, 'teacher');
	await choose(page, named('01_Broken-chords.wav', take(24)));
	await expect(page.getByLabel('Title', { exact: true })).toHaveValue('Broken chords');
	await upload(page);
	await uploads(page).getByRole('link', { name: 'Open' }).click();
	await expect(page.getByRole('heading', { name: 'Broken chords', level: 1 })).toBeVisible();
	const first = page.getByRole('button', { name: /^Loop passage 1,/ });
	await expect(first).toBeVisible({ timeout: 60_000 });
	expect(await violations(page)).toEqual([]);

	await page.getByLabel('Speed').selectOption('0.5');
	await first.press('Enter');
	const sound = page.locator('audio').first();
	await expect(page.getByText(/^Looping /)).toBeVisible();
	await expect
		.poll(() => sound.evaluate((audio: HTMLAudioElement) => !audio.paused && audio.currentTime > 0))
		.toBe(true);
	expect(
		await sound.evaluate((audio: HTMLAudioElement) => [audio.playbackRate, audio.preservesPitch])
	).toEqual([0.5, true]);

	// Space pauses wherever the focus is that has no use for it itself.
	await page.getByRole('slider', { name: 'Position in the take' }).focus();
	await page.keyboard.press('Space');
	await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
	await page.keyboard.press('n');
	await page.keyboard.type('Less pedal here.');
	await page.keyboard.press('Control+Enter');
	const note = page.getByRole('listitem').filter({ hasText: 'Less pedal here.' });
	await expect(note).toBeVisible();
	await note.getByRole('radio', { name: 'practised' }).check();
	await page.getByRole('slider', { name: 'Position in the take' }).focus();
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('Loop from here, to here');
	await page.keyboard.press('Escape');

	await page.getByRole('tab', { name: 'Numbers' }).click();
	await expect(page.getByRole('list', { name: 'The whole take' }).getByRole('listitem')).toHaveCount(16);
	expect(await violations(page)).toEqual([]);
	await page.getByRole('tab', { name: 'Feedback' }).click();
	await page.getByRole('button', { name: 'Write feedback' }).click();
	await expect(page.getByRole('button', { name: 'Write it anew' })).toBeVisible({ timeout: 30_000 });

	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await page.getByRole('button', { name: 'Make a link' }).click();
	const address = await page.getByLabel('The link', { exact: true }).inputValue();
	const stranger = await browser.newContext({ viewport: { width: 390, height: 800 } });
	const reader = await stranger.newPage();
	await reader.goto(address);
	await expect(reader.getByRole('heading', { name: 'Broken chords' })).toBeVisible();
	await expect(reader.getByText('Less pedal here.')).toBeVisible();
	await expect(reader.getByRole('button', { name: 'Add a note here' })).toHaveCount(0);
	expect(await violations(reader)).toEqual([]);
	expect(await isNotWider(reader)).toBe(true);
	await stranger.close();
});

test('an upload that is paused goes on after a reload, without sending again what is there', async ({
	page,
	product
}) => {
	test.setTimeout(90_000);
	await openAs(page, product, 'user');
	const parts: string[] = [];
	page.on('request', (request) => {
		const part = /parts\/(\d+)$/.exec(request.url())?.[1];
		if (part !== undefined) parts.push(part);
	});
	// Never answered, as a line that hangs.
	await page.route('**/parts/2', () => undefined);
	// Two parts: 5 MiB and the rest.
	await choose(page, named('Long take.wav', Buffer.from(wav(new Float32Array(2_700_000)))));
	await upload(page);
	await expect.poll(() => parts).toEqual(['1', '2']);
	await page.getByRole('button', { name: 'Pause Long take' }).click();
	await expect(uploads(page)).toContainText('Paused at 5.2 MB of 5.4 MB');
	await page.unroute('**/parts/2');
	await page.reload();
	await expect(uploads(page)).toContainText('Paused at 5.2 MB of 5.4 MB');
	await page.getByRole('button', { name: 'Go on with Long take' }).click();
	await expect(uploads(page).getByRole('link', { name: 'Open' })).toBeVisible({ timeout: 30_000 });
	expect(parts).toEqual(['1', '2', '2']);
	await page.reload();
	await expect(page.getByRole('link', { name: 'Long take' }).first()).toBeVisible();
	await expect(uploads(page)).toHaveCount(0);
});

test('what a phone recorded is decoded by the browser, and measured', async ({ page, product }) => {
	test.setTimeout(120_000);
	await openAs(page, product, 'teacher');
	await page.getByRole('button', { name: 'Choose files' }).hover();
	// MPEG-4 as a recorder writes it; Chromium here has an encoder of Opus alone, which takes the same way as AAC.
	const recorded = await page.evaluate(async (bytes) => {
		const context = new AudioContext();
		const buffer = await context.decodeAudioData(
			Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0)).buffer
		);
		const source = new AudioBufferSourceNode(context, { buffer });
		const target = new MediaStreamAudioDestinationNode(context);
		const type = 'audio/mp4;codecs=opus';
		if (!MediaRecorder.isTypeSupported(type)) return null;
		const recorder = new MediaRecorder(target.stream, { mimeType: type });
		const pieces: Blob[] = [];
		recorder.ondataavailable = ({ data }) => pieces.push(data);
		source.connect(target);
		const stopped = new Promise((resolve) => (recorder.onstop = resolve));
		source.onended = () => recorder.stop();
		recorder.start();
		await context.resume();
		source.start();
		await stopped;
		const all = new Uint8Array(await new Blob(pieces).arrayBuffer());
		return btoa(Array.from(all, (one) => String.fromCharCode(one)).join(''));
	}, take(8).toString('base64'));
	test.skip(recorded === null, 'this browser records no MPEG-4');
	await choose(page, named('voice.m4a', Buffer.from(recorded ?? '', 'base64'), 'audio/mp4'));
	const decoded = page.waitForRequest('**/sound');
	await upload(page);
	const { sizeBytes } = (await decoded).postDataJSON() as { sizeBytes: number };
	// Eight seconds of 16-bit mono at 22.05 kHz, and a header.
	expect(Math.abs(sizeBytes - 44 - 8 * 2 * 22_050)).toBeLessThan(22_050);
	await uploads(page).getByRole('link', { name: 'Open' }).click();
	await page.getByRole('tab', { name: 'Numbers' }).click();
	await expect(page.getByRole('list', { name: 'The whole take' })).toBeVisible({ timeout: 60_000 });
});

test('a take is recorded in the browser, listened to, and becomes a draft', async ({ page, product }) => {
	await page.addInitScript(() => {
		const context = new AudioContext();
		const tone = new OscillatorNode(context);
		const target = new MediaStreamAudioDestinationNode(context);
		tone.connect(target);
		tone.start();
		let isAllowed = false;
		navigator.mediaDevices.getUserMedia = async () => {
			if (!isAllowed) {
				isAllowed = true;
				throw new DOMException('', 'NotAllowedError');
			}
			await context.resume();
			return target.stream;
		};
	});
	await openAs(page, product, 'user');
	await expect(async () => {
		await page.getByRole('button', { name: 'Record', exact: true }).click();
		await expect(page.getByRole('dialog', { name: 'Record a take' })).toBeVisible({ timeout: 1_000 });
	}).toPass();
	const dialog = page.getByRole('dialog', { name: 'Record a take' });
	await dialog.getByRole('button', { name: 'Start recording' }).click();
	await expect(dialog.getByRole('alert')).toContainText('may not use the microphone');
	await dialog.getByRole('button', { name: 'Try again' }).click();
	await expect(dialog.getByText('0:02')).toBeVisible();
	expect(Number(await dialog.getByRole('meter').getAttribute('value'))).toBeGreaterThan(0.5);
	await dialog.getByRole('button', { name: 'Stop' }).click();
	await expect(dialog.getByLabel('What was recorded')).toHaveJSProperty('error', null);
	expect(await violations(page, 'dialog[open]')).toEqual([]);
	await dialog.getByRole('button', { name: 'Use this take' }).click();
	await expect(page.getByLabel('Title', { exact: true })).toHaveValue(/^Take of /);
});

test.describe('who may not, and what cannot be', () => {
	test.use({ expectedErrors: [[/401/], { scope: 'test' }], viewport: { width: 390, height: 800 } });

	test('a visitor is asked to sign in; what is no recording is refused with words, on a phone too', async ({
		page,
		product
	}) => {
		await page.goto('/recordings');
		await expect(page.getByText('Sign in to see recordings.')).toBeVisible();
		expect(await violations(page)).toEqual([]);
		await openAs(page, product, 'user');
		const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46]);
		await choose(page, named('photo.wav', picture), named('empty.mp3', Buffer.alloc(0), 'audio/mpeg'));
		await expect(uploads(page)).toContainText('This is no recording that can be read here.');
		await expect(uploads(page)).toContainText('This file is empty.');
		await expect(page.getByRole('button', { name: /^Upload \(/ })).toHaveCount(0);
		expect(await violations(page)).toEqual([]);
		expect(await isNotWider(page)).toBe(true);
	});
});
