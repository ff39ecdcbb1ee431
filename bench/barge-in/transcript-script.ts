// What a transcriber would say about what is said, and when: interims that grow with the words, come late and have wrong words in them, a
// final a while after the end. Times are ms after the sound they are about was recorded; the network comes on top.
//
// Where the numbers come from: interims of streaming recognisers come every 100 to 300 ms and lag by 150 to 450 ms; the end of a turn is
// called 250 to 900 ms after it (the budget of the voice protocol). The shares of wrong words and of words made of noise are ours.
import type { TranscriptEvent } from '../../src/lib/server/speech/ports.ts';
import type { SpokenWord } from './formant-voice.ts';
import { RATE } from './formant-voice.ts';
import { FILLERS, WRONG_WORDS } from './phrases.ts';

export interface TimedTranscript {
	/** ms from the beginning of the sound that the words are in. */
	atMs: number;
	event: TranscriptEvent;
}

/** Of words said clearly, one in so many is misheard. */
const WRONG_SHARE = 0.08;
/** A back-channel is short and soft: more often missed altogether. */
const UNHEARD_BACK_CHANNEL = 0.25;
/** Of the noises that are no speech: so many give a filler ("uh"), so many a word. */
const FILLER_OF_NOISE = { cough: 0.1, throat: 0.15, breath: 0.03, other: 0.01 } as const;
const WORD_OF_NOISE = { cough: 0.01, throat: 0.01, music: 0.01, other: 0.002 } as const;

const between = (random: () => number, least: number, most: number) => least + (most - least) * random();
const pick = <T>(list: readonly T[], random: () => number) => list[Math.floor(random() * list.length)] as T;

/** `isBackChannel`: short and soft. */
export function transcribe(
	words: readonly SpokenWord[],
	random: () => number,
	{ isBackChannel = false, wrongShare = WRONG_SHARE } = {}
): TimedTranscript[] {
	const first = words[0];
	const last = words.at(-1);
	if (first === undefined || last === undefined) return [];
	if (isBackChannel && random() < UNHEARD_BACK_CHANNEL) return [];
	const lag = between(random, 150, 450);
	const script: TimedTranscript[] = [
		{ atMs: ms(first.start) + between(random, 100, 300), event: { type: 'speech-started' } }
	];
	let text = '';
	let next = 0;
	for (const word of words) {
		const heard = mishear(word.text, random, wrongShare);
		text = [text, heard].filter(Boolean).join(' ');
		// Some words come together with the next one.
		const atMs = Math.max(next, ms(word.end) + lag * between(random, 0.7, 1.3));
		next = atMs + 20;
		if (text !== '' && (word === last || random() < 0.8)) {
			// One in ten is only half a word yet, put right by the next.
			const early = random() < 0.1 && heard.length > 4 ? text.slice(0, -2) : text;
			script.push({ atMs, event: { type: 'interim', text: early } });
		}
	}
	const written =
		text === '' ? text : text.charAt(0).toUpperCase() + text.slice(1) + pick(['.', '?', ''], random);
	const end = Math.max(next, ms(last.end) + between(random, 260, 900));
	if (written !== '')
		script.push({ atMs: end, event: { type: 'final', text: written, endedAtMs: ms(last.end) } });
	return script;
}

function mishear(word: string, random: () => number, wrongShare: number): string {
	const draw = random();
	if (draw < wrongShare * 0.6) return pick(WRONG_WORDS, random);
	if (draw < wrongShare) return '';
	return word.toLowerCase();
}

/** Mostly nothing; now and then a sound or a word, and some are taken back: no final comes. */
export function transcribeNoise(kind: string, lengthMs: number, random: () => number): TimedTranscript[] {
	const share = (of: Readonly<Record<string, number>>) => of[kind] ?? of.other ?? 0;
	const draw = random();
	const word = share(WORD_OF_NOISE);
	if (draw >= word + share(FILLER_OF_NOISE)) return [];
	const text = draw < word ? pick(WRONG_WORDS, random) : pick(FILLERS, random);
	const atMs = Math.min(lengthMs, 600) + between(random, 150, 450);
	const script: TimedTranscript[] = [{ atMs, event: { type: 'interim', text } }];
	if (random() < 0.5)
		script.push({ atMs: atMs + between(random, 300, 900), event: { type: 'final', text: `${text}.` } });
	return script;
}

const ms = (samples: number) => (samples * 1_000) / RATE;
