// What of an answer was heard, told by how much of its sound was played. Guarantees: the place is the end of a word, never goes back
// when more is played, and is the whole text once all was played. Where the words of a piece lie in its sound is not told by speakers:
// it is measured by loudness (pauses hold no words) and, within that, shared out by the length of words.
import { loudness } from './energy-endpoint.ts';
import { matchWords, wordsOf } from './spoken-words.ts';

export interface SaidPiece {
	/** As it stands in the message, and where. */
	text: string;
	charsFrom: number;
	/** As it is said. */
	spoken: string;
}

export interface HeardLedger {
	/** Pieces in the order they are said. Gives its index. */
	add(piece: SaidPiece): number;
	/** Sound of a piece, in order. */
	sound(index: number, samples: Int16Array, sampleRate: number): void;
	/** No more sound comes of it. */
	complete(index: number): void;
	/** Its speaker is lost. What has no sound yet is taken out and given back, to be said by another; a piece is divided at a word. */
	cut(): SaidPiece[];
	/** How many pieces it holds. */
	size(): number;
	/** Where its sound begins in that of the answer, as far as it is known. */
	audioFromMs(index: number): number;
	audioMs(): number;
	/** UTF-16, into the message's text. */
	heardChars(playedMs: number): number;
	/** The same where the browser speaks and tells a place in the text: the end of the last word that was begun. */
	heardCharsAt(spokenChars: number): number;
	heardText(heardChars: number): string;
	/** The words that sound from one time to another, whole. */
	spokenBetween(fromMs: number, toMs: number): string;
	/** Where the last piece ends in the message's text. */
	endChars(): number;
}

interface Said extends SaidPiece {
	/** Loud (1) or not, a window each. */
	windows: number[];
	/** Of the window that has begun. */
	restMs: number;
	audioMs: number;
	isComplete: boolean;
	spokenWords: { weight: number; text: string }[];
	/** shownEnds[n]: where the shown word ends, in `text`, that was reached by n spoken ones. */
	shownEnds: number[];
}

const WINDOW_MS = 10;
/** Of full scale: quieter is a pause between words (about -54 dB). */
const QUIET = 0.002;
/** A letter of English in speech at a usual speed, for sound that has not come yet. */
const LETTER_MS = 62;

