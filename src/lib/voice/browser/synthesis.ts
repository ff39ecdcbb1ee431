// The browser's own voices, made dependable. Only short pieces are given to it (Chrome falls silent after fifteen seconds of one); pausing
// is stopping and beginning again at the word (Android's pause ends the piece, Chrome's with a voice of the net hangs); a piece that
// does not end in its time is given up (its end is sometimes not told).

export interface SpeechVoices {
	speak(utterance: UtteranceLike): void;
	cancel(): void;
	resume(): void;
	getVoices(): readonly VoiceLike[];
	/** A new utterance; the browser's class. */
	utter(text: string): UtteranceLike;
}

export interface VoiceLike {
	readonly lang: string;
	readonly default: boolean;
	readonly localService: boolean;
	readonly name: string;
}

export interface UtteranceLike {
	lang: string;
	voice: VoiceLike | null;
	onstart: (() => void) | null;
	onboundary: ((event: { charIndex: number; charLength?: number; name?: string }) => void) | null;
	onend: (() => void) | null;
	onerror: ((event: { error: string }) => void) | null;
}

export interface SynthesisListener {
	/** The word from `at` to `end` of the text with this key is being said. */
	onWord(key: string, at: number, end: number): void;
	/** Sound comes, or it does not any more (paused, or nothing is left). */
	onAudible(isAudible: boolean): void;
	/** Everything with this key was said. */
	onSaid(key: string): void;
	/** This browser does not speak after all. */
	onFault(): void;
}

interface Piece {
	key: string;
	text: string;
	/** Where it begins in the text with its key. */
	from: number;
	isLast: boolean;
}

/** Characters of a piece: about ten seconds. */
const LONGEST = 160;
/** A voice that has not begun by now does not; Chrome's of the net take a second. */
const BEGIN_WITHIN_MS = 4_000;
/** Twice as slow as the slowest voice. */
const MS_PER_CHAR = 180;

export class Synthesis {
	#queue: Piece[] = [];
	#current: { utterance: UtteranceLike; piece: Piece } | undefined;
	#isPaused = false;
	#isAudible = false;
	#failures = 0;
	#cancelWatch: (() => void) | undefined;

	constructor(
		private readonly voices: SpeechVoices,
		private readonly later: (delayMs: number, work: () => void) => () => void,
		private readonly listener: SynthesisListener,
		private readonly language: string
	) {}

	get isPaused(): boolean {
		return this.#isPaused;
	}

	get isBusy(): boolean {
		return this.#current !== undefined || this.#queue.length > 0;
	}

	/** `from`: where `text` begins in the text with this key; `isLast`: nothing more comes with it. */
	say(key: string, text: string, from: number, isLast: boolean): void {
		const pieces = cut(text);
		if (pieces.length === 0 && isLast) pieces.push({ at: 0, text: '' });
		for (const [index, { at, text: words }] of pieces.entries())
			this.#queue.push({ key, text: words, from: from + at, isLast: isLast && index === pieces.length - 1 });
		this.#next();
	}

