// A call's sound by WebRTC, with real peer connections on both ends: Chromium is the browser and stands for the media server as well. The
// object's side of it runs in the page, so that what the product would hear and what it would say can be looked at.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';
import { expect, test } from './fixtures.ts';

test.use({
	launchOptions: async ({ launchOptions }, use) => {
		const args = [
			...(launchOptions.args ?? []),
			'--autoplay-policy=no-user-gesture-required',
			// Names instead of addresses need a network that resolves them.
			'--disable-features=WebRtcHideLocalIpsWithMdns'
		];
		await use({ ...launchOptions, args });
	}
});

// A server of its own: the product's pages refuse what is not theirs, and a worklet's module asks past what a test could put in its place.
let server: Server;
let address: string;

test.beforeAll(async () => {
	const entry = fileURLToPath(new URL('voice-webrtc/loopback.ts', import.meta.url));
	const built = (await build({
		configFile: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			modulePreload: false,
			rolldownOptions: { input: entry, output: { entryFileNames: 'loopback.js' } }
		}
	})) as Rolldown.RolldownOutput;
	const files = new Map(
		built.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : String(file.source)])
	);
	server = createServer(({ url = '/' }, response) => {
		const script = files.get(url);
		response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
		response.end(
			script ??
				'<!doctype html><title>Loopback</title><link rel="icon" href="data:,"><script type="module" src="/loopback.js"></script>'
		);
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
test.afterAll(() => {
	server.closeAllConnections();
	server.close();
});

async function openPage(page: Page, options: { isDeaf?: boolean } = {}): Promise<void> {
	await page.goto(address);
	await page.waitForFunction(() => 'openLoopback' in window);
	await page.evaluate(async (given) => {
		window.loopback = await window.openLoopback(given);
	}, options);
}
const paths = (page: Page) => page.evaluate(() => window.loopback.paths);
const isByMedia = async (page: Page) => {
	await expect.poll(() => paths(page)).toContainEqual({ by: 'media' });
};
const heard = (page: Page) => page.evaluate(() => window.loopback.heard());
const played = (page: Page, id: number) => page.evaluate((given) => window.loopback.played(given), id);
const isWhole = (seqs: number[]) => seqs.every((seq, index) => seq === index);

test('what is said is heard, and what is answered is played, by a media track', async ({ page }) => {
	await openPage(page);
	await isByMedia(page);
	await expect.poll(async () => (await heard(page)).carried).toBeGreaterThan(3);
	await page.evaluate(() => {
		window.loopback.say('acegib');
	});
	await expect.poll(async () => (await heard(page)).melody).toBe('acegib');
	const { seqs } = await heard(page);
	expect(isWhole(seqs)).toBe(true);

	const frames = await page.evaluate(() => window.loopback.speak(1, 'jhfdb'));
	await expect.poll(async () => (await played(page, 1)).seqs.length).toBe(frames);
	const first = await played(page, 1);
	expect(first.melody).toBe('jhfdb');
	expect(isWhole(first.seqs)).toBe(true);
	// The time a frame says is the time of its sound: how far an answer was heard is known as well as by the socket.
	test.info().annotations.push({ type: 'sound beside its time, ms', description: first.offsetMs.toFixed(1) });
	expect(Math.abs(first.offsetMs)).toBeLessThan(20);
	const more = await page.evaluate(() => window.loopback.speak(2, 'afc'));
	await expect.poll(async () => (await played(page, 2)).seqs.length).toBe(more);
	const second = await played(page, 2);
	expect(second.melody).toBe('afc');
	expect(Math.abs(second.offsetMs)).toBeLessThan(20);
});

test('when the media connection is cut in the middle, nothing said or answered is lost', async ({ page }) => {
	await openPage(page);
	await isByMedia(page);
	await expect.poll(async () => (await heard(page)).carried).toBeGreaterThan(3);
	const frames = await page.evaluate(() => {
		window.loopback.say('abcdefghijihgfedcba');
		return window.loopback.speak(1, 'jihgfedcbabcdefghij');
	});
	await expect.poll(async () => (await played(page, 1)).seqs.length).toBeGreaterThan(15);
	await page.evaluate(() => {
		window.loopback.cut();
	});
	await expect.poll(() => paths(page)).toContainEqual(expect.objectContaining({ by: 'socket' }));
	await expect.poll(async () => (await played(page, 1)).seqs.length).toBe(frames);
	expect((await played(page, 1)).melody).toBe('jihgfedcbabcdefghij');
	expect(isWhole((await heard(page)).seqs)).toBe(true);
	// It comes back by itself.
	await expect.poll(() => page.evaluate(() => window.loopback.connections())).toBe(2);
	await expect.poll(async () => (await paths(page)).at(-1)).toEqual({ by: 'media' });
});

test('where the media server cannot be reached, sound stays on the socket, and the page knows why', async ({
	page
}) => {
	await openPage(page, { isDeaf: true });
	await expect.poll(() => paths(page)).toContainEqual({ by: 'socket', reason: 'timeout' });
	expect(await paths(page)).not.toContainEqual({ by: 'media' });
	const frames = await page.evaluate(() => window.loopback.speak(1, 'aceg'));
	await expect.poll(async () => (await played(page, 1)).seqs.length).toBe(frames);
	expect((await played(page, 1)).melody).toBe('aceg');
	const { seqs, carried } = await heard(page);
	expect(isWhole(seqs)).toBe(true);
	expect(carried).toBe(0);
});
