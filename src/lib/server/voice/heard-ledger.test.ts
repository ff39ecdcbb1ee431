import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeardLedger, type SaidPiece } from './heard-ledger.ts';

const RATE = 24_000;
/** A tone for each word, as long as it has letters, and a pause behind it. */
function say(spoken: string, { letterMs = 60, gapMs = 50, edgeMs = 80 } = {}) {
	const samples: number[] = [];
	const silence = (ms: number) => {
		for (let at = 0; at < (ms * RATE) / 1_000; at++) samples.push(0);
	};
	const ends: number[] = [];
	silence(edgeMs);
	for (const word of spoken.split(/\s+/u)) {
		for (let at = 0; at < (word.length * letterMs * RATE) / 1_000; at++)
			samples.push(Math.sin(at / 20) * 8_000);
		ends.push((samples.length * 1_000) / RATE);
		silence(/[,.]$/u.test(word) ? gapMs * 5 : gapMs);
	}
	silence(edgeMs);
	return { samples: Int16Array.from(samples), ends, lengthMs: (samples.length * 1_000) / RATE };
}

function ledgerOf(pieces: readonly SaidPiece[], timing?: Parameters<typeof say>[1]) {
	const ledger = createHeardLedger();
	const sounds = pieces.map((piece) => {
		const index = ledger.add(piece);
		const sound = say(piece.spoken, timing);
		// As it comes: in bits that end anywhere.
		for (let at = 0; at < sound.samples.length; at += 700)
			ledger.sound(index, sound.samples.subarray(at, at + 700), RATE);
		ledger.complete(index);
		return sound;
	});
	return { ledger, sounds };
}

const piece = (text: string, charsFrom = 0, spoken = text.trim()): SaidPiece => ({ text, charsFrom, spoken });

