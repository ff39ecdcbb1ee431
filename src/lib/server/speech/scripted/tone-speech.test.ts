import { describe, expect, it } from 'vitest';
import type { TranscriptEvent } from '../ports.ts';
import { createToneListener, type ToneListenerOptions } from './tone-listener.ts';
import { encodeTones, toneMsOf } from './tone-speech.ts';

const RATE = 16_000;

/** A random number from 0 to 1, the same ones each time. */
function createRandom(seed = 1) {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

function between(sound: Int16Array, { before = 500, after = 600, rate = RATE } = {}): Int16Array {
	const padded = new Int16Array(sound.length + Math.round(((before + after) * rate) / 1_000));
	padded.set(sound, Math.round((before * rate) / 1_000));
	return padded;
}

function withNoise(sound: Int16Array, level: number): Int16Array {
	const random = createRandom();
	const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
	return sound.map((sample) => Math.max(-32_768, Math.min(32_767, sample + normal() * level * 32_768)));
}

function resample(sound: Int16Array, from: number, to: number, offset: number): Int16Array {
	return Int16Array.from({ length: Math.floor((sound.length * to) / from) - 2 }, (_, index) => {
		const at = (index * from) / to + offset;
		const left = sound[Math.floor(at)] ?? 0;
		return left + ((sound[Math.floor(at) + 1] ?? 0) - left) * (at % 1);
	});
}

function listen(sound: Int16Array, options: Partial<ToneListenerOptions> & { frame?: number } = {}) {
	const { sampleRate = RATE, frame = 1_280, ...rest } = options;
	const events: TranscriptEvent[] = [];
	const listener = createToneListener({ sampleRate, onEvent: (event) => events.push(event), ...rest });
	for (let from = 0; from < sound.length; from += frame)
		listener.push(sound.subarray(from, from + frame), (from * 1_000) / sampleRate);
	return {
		events,
		listener,
		finals: () => events.flatMap((event) => (event.type === 'final' ? event.text : []))
	};
}

const SENTENCE = 'When is my next violin lesson? Größe 12 €, naïve 小提琴.';

describe('text that is sent as tones', () => {
	it('is read again, and told where it began and ended', () => {
		const { events } = listen(between(encodeTones('Stop, please.', RATE)));
		const [started] = events;
		const last = events.at(-1);
		expect(started).toMatchObject({ type: 'speech-started' });
		expect(last).toMatchObject({ type: 'final', text: 'Stop, please.' });
		expect(Math.abs((started?.type === 'speech-started' ? (started.mediaMs ?? 0) : 0) - 500)).toBeLessThan(
			12
		);
		const endedAt = last?.type === 'final' ? (last.endedAtMs ?? 0) : 0;
		expect(Math.abs(endedAt - 500 - toneMsOf('Stop, please.'))).toBeLessThan(12);
	});

	it('is as fast as speech', () => {
		const perSecond = 100 / (toneMsOf('x'.repeat(100)) / 1_000);
		expect(perSecond).toBeGreaterThan(12);
		expect(perSecond).toBeLessThan(15);
	});

	it.each([
		['at 24 kHz', () => between(encodeTones(SENTENCE, 24_000), { rate: 24_000 }), 24_000],
		[
			'when it was made at 24 kHz and heard at 16',
			() => resample(between(encodeTones(SENTENCE, 24_000), { rate: 24_000 }), 24_000, RATE, 0.37),
			RATE
		],
		[
			'when it was made at 48 kHz and heard at 16',
			() => resample(between(encodeTones(SENTENCE, 48_000), { rate: 48_000 }), 48_000, RATE, 0.71),
			RATE
		],
		['very loud', () => between(encodeTones(SENTENCE, RATE, 1)), RATE],
		['very quiet', () => between(encodeTones(SENTENCE, RATE, 0.001)), RATE],
		['in noise 5 dB below it', () => withNoise(between(encodeTones(SENTENCE, RATE, 0.1)), 0.04), RATE],
		[
			'clipped',
			() => between(encodeTones(SENTENCE, RATE, 1).map((s) => Math.max(-9_000, Math.min(9_000, s)))),
			RATE
		]
	])('is read %s', (_name, make, sampleRate) => {
		expect(listen(make(), { sampleRate }).finals()).toEqual([SENTENCE]);
	});

	it('is read wherever the first sample falls', () => {
		const sound = between(encodeTones('every offset', RATE));
		for (let offset = 0; offset < 64; offset += 7)
			expect(listen(sound.subarray(offset)).finals(), `${offset}`).toEqual(['every offset']);
	});

	it('is read however it is cut into frames, in random texts', () => {
		const random = createRandom(7);
		for (let run = 0; run < 20; run++) {
			const text = Array.from({ length: 12 }, () => String.fromCharCode(33 + Math.floor(random() * 94))).join(
				''
			);
			const frame = 1 + Math.floor(random() * 2_000);
			expect(listen(between(encodeTones(text, RATE)), { frame }).finals()).toEqual([text]);
		}
	});

	it('shows whole words on the way, once each', () => {
		const { events } = listen(between(encodeTones('one two three', RATE)));
		expect(events.flatMap((event) => (event.type === 'interim' ? event.text : []))).toEqual([
			'one',
			'one two',
			'one two three'
		]);
	});

	it('is two utterances with enough silence between, and one with less', () => {
		const two = (ms: number) =>
			listen(
				new Int16Array([
					...between(encodeTones('one', RATE), { after: ms }),
					...between(encodeTones('two', RATE), { before: 0 })
				])
			);
		expect(two(300).finals()).toEqual(['one', 'two']);
		expect(two(200).finals()).toEqual(['onetwo']);
	});

	it('ends when media time leaps, and when it is told to, but not by itself when nothing more comes', () => {
		const events: TranscriptEvent[] = [];
		const listener = createToneListener({ sampleRate: RATE, onEvent: (event) => events.push(event) });
		const finals = () => events.filter(({ type }) => type === 'final').length;
		const sound = encodeTones('wait', RATE);
		listener.push(sound, 0);
		expect(finals()).toBe(0);
		listener.push(new Int16Array(320), 5_000);
		expect(finals()).toBe(1);
		listener.push(sound, 6_000);
		listener.finish();
		listener.finish();
		expect(finals()).toBe(2);
		expect(events.at(-1)).toMatchObject({ type: 'final', text: 'wait' });
	});

	it('shows where sound was lost', () => {
		const sound = between(encodeTones('nothing may be lost here', RATE));
		const cut = new Int16Array([...sound.subarray(0, 16_000), ...sound.subarray(17_280)]);
		const [text = ''] = listen(cut).finals();
		expect(text).not.toBe('nothing may be lost here');
		expect(text.startsWith('nothin')).toBe(true);
	});

	it('is told as likely over, and that taken back when it goes on', () => {
		const sound = new Int16Array([
			...between(encodeTones('one', RATE), { after: 160 }),
			...between(encodeTones(' two', RATE), { before: 0 })
		]);
		const { events } = listen(sound, { eagerMs: 100 });
		expect(events.map(({ type }) => type).filter((type) => type !== 'interim')).toEqual([
			'speech-started',
			'eager-end',
			'resumed',
			'eager-end',
			'final'
		]);
	});
});

describe('sound that is no text', () => {
	it.each([
		['silence', () => new Int16Array(RATE * 5)],
		['noise', () => withNoise(new Int16Array(RATE * 5), 0.1)],
		[
			'a whistle',
			() =>
				Int16Array.from({ length: RATE * 5 }, (_, at) => 9_000 * Math.sin((2 * Math.PI * 1_000 * at) / RATE))
		],
		[
			'a hum that rises and falls',
			() =>
				Int16Array.from(
					{ length: RATE * 5 },
					(_, at) => 9_000 * Math.sin(200 * Math.sin(at / 2_000) + at / 3)
				)
		]
	])('is no utterance: %s', (_name, make) => {
		expect(listen(make()).events).toEqual([]);
	});
});
