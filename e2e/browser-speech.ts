// A browser that hears and speaks by itself, in the hands of a test: what its recognition understands is said by the test, and its voice says
// word by word what it is given, at once or when it is told to. Chromium without a screen has neither; its microphone is a silent file.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LaunchOptions, Page } from '@playwright/test';
import { findChromium } from '../scripts/test/browser.mjs';

interface Speech {
	/** Every word the voice has said. */
	said: string[];
	/** The voice waits for `go`. */
	isHeld: boolean;
	go(words: number): void;
	hear(text: string, isFinal: boolean): void;
	isListening(): boolean;
}

declare global {
	interface Window {
		speech: Speech;
	}
}

/** PCM16 mono of 16 kHz as a file that Chromium takes for a microphone. */
export function microphoneFile(name: string, samples: Int16Array): string {
	const header = Buffer.alloc(44);
	const rate = 16_000;
	header.write('RIFF', 0);
	header.writeUInt32LE(36 + samples.byteLength, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(rate, 24);
	header.writeUInt32LE(rate * 2, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36);
	header.writeUInt32LE(samples.byteLength, 40);
	const path = join(tmpdir(), `segue-microphone-${process.pid}-${name}.wav`);
	writeFileSync(path, Buffer.concat([header, Buffer.from(samples.buffer)]));
	return path;
}

/** How Chromium is started, so that a page's microphone is this file. */
export function withMicrophone(file: string): LaunchOptions {
	const executablePath = findChromium();
	const args = [
		'--no-sandbox',
		'--use-fake-device-for-media-stream',
		'--use-fake-ui-for-media-stream',
		`--use-file-for-fake-audio-capture=${file}`
	];
	return executablePath === undefined ? { args } : { executablePath, args };
}

/** Before the page is opened. */
export async function giveSpeech(page: Page): Promise<void> {
	await page.addInitScript(() => {
		interface Utterance {
			text: string;
			onstart?: () => void;
			onboundary?: (event: object) => void;
			onend?: () => void;
		}
		interface Recognition {
			onresult?: (event: object) => void;
			onend?: () => void;
		}
		let listening: Recognition | undefined;
		let interim: { text: string } | undefined;
		/** Of this time of listening. */
		const finals: object[] = [];
		let saying: { utterance: Utterance; words: RegExpExecArray[]; at: number } | undefined;
		const queue: Utterance[] = [];

		const speech: Speech = {
			said: [],
			isHeld: false,
			go(words) {
				for (let left = words; left > 0; left--) step();
			},
			hear(text, isFinal) {
				interim = isFinal ? undefined : { text };
				const result = Object.assign([{ transcript: text }], { isFinal });
				listening?.onresult?.({ resultIndex: finals.length, results: [...finals, result] });
				if (isFinal) finals.push(result);
			},
			isListening: () => listening !== undefined
		};

		function begin(): void {
			const utterance = queue.shift();
			if (utterance === undefined) return;
			saying = { utterance, words: [...utterance.text.matchAll(/\S+/g)], at: 0 };
			utterance.onstart?.();
			if (!speech.isHeld) setTimeout(step, 2);
		}
		function step(): void {
			if (saying === undefined) return;
			const { utterance, words } = saying;
			const word = words[saying.at++];
			if (word === undefined) {
				saying = undefined;
				utterance.onend?.();
				begin();
				return;
			}
			speech.said.push(word[0]);
			utterance.onboundary?.({ name: 'word', charIndex: word.index, charLength: word[0].length });
			if (!speech.isHeld) setTimeout(step, 2);
		}

		class Recogniser implements Recognition {
			onresult?: (event: object) => void;
			onend?: () => void;
			start(): void {
				// eslint-disable-next-line @typescript-eslint/no-this-alias -- the one that listens now
				listening = this;
				finals.length = 0;
			}
			stop(): void {
				if (interim !== undefined) speech.hear(interim.text, true);
				this.abort();
			}
			abort(): void {
				if (listening === this) listening = undefined;
				queueMicrotask(() => this.onend?.());
			}
		}
		class SpokenUtterance implements Utterance {
			constructor(readonly text: string) {}
		}
		const voice = { name: 'Test', lang: 'en-GB', default: true, localService: true };
		const synthesis = Object.assign(new EventTarget(), {
			getVoices: () => [voice],
			speak(utterance: Utterance) {
				queue.push(utterance);
				if (saying === undefined) queueMicrotask(begin);
			},
			cancel() {
				queue.length = 0;
				saying = undefined;
			},
			pause: () => undefined,
			resume: () => undefined
		});
		Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
		Object.assign(window, {
			speech,
			SpeechRecognition: Recogniser,
			webkitSpeechRecognition: Recogniser,
			SpeechSynthesisUtterance: SpokenUtterance
		});
	});
}

/** Says something to the page's own recognition, as soon as that listens. */
export async function say(page: Page, text: string, isFinal = true): Promise<void> {
	await page.waitForFunction(() => window.speech.isListening());
	await page.evaluate(([words, isLast]) => window.speech.hear(words, isLast), [text, isFinal] as const);
}

export const hold = (page: Page): Promise<void> =>
	page.evaluate(() => {
		window.speech.isHeld = true;
	});

export const go = (page: Page, words: number): Promise<void> =>
	page.evaluate((count) => window.speech.go(count), words);

export const spokenTo = (page: Page): Promise<string> => page.evaluate(() => window.speech.said.join(' '));
