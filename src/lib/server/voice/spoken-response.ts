// One answer being said: its text comes in, pieces with their sound go out, and it can be told at any time what of it was heard.
// Guarantees: its text goes out in order and once; after `cancel` or its end nothing of it is sent. It decides about no interruption.
import { SPEECH_SAMPLE_RATE, type JournaledBody } from '#lib/shared/voice/protocol.ts';
import { toSpoken } from './ear-text.ts';
import { createHeardLedger, type SaidPiece } from './heard-ledger.ts';
import type { ResponseOptions, SpokenResponse } from './response-face.ts';
import { createSentenceChunker } from './sentence-chunker.ts';
import { createSoundLine } from './sound-line.ts';
import { createSpeechPacing } from './speech-pacing.ts';
import { createSpeechSource, type SpeechSource } from './speech-source.ts';

/** What a transcriber says now was said so long ago at most, or is in the air already. */
const ECHO_BACK_MS = 8_000;
const ECHO_AHEAD_MS = 600;
/** A browser that speaks says about so many letters a second, and is given twice the time. */
const BROWSER_LETTER_MS = 130;

export function createSpokenResponse(options: ResponseOptions): SpokenResponse {
	const { id, turnId, messageId, from, wire, chain, clock, later, timing } = options;
	const chunker = createSentenceChunker();
	const ledger = createHeardLedger();
	const pacing = createSpeechPacing({ clock });
	/** In the order of the text; `index` in the ledger. */
	let items: { piece: SaidPiece; index: number; isShown: boolean }[] = [];
	const collected: SaidPiece[] = [];
	let endChars = 0;
	let source: SpeechSource | undefined;
	/** Who says it; undefined before it begins. */
	let mode: 'served' | 'browser' | 'text' | undefined;
	let hasText = false;
	let isSounding = false;
	let isOver = false;
	let status: 'completed' | 'failed' | undefined;
	let isDone = false;
	let spokenChars = 0;
	let playing: (() => void) | undefined;
	let heard: { heardChars: number; heardText: string } | undefined;

	const line = createSoundLine({
		responseId: id,
		pacing,
		later,
		send: (frame) => {
			timing.note('firstSent');
			wire.sound(frame);
			sounds();
		},
		onPiece: showUpTo,
		onSent: done
	});

	function sounds(): void {
		if (isSounding || isOver) return;
		isSounding = true;
		options.onSounding();
	}

	function showUpTo(index: number): void {
		for (const item of items) {
			if (item.index > index) break;
			show(item);
		}
	}

	function show(item: (typeof items)[number]): void {
		if (item.isShown) return;
		item.isShown = true;
		const { text, charsFrom, spoken } = item.piece;
		const audioFromMs = mode === 'served' ? Math.round(ledger.audioFromMs(item.index)) : pacing.sentMs();
		wire.emit({ type: 'response.text.delta', responseId: id, text, charsFrom, audioFromMs, spoken });
	}

	/** `wasShown`: its text has gone out; only its sound is missing. */
	function put(piece: SaidPiece, wasShown = false): void {
		const item = { piece, index: ledger.add(piece), isShown: wasShown };
		items.push(item);
		if (mode === 'served' && piece.spoken !== '') {
			timing.note('firstPiece');
			source?.say(item.index, piece.spoken);
			return;
		}
		ledger.complete(item.index);
		if (mode === 'served') return;
		if (wasShown) wire.emit({ ...deltaOf(piece), text: '' });
		else show(item);
		sounds();
	}

	const deltaOf = (piece: SaidPiece) =>
		({
			...{ type: 'response.text.delta', responseId: id, text: piece.text, charsFrom: piece.charsFrom },
			...{ audioFromMs: pacing.sentMs(), spoken: piece.spoken }
		}) satisfies JournaledBody;

	function take(piece: SaidPiece): void {
		endChars = Math.max(endChars, piece.charsFrom + piece.text.length);
		if (isOver) return;
		if (mode === undefined) collected.push(piece);
		else put(piece);
	}

	const takeText = (pieces: readonly { text: string; charsFrom: number }[]) => {
		for (const piece of pieces) take({ ...piece, spoken: toSpoken(piece.text, options.language) });
	};

	function lost(rest: SaidPiece[], isServed: boolean): void {
		items = items.filter(({ index }) => index < ledger.size());
		if (!isServed) mode = chain.mode() === 'browser' ? 'browser' : 'text';
		for (const piece of rest) {
			// The rest of one that has sound is shown with it, whole.
			const isWithin = items.some(
				({ piece: { charsFrom, text } }) =>
					piece.charsFrom >= charsFrom && piece.charsFrom < charsFrom + text.length
			);
			put(piece, isWithin);
		}
		if (!isServed && status !== undefined) finish();
	}

	function finish(): void {
		if (mode === 'served' && items.some(({ piece }) => piece.spoken !== '')) source?.finish();
		else line.end();
	}

	/** Everything of it has been sent. */
	function done(): void {
		if (isDone || isOver) return;
		isDone = true;
		for (const item of items) show(item);
		const audioMs = Math.round(pacing.sentMs());
		wire.emit({ type: 'response.done', responseId: id, status: status ?? 'completed', audioMs });
		awaitPlayed();
	}

	function awaitPlayed(): void {
		playing?.();
		playing = undefined;
		if (!isDone || isOver) return;
		const leftMs = pacing.sentMs() - pacing.playedMs();
		if (mode === 'browser' && spokenChars < ledger.endChars()) {
			const letters = ledger.endChars() - spokenChars;
			playing = later(1_000 + letters * BROWSER_LETTER_MS, over);
		} else if (leftMs <= 0) over();
		else playing = later(Math.ceil(leftMs), awaitPlayed);
	}

	function over(): void {
		if (isOver) return;
		heard = { heardChars: endChars, heardText: '' };
		stop();
		options.onOver();
	}

	function stop(): void {
		isOver = true;
		isSounding = false;
		source?.cancel();
		line.stop();
		playing?.();
		playing = undefined;
	}

	function heardCharsAt(at: { playedMs: number; spokenChars?: number } | undefined): number {
		if (mode === undefined) return 0;
		if (mode === 'text') return ledger.endChars();
		const bySound = ledger.heardChars(at?.playedMs ?? pacing.playedMs());
		return mode === 'browser'
			? Math.max(ledger.heardCharsAt(at?.spokenChars ?? spokenChars), pacing.sentMs() > 0 ? bySound : 0)
			: bySound;
	}

	return {
		id,
		turnId,
		messageId,
		from,
		begin() {
			const wanted = chain.toRetry() ?? chain.mode();
			const first = options.speakers.find((speaker) => speaker.mode === wanted);
			if (first === undefined && chain.works(wanted)) options.onMode(wanted, 'recovered');
			mode = first !== undefined ? 'served' : wanted === 'browser' ? 'browser' : 'text';
			const sampleRate = first === undefined ? 0 : SPEECH_SAMPLE_RATE;
			wire.emit({ type: 'response.started', responseId: id, turnId, messageId, sampleRate, from });
			if (first !== undefined) {
				source = createSpeechSource({
					...{ ...options, first, ledger, isDry: line.isDry, onEnd: line.end, onLost: lost },
					onSound: (index, samples) => {
						timing.note('firstSound');
						line.add(index, samples);
					}
				});
				source.open();
			}
			for (const piece of collected.splice(0)) put(piece);
			if (status !== undefined) finish();
		},
		text(text, charsFrom) {
			if (text.trim() !== '') {
				hasText = true;
				timing.note('firstText');
			}
			takeText(chunker.push(text, charsFrom));
		},
		say(words) {
			takeText(chunker.finish());
			take({ text: '', charsFrom: endChars, spoken: words });
		},
		ended(with_) {
			if (status !== undefined) return;
			takeText(chunker.finish());
			status = with_;
			if (mode !== undefined && !isOver) finish();
		},
		pause: () => pacing.pause(),
		resume() {
			pacing.resume();
			line.pump();
			awaitPlayed();
		},
		mark(playedMs, chars) {
			if (isOver) return;
			pacing.mark(playedMs);
			line.played(playedMs);
			if (chars !== undefined) spokenChars = Math.max(spokenChars, chars);
			line.pump();
			awaitPlayed();
		},
		cancel(at) {
			if (heard !== undefined) return heard;
			const heardChars = heardCharsAt(at);
			heard = { heardChars, heardText: ledger.heardText(heardChars) };
			const hadBegun = mode !== undefined;
			stop();
			if (hadBegun) wire.emit({ type: 'response.cancelled', responseId: id, ...heard });
			return heard;
		},
		reconnected() {
			if (isOver) return;
			pacing.resume();
			line.repeat();
			awaitPlayed();
		},
		silence() {
			if (mode !== 'browser') return;
			mode = 'text';
			awaitPlayed();
		},
		isSounding: () => isSounding,
		hasText: () => hasText,
		spokenNow() {
			const playedMs = pacing.playedMs();
			if (mode === 'served') return ledger.spokenBetween(playedMs - ECHO_BACK_MS, playedMs + ECHO_AHEAD_MS);
			return items
				.map(({ piece }) => piece.spoken)
				.join(' ')
				.split(' ')
				.slice(-80)
				.join(' ');
		},
		heardRatio: () =>
			heard === undefined || endChars === 0 ? undefined : Math.min(1, heard.heardChars / endChars),
		endsWithQuestion: () => /[?？]["'”’)*_\s]*$/u.test(items.at(-1)?.piece.text ?? '')
	};
}
