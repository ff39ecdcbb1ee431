// What every speaker must do. The other side speaks in tones, so which words a sound holds can be heard.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Speaker, SpeechStream } from './ports.ts';
import { createToneListener } from './scripted/tone-listener.ts';
import { toneMsOf } from './scripted/tone-speech.ts';

export interface SpeakerContractOptions {
	open(): Speaker | Promise<Speaker>;
	/** The provider hangs up on whoever is connected, and takes nothing more. */
	lose?(): void;
}

export function hear(sounds: readonly Int16Array[], sampleRate: number): string {
	let text = '';
	const listener = createToneListener({
		sampleRate,
		onEvent: (event) => {
			if (event.type === 'final') text += event.text;
		}
	});
	let ms = 0;
	for (const sound of sounds) {
		listener.push(sound, ms);
		ms += (sound.length * 1_000) / sampleRate;
	}
	listener.finish();
	return text;
}

/** What is heard of each piece, in the order in which they came. */
export async function listen(stream: SpeechStream) {
	const pieces = new Map<number, Int16Array[]>();
	let last = -1;
	for await (const { piece, samples } of stream.sound) {
		expect(piece).toBeGreaterThanOrEqual(last);
		expect(samples.length).toBeGreaterThan(0);
		last = piece;
		pieces.set(piece, [...(pieces.get(piece) ?? []), samples]);
	}
	return [...pieces].map(([piece, sounds]) => ({
		piece,
		text: hear(sounds, stream.sampleRate),
		ms: (sounds.reduce((sum, { length }) => sum + length, 0) * 1_000) / stream.sampleRate
	}));
}

export function describeSpeaker(name: string, { open, lose }: SpeakerContractOptions): void {
	describe(`a speaker: ${name}`, () => {
		let speaker: Speaker;
		let gone: AbortController;
		beforeEach(async () => {
			speaker = await open();
			gone = new AbortController();
		});
		afterEach(() => gone.abort());
		const connect = () => speaker.open({ language: 'en', signal: gone.signal });

		it('says pieces in order, each as a sound of its own, and ends', async () => {
			const stream = await connect();
			const heard = listen(stream);
			stream.say('Your lesson is on Monday.');
			stream.say('At four o’clock.');
			stream.say('Bring your bow!');
			stream.finish();
			expect((await heard).map(({ piece, text }) => [piece, text])).toEqual([
				[0, 'Your lesson is on Monday.'],
				[1, 'At four o’clock.'],
				[2, 'Bring your bow!']
			]);
			expect((await heard)[0]?.ms).toBeCloseTo(toneMsOf('Your lesson is on Monday.'), 0);
		});

		it('speaks what is said while it speaks', async () => {
			const stream = await connect();
			stream.say('First.');
			const sound = stream.sound[Symbol.asyncIterator]();
			expect((await sound.next()).value).toMatchObject({ piece: 0 });
			stream.say('Then.');
			stream.finish();
			const rest: Int16Array[] = [];
			for (let next = await sound.next(); next.done !== true; next = await sound.next())
				if (next.value.piece === 1) rest.push(next.value.samples);
			expect(hear(rest, stream.sampleRate)).toBe('Then.');
		});

		it('says forty short pieces', async () => {
			const stream = await connect();
			const words = Array.from({ length: 40 }, (_, index) => `n${index}`);
			for (const word of words) stream.say(word);
			stream.finish();
			expect((await listen(stream)).map(({ text }) => text)).toEqual(words);
		});

		it('counts a piece with nothing to say, and makes no sound of it', async () => {
			const stream = await connect();
			for (const text of ['One.', ' — ', '', 'Two.']) stream.say(text);
			stream.finish();
			expect((await listen(stream)).map(({ piece, text }) => [piece, text])).toEqual([
				[0, 'One.'],
				[3, 'Two.']
			]);
		});

		it('ends when nothing was said', async () => {
			const stream = await connect();
			stream.finish();
			stream.finish();
			expect(await listen(stream)).toEqual([]);
		});

		it('is silent at once when it is cancelled, and stays so', async () => {
			const stream = await connect();
			const sound = stream.sound[Symbol.asyncIterator]();
			for (let count = 0; count < 5; count++)
				stream.say('This is a rather long sentence to be interrupted in.');
			await sound.next();
			stream.cancel();
			stream.say('More.');
			stream.finish();
			stream.cancel();
			expect(await sound.next()).toMatchObject({ done: true });
		});

		it('is cancelled by its signal, and not opened under one that is over', async () => {
			const stream = await connect();
			stream.say('Something.');
			gone.abort();
			expect(await listen(stream)).toEqual([]);
			await expect(connect()).rejects.toThrow();
		});

		if (lose !== undefined)
			it('breaks with an error of ours when its provider is lost', async () => {
				const stream = await connect();
				lose();
				stream.say('Anybody?');
				stream.finish();
				await expect(listen(stream)).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
			});
	});
}