export function createHeardLedger(): HeardLedger {
	const pieces: Said[] = [];

	const audioFromMs = (index: number) =>
		pieces.slice(0, index).reduce((sum, piece) => sum + piece.audioMs, 0);

	/** How many of its words were said by so much of its sound, more than half of each. */
	function spokenCount(piece: Said, playedMs: number): number {
		if (playedMs <= 0) return 0;
		if (piece.isComplete && playedMs >= piece.audioMs) return piece.spokenWords.length;
		const total = piece.spokenWords.reduce((sum, { weight }) => sum + weight, 0);
		const voicedMs = sumOf(piece.windows) * WINDOW_MS;
		const wholeMs = piece.isComplete ? voicedMs : Math.max(voicedMs, total * LETTER_MS);
		const playedVoicedMs = sumOf(piece.windows.slice(0, Math.floor(playedMs / WINDOW_MS))) * WINDOW_MS;
		// A speaker of silence, or of noise below the threshold: by time alone.
		const share =
			voicedMs > 0 ? playedVoicedMs / wholeMs : playedMs / Math.max(piece.audioMs, total * LETTER_MS);
		let reached = 0;
		let count = 0;
		for (const { weight } of piece.spokenWords) {
			if ((reached + weight / 2) / total > share) break;
			reached += weight;
			count += 1;
		}
		return count;
	}

	return {
		add(piece) {
			const spoken = piece.spoken.match(/\S*[\p{L}\p{N}]\S*/gu) ?? [];
			pieces.push({
				...piece,
				windows: [],
				restMs: 0,
				audioMs: 0,
				isComplete: false,
				spokenWords: spoken.map((text) => ({
					text,
					weight: (text.match(/[\p{L}\p{N}]/gu)?.length ?? 1) + 1
				})),
				shownEnds: shownEndsOf(piece.text, spoken)
			});
			return pieces.length - 1;
		},
		sound(index, samples, sampleRate) {
			const piece = pieces[index];
			if (piece === undefined) return;
			piece.audioMs += (samples.length * 1_000) / sampleRate;
			const windowSamples = (sampleRate * WINDOW_MS) / 1_000;
			while ((piece.windows.length + 1) * WINDOW_MS <= piece.audioMs + 1e-6) {
				const toEnd = piece.audioMs - piece.windows.length * WINDOW_MS;
				const from = Math.max(0, Math.round(samples.length - (toEnd * sampleRate) / 1_000));
				const to = Math.min(samples.length, Math.round(from + windowSamples));
				piece.windows.push(loudness(samples, from, to) > QUIET ? 1 : 0);
			}
		},
		complete(index) {
			const piece = pieces[index];
			if (piece !== undefined) piece.isComplete = true;
		},
		cut() {
			const at = pieces.findIndex(({ isComplete }) => !isComplete);
			const piece = pieces[at];
			if (piece === undefined) return [];
			const behind = pieces.splice(at + 1);
			const count = spokenCount(piece, piece.audioMs);
			const end = piece.shownEnds[count] ?? 0;
			const rest = {
				text: piece.text.slice(end),
				charsFrom: piece.charsFrom + end,
				spoken: piece.spokenWords
					.slice(count)
					.map(({ text }) => text)
					.join(' ')
			};
			if (piece.audioMs === 0) pieces.pop();
			piece.text = piece.text.slice(0, end);
			piece.spokenWords = piece.spokenWords.slice(0, count);
			piece.isComplete = true;
			return [rest, ...behind.map(({ text, charsFrom, spoken }) => ({ text, charsFrom, spoken }))];
		},
		size: () => pieces.length,
		audioFromMs,
		audioMs: () => audioFromMs(pieces.length),
		heardChars(playedMs) {
			let chars = pieces[0]?.charsFrom ?? 0;
			let fromMs = 0;
			for (const piece of pieces) {
				const isPlayed = piece.isComplete && playedMs >= fromMs + piece.audioMs;
				const count = isPlayed ? piece.spokenWords.length : spokenCount(piece, playedMs - fromMs);
				const end = isPlayed ? piece.text.length : (piece.shownEnds[count] ?? 0);
				if (end > 0) chars = piece.charsFrom + end;
				if (!isPlayed) break;
				fromMs += piece.audioMs;
			}
			return chars;
		},
		heardCharsAt(spokenChars) {
			let chars = pieces[0]?.charsFrom ?? 0;
			for (const { charsFrom, text } of pieces)
				for (const word of text.matchAll(/\S+/gu))
					if (charsFrom + word.index < spokenChars) chars = charsFrom + word.index + word[0].length;
			return chars;
		},
		heardText: (heardChars) =>
			pieces
				.map(({ text, charsFrom }) => text.slice(0, Math.max(0, heardChars - charsFrom)))
				.join('')
				.trim(),
		spokenBetween(fromMs, toMs) {
			const found: string[] = [];
			let startMs = 0;
			for (const piece of pieces) {
				const from = spokenCount(piece, fromMs - startMs);
				const to = spokenCount(piece, toMs - startMs);
				found.push(...piece.spokenWords.slice(from, to + 1).map(({ text }) => text));
				startMs += piece.audioMs;
				if (startMs > toMs || !piece.isComplete) break;
			}
			return found.join(' ');
		},
		endChars() {
			const last = pieces.at(-1);
			return last === undefined ? 0 : last.charsFrom + last.text.length;
		}
	};
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Words that are both shown and said are the same place; what stands between two of them ("€25", "twenty-five euros") is shared out. */
function shownEndsOf(text: string, spoken: readonly string[]): number[] {
	const shown = [...text.matchAll(/\S*[\p{L}\p{N}]\S*/gu)].map((word) => ({
		text: plain(word[0]),
		end: word.index + word[0].length
	}));
	const pairs = matchWords(
		shown.map((word) => word.text),
		spoken.map(plain)
	);
	const ends = [0];
	let shownFrom = 0;
	let spokenFrom = 0;
	for (const [shownTo, spokenTo] of [...pairs, [shown.length, spoken.length] as const]) {
		const shownLength = shownTo - shownFrom;
		const spokenLength = spokenTo - spokenFrom;
		for (let step = 1; step <= spokenLength; step++) {
			const reached = shownFrom + Math.floor((shownLength * step) / spokenLength);
			ends.push(shown[reached - 1]?.end ?? 0);
		}
		// The word of the pair itself.
		if (spokenTo < spoken.length) ends.push(shown[shownTo]?.end ?? 0);
		shownFrom = shownTo + 1;
		spokenFrom = spokenTo + 1;
	}
	return ends;
}

const plain = (word: string) => wordsOf(word).join('');