	/** Stops in the word that is being said; `resume` begins with that word. */
	pause(): void {
		if (this.#isPaused) return;
		this.#isPaused = true;
		const current = this.#current;
		if (current !== undefined) this.#queue.unshift(current.piece);
		this.#drop();
	}

	resume(): void {
		if (!this.#isPaused) return;
		this.#isPaused = false;
		this.#next();
	}

	clear(): void {
		this.#queue = [];
		this.#isPaused = false;
		this.#drop();
	}

	#next(): void {
		if (this.#isPaused || this.#current !== undefined) return;
		const piece = this.#queue.shift();
		if (piece === undefined) {
			this.#audible(false);
			return;
		}
		if (!/[\p{L}\p{N}]/u.test(piece.text)) {
			this.#said(piece);
			return;
		}
		const utterance = this.voices.utter(piece.text);
		const current = (this.#current = { utterance, piece });
		const isCurrent = () => this.#current === current;
		utterance.lang = this.language;
		utterance.voice = bestVoice(this.voices.getVoices(), this.language) ?? null;
		utterance.onstart = () => {
			if (!isCurrent()) return;
			this.#failures = 0;
			this.#audible(true);
			this.#watch(MS_PER_CHAR * piece.text.length + BEGIN_WITHIN_MS, () => this.#said(piece));
		};
		utterance.onboundary = ({ charIndex, charLength, name }) => {
			if (!isCurrent() || name === 'sentence') return;
			const length = charLength ?? /^\S*/.exec(piece.text.slice(charIndex))?.[0].length ?? 0;
			this.listener.onWord(piece.key, piece.from + charIndex, piece.from + charIndex + length);
			// Where it would go on after a pause.
			current.piece = { ...piece, from: piece.from + charIndex, text: piece.text.slice(charIndex) };
		};
		utterance.onend = () => {
			if (isCurrent()) this.#said(piece);
		};
		utterance.onerror = ({ error }) => {
			if (isCurrent()) this.#failed(current.piece, error);
		};
		this.#watch(BEGIN_WITHIN_MS, () => this.#failed(current.piece, 'never-began'));
		this.voices.speak(utterance);
		// Chrome stays paused over a reload.
		this.voices.resume();
	}

	#said(piece: Piece): void {
		this.#cancelWatch?.();
		this.#current = undefined;
		this.listener.onWord(piece.key, piece.from + piece.text.length, piece.from + piece.text.length);
		if (piece.isLast) this.listener.onSaid(piece.key);
		this.#next();
	}

	#failed(piece: Piece, error: string): void {
		// It was told to stop by somebody else, another tab perhaps: what was left is said again.
		this.#drop();
		this.#failures += 1;
		if (error === 'not-allowed' || this.#failures > 2) {
			this.#queue = [];
			this.listener.onFault();
			return;
		}
		this.#queue.unshift(piece);
		this.#next();
	}

	#drop(): void {
		this.#cancelWatch?.();
		const had = this.#current !== undefined;
		this.#current = undefined;
		if (had) this.voices.cancel();
		this.#audible(false);
	}

	#audible(isAudible: boolean): void {
		if (this.#isAudible === isAudible) return;
		this.#isAudible = isAudible;
		this.listener.onAudible(isAudible);
	}

	#watch(delayMs: number, work: () => void): void {
		this.#cancelWatch?.();
		this.#cancelWatch = this.later(delayMs, work);
	}
}

/** One of the language, of this machine rather than of the net. */
export function bestVoice<V extends VoiceLike>(voices: readonly V[], language: string): V | undefined {
	const wanted = language.toLowerCase();
	const base = wanted.split('-')[0] ?? wanted;
	const tag = (voice: V) => voice.lang.toLowerCase().replace('_', '-');
	const score = (voice: V) =>
		(tag(voice) === wanted ? 4 : 0) + (voice.localService ? 2 : 0) + (voice.default ? 1 : 0);
	return voices
		.filter((voice) => tag(voice).split('-')[0] === base)
		.toSorted((a, b) => score(b) - score(a))[0];
}

/** Pieces of at most LONGEST characters that end with a sentence, else with a clause, else with a word. */
export function cut(text: string): { at: number; text: string }[] {
	const pieces: { at: number; text: string }[] = [];
	let at = 0;
	while (at < text.length) {
		const rest = text.slice(at, at + LONGEST);
		const end = at + rest.length >= text.length && rest.length < LONGEST ? rest.length : endOf(rest);
		const words = rest.slice(0, end);
		if (words.trim() !== '') pieces.push({ at, text: words });
		at += end;
	}
	return pieces;
}

function endOf(text: string): number {
	for (const ends of [/[.!?…。！？]["'”’)\]]*\s|\n/g, /[,;:–—]\s/g, /\s/g]) {
		const last = [...text.matchAll(ends)].at(-1);
		// A very short piece would only stutter.
		if (last !== undefined && last.index > LONGEST / 4) return last.index + last[0].length;
	}
	return text.length;
}
