// What every transcriber must do. The other side hears tones, so the words that come back are those of the sound that arrived.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transcriber, TranscriptEvent, TranscriptStream } from './ports.ts';
import { encodeTones } from './scripted/tone-speech.ts';

export interface TranscriberContractOptions {
	/** A fresh one. */
	open(): Transcriber | Promise<Transcriber>;
	/** The provider hangs up on whoever is connected, or answers no more; left out where nothing can be lost. */
	lose?(): void;
}

const FRAME = 1_280;
/** A busy machine fails no test by being slow. */
const PATIENCE = { timeout: 30_000 };

/** As a microphone does, and the media time after it. */
export function speak(stream: TranscriptStream, text: string, fromMs: number, silenceMs = 400): number {
	const tones = encodeTones(text, 16_000);
	const sound = new Int16Array(tones.length + 16 * silenceMs);
	sound.set(tones);
	for (let at = 0; at < sound.length; at += FRAME)
		stream.push(sound.subarray(at, at + FRAME), fromMs + at / 16);
	return fromMs + sound.length / 16;
}

export function describeTranscriber(name: string, { open, lose }: TranscriberContractOptions): void {
	describe(`a transcriber: ${name}`, () => {
		let transcriber: Transcriber;
		let events: TranscriptEvent[];
		let gone: AbortController;
		beforeEach(async () => {
			transcriber = await open();
			events = [];
			gone = new AbortController();
		});
		afterEach(() => gone.abort());
		const connect = (language = 'en') =>
			transcriber.open({ language, onEvent: (event) => events.push(event), signal: gone.signal });
		const finals = () => events.flatMap((event) => (event.type === 'final' ? [event.text] : []));
		async function utter(stream: TranscriptStream, text: string, fromMs: number) {
			const before = finals().length;
			const after = speak(stream, text, fromMs);
			if (!transcriber.detectsTurns) stream.finish();
			await vi.waitFor(() => expect(finals().length).toBe(before + 1), PATIENCE);
			return after;
		}

		it('hears one utterance after another, tells that each began, and where it ended', async () => {
			const stream = await connect();
			const second = await utter(stream, 'when is my lesson', 10_000);
			await utter(stream, 'on Monday?', second + 5_000);
			expect(finals()).toEqual(['when is my lesson', 'on Monday?']);
			expect(events.filter(({ type }) => type === 'speech-started').length).toBe(2);
			expect(events.findIndex(({ type }) => type === 'speech-started')).toBe(0);
			const ends = events.flatMap((event) => (event.type === 'final' ? [event.endedAtMs ?? 0] : []));
			expect(ends[0]).toBeGreaterThan(10_000);
			expect(ends[0]).toBeLessThanOrEqual(second + 100);
			expect(ends[1]).toBeGreaterThan(second + 5_000);
			stream.close();
			await stream.closed;
		});

		it('makes of a stop in mid-utterance a final of what there is, once', async () => {
			const stream = await connect();
			speak(stream, 'half a sen', 0, 0);
			stream.finish();
			await vi.waitFor(() => expect(finals()).toEqual(['half a sen']), PATIENCE);
			stream.close();
			await stream.closed;
			expect(finals()).toEqual(['half a sen']);
		});

		it('takes silence for no utterance, and a stop in it for nothing', async () => {
			const stream = await connect();
			for (let at = 0; at < 50; at++) stream.push(new Int16Array(FRAME), at * 80);
			stream.finish();
			stream.keepAlive();
			const after = await utter(stream, 'now', 4_000);
			expect(finals()).toEqual(['now']);
			expect(after).toBeGreaterThan(4_000);
		});

		it('says nothing after it was closed, whatever is still pushed', async () => {
			const stream = await connect();
			speak(stream, 'never mind', 0);
			stream.close();
			const told = events.length;
			stream.close();
			speak(stream, 'too late', 5_000);
			stream.finish();
			stream.keepAlive();
			await expect(stream.closed).resolves.toBeUndefined();
			expect(events.length).toBe(told);
		});

		it('is closed by its signal, and not opened under one that is over', async () => {
			const stream = await connect();
			gone.abort();
			await expect(stream.closed).resolves.toBeUndefined();
			await expect(connect()).rejects.toThrow();
		});

		if (lose !== undefined)
			it('breaks with an error of ours when its provider is lost, and says nothing after it', async () => {
				const stream = await connect();
				await utter(stream, 'hello', 0);
				lose();
				speak(stream, 'anybody', 5_000);
				if (!transcriber.detectsTurns) stream.finish();
				await expect(stream.closed).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
				const told = events.length;
				speak(stream, 'anybody', 9_000);
				expect(events.length).toBe(told);
			});
	});
}
