// A call in headless Chromium with a track of tones as its microphone: starts it as a visitor does and gathers what the page measures
// (voice-metric.ts) and what comes on its socket.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/test/browser.mjs';
import type { CallEvent } from '../../src/lib/shared/voice/protocol.ts';
import { VOICE_METRIC, type VoiceMetric } from '../../src/lib/voice/voice-metric.ts';
import { toWav, type ToneTrack } from './tone-track.ts';

/** `at`: performance.now() of the page. */
export type TimedMetric = VoiceMetric & { at: number };

export interface BrowserCall {
	metrics: TimedMetric[];
	events: { event: CallEvent; at: number }[];
	/** Waits until it holds; rejects after so long. */
	until(isSo: (call: BrowserCall) => boolean, withinMs: number, what: string): Promise<void>;
	end(): Promise<void>;
}

export async function openBrowserCall(options: {
	url: string;
	folder: string;
	track: ToneTrack;
	onEvent?: (event: CallEvent) => void;
}): Promise<BrowserCall> {
	const file = path.join(options.folder, `microphone-${crypto.randomUUID()}.wav`);
	await writeFile(file, toWav(options.track.samples));
	const executablePath = findChromium();
	const browser = await chromium.launch({
		...(executablePath === undefined ? {} : { executablePath }),
		args: [
			'--no-sandbox',
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
			`--use-file-for-fake-audio-capture=${file}%noloop`,
			'--autoplay-policy=no-user-gesture-required'
		]
	});
	const page = await browser.newPage({ permissions: ['microphone'] });
	const call: BrowserCall = {
		metrics: [],
		events: [],
		async until(isSo, withinMs, what) {
			const giveUpAt = performance.now() + withinMs;
			while (!isSo(call)) {
				if (performance.now() > giveUpAt)
					throw new Error(
						`${what} did not happen. The page says: ${(await page.locator('dialog').first().innerText()).slice(0, 300)}. The last events: ${call.events
							.slice(-6)
							.map(({ event }) => JSON.stringify(event))
							.join(' ')}`
					);
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		},
		end: () => browser.close()
	};
	page.on('websocket', (socket) => {
		if (!socket.url().endsWith('/voice')) return;
		socket.on('framereceived', ({ payload }) => {
			if (typeof payload !== 'string') return;
			const event = JSON.parse(payload) as CallEvent;
			call.events.push({ event, at: performance.now() });
			options.onEvent?.(event);
		});
	});
	await page.exposeFunction('tellMetric', (metric: TimedMetric) => void call.metrics.push(metric));
	await page.addInitScript((name) => {
		addEventListener(name, (event) => {
			const { tellMetric } = window as unknown as { tellMetric: (metric: unknown) => void };
			tellMetric((event as CustomEvent).detail);
		});
	}, VOICE_METRIC);
	await page.goto(options.url);
	// By then the page listens.
	await page.getByRole('button', { name: 'Send', exact: true, disabled: true }).waitFor();
	await page.getByRole('button', { name: 'Talk to us instead' }).click();
	await page.getByRole('button', { name: 'Begin the call' }).click();
	return call;
}