describe('what was heard of an answer', () => {
	const text = 'The first lesson is free, and after that a month costs seventy euros.';

	it('ends at a word, within one of the word that sounded, whenever it is cut off', () => {
		for (const timing of [{}, { letterMs: 80, gapMs: 10 }, { edgeMs: 300 }, { gapMs: 200 }]) {
			const { ledger, sounds } = ledgerOf([piece(text)], timing);
			const { ends, lengthMs } = sounds[0]!;
			for (let playedMs = 0; playedMs <= lengthMs; playedMs += 20) {
				const chars = ledger.heardChars(playedMs);
				const counted = text.slice(0, chars).split(/\s+/u).filter(Boolean).length;
				const said = ends.filter((end) => end <= playedMs).length;
				expect(Math.abs(counted - said)).toBeLessThanOrEqual(1);
				expect(chars === 0 || chars === text.length || /\s/u.test(text[chars] ?? ' ')).toBe(true);
			}
		}
	});

	it('is nothing before the first word and everything at the end', () => {
		const { ledger, sounds } = ledgerOf([piece(text)]);
		expect(ledger.heardChars(0)).toBe(0);
		expect(ledger.heardChars(sounds[0]!.lengthMs)).toBe(text.length);
		expect(ledger.audioMs()).toBeCloseTo(sounds[0]!.lengthMs);
	});

	it('goes on from piece to piece, each at its place', () => {
		const { ledger, sounds } = ledgerOf([piece('One two. ', 10), piece('Three four.', 19)]);
		const first = sounds[0]!.lengthMs;
		expect(ledger.audioFromMs(1)).toBeCloseTo(first);
		expect(ledger.heardChars(first)).toBe(19);
		expect(ledger.heardText(19)).toBe('One two.');
		expect(ledger.heardChars(first + sounds[1]!.ends[0]!)).toBe(24);
		expect(ledger.heardText(24)).toBe('One two. Three');
		expect(ledger.endChars()).toBe(30);
	});

	it('maps what is said otherwise than shown by the words that both have', () => {
		const shown = 'It costs **€25.50** a lesson, from 16:30 on.';
		const spoken = 'It costs twenty-five euros fifty a lesson, from four thirty PM on.';
		const { ledger, sounds } = ledgerOf([piece(shown, 0, spoken)]);
		const after = (word: string) => {
			const index = spoken.split(' ').indexOf(word);
			return shown.slice(0, ledger.heardChars(sounds[0]!.ends[index]! + 20));
		};
		expect(after('costs')).toBe('It costs');
		expect(after('fifty')).toBe('It costs **€25.50**');
		expect(after('lesson,')).toBe('It costs **€25.50** a lesson,');
		expect(after('PM')).toBe('It costs **€25.50** a lesson, from 16:30');
	});

	it('does not take what has come of a piece for all of it', () => {
		const ledger = createHeardLedger();
		const index = ledger.add(piece(text));
		const sound = say(text);
		ledger.sound(index, sound.samples.subarray(0, RATE / 2), RATE);
		const heard = ledger.heardText(ledger.heardChars(500)).split(' ').length;
		expect(heard).toBeLessThanOrEqual(3);
	});

	it('shares out by time what has no loudness', () => {
		const ledger = createHeardLedger();
		ledger.sound(ledger.add(piece('one two three four')), new Int16Array(RATE), RATE);
		ledger.complete(0);
		expect(ledger.heardText(ledger.heardChars(500))).toBe('one two');
	});

	it('counts a piece without a word to say as heard with what stands before it', () => {
		const { ledger } = ledgerOf([piece('Done. ')]);
		ledger.complete(ledger.add(piece('---', 6, '')));
		expect(ledger.heardChars(100_000)).toBe(9);
	});

	it('takes the word of a browser that speaks, up to the word it began', () => {
		const { ledger } = ledgerOf([piece('One two three.', 5)]);
		expect(ledger.heardCharsAt(0)).toBe(5);
		expect(ledger.heardCharsAt(5 + 5)).toBe(5 + 7);
		expect(ledger.heardCharsAt(9_999)).toBe(5 + 14);
	});

	it('tells which words sound at a time', () => {
		const { ledger, sounds } = ledgerOf([piece('One two three. '), piece('Four five six.', 15)]);
		const [first] = sounds;
		expect(ledger.spokenBetween(first!.ends[0]!, first!.ends[1]!)).toBe('two three.');
		expect(ledger.spokenBetween(first!.ends[2]!, first!.lengthMs + 10)).toContain('Four');
		expect(ledger.spokenBetween(0, 60_000)).toBe('One two three. Four five six.');
	});

	it('gives back what has no sound when its speaker is lost, and loses no word', () => {
		const ledger = createHeardLedger();
		const first = ledger.add(piece(text));
		ledger.add(piece(' And so on.', text.length));
		const sound = say(text);
		ledger.sound(first, sound.samples.subarray(0, RATE), RATE);
		const [rest, next] = ledger.cut();
		expect(ledger.heardText(999) + rest!.text).toBe(text);
		expect(rest!.charsFrom).toBeGreaterThan(3);
		expect(rest!.spoken).toBe(rest!.text.trim());
		expect(next).toEqual(piece(' And so on.', text.length));
		expect(ledger.heardChars(1_000)).toBe(rest!.charsFrom);
		expect(ledger.cut()).toEqual([]);
		ledger.complete(ledger.add(rest!));
		expect(ledger.heardChars(2_000)).toBe(text.length);
	});

	it('never goes back while more is played, and never beyond the text', () => {
		const word = fc.constantFrom('a', 'lesson', '€25', '**bold**', '12:30', '—', 'Op. 27', '🎻', '...');
		fc.assert(
			fc.property(
				fc.array(fc.array(word, { maxLength: 8 }), { maxLength: 5 }),
				fc.boolean(),
				(all, isSame) => {
					let at = 0;
					const said = all.map((words) => {
						const one = piece(`${words.join(' ')} `, at, isSame ? words.join(' ') : 'something else said');
						at += one.text.length;
						return one;
					});
					const { ledger } = ledgerOf(said, { letterMs: 10, gapMs: 10, edgeMs: 5 });
					let last = 0;
					for (let playedMs = 0; playedMs < ledger.audioMs() + 50; playedMs += 7) {
						const chars = ledger.heardChars(playedMs);
						expect(chars).toBeGreaterThanOrEqual(last);
						last = chars;
					}
					expect(last).toBe(at);
				}
			),
			{ numRuns: 50 }
		);
	});
});
