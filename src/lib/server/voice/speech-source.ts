// The sound of one response: pieces go to a speaker, their sound comes back in order, at the rate of the line. Guarantees: when a speaker is
// lost or silent for too long, what has no sound yet is said by the next one, from the word on; when none is left it is given back.
import { AppError } from '#lib/shared/errors.ts';
import { SPEECH_SAMPLE_RATE, type ModeReason, type SpeakerMode } from '#lib/shared/voice/protocol.ts';
import type { Speaker, SpeechStream } from '../speech/index.ts';
import type { HeardLedger, SaidPiece } from './heard-ledger.ts';
import type { ProviderChain } from './provider-chain.ts';
import { createResampler } from './resample.ts';

export interface SpeechSource {
	/** Opens a speaker, so that the first piece finds one. */
	open(): void;
	/** The piece of the ledger with this index is to be said. */
	say(index: number, spoken: string): void;
	/** No more pieces come. */
	finish(): void;
	cancel(): void;
}

/** Speaking without a sound for so long is not speaking. */
const SILENT_MS = 2_000;

export function createSpeechSource(options: {
	speakers: readonly Speaker[];
	/** The one to begin with. */
	first: Speaker;
	chain: ProviderChain<SpeakerMode>;
	language: string;
	ledger: HeardLedger;
	later: (delayMs: number, work: () => void) => () => void;
	inBackground: (label: string, work: Promise<unknown>) => void;
	/** Whether all sound that came has been sent: only then is a pause of the speaker one for the listener. */
	isDry: () => boolean;
	onSound: (index: number, samples: Int16Array) => void;
	/** Everything was said. */
	onEnd: () => void;
	onMode: (mode: SpeakerMode, reason: ModeReason) => void;
	/** The pieces that were taken out of the ledger: to be added again, in order, each then said. `isServed`: by a speaker here. */
	onLost: (rest: SaidPiece[], isServed: boolean) => void;
}): SpeechSource {
	const { chain, ledger, later } = options;
	let speaker = options.first;
	let stream: SpeechStream | undefined;
	let opening: AbortController | undefined;
	/** What was said to this stream, by its own count, and what waits for it to open. */
	let said: number[] = [];
	let waiting: { index: number; spoken: string }[] = [];
	let sounding = -1;
	let isFinished = false;
	let isOver = false;
	let watch: (() => void) | undefined;

	/** Something is owed: a piece without any sound, or the end. */
	const isOwed = () => waiting.length > 0 || sounding < said.length - 1 || (isFinished && !isOver);

	function watchSilence(): void {
		watch?.();
		watch = undefined;
		if (isOver || !isOwed()) return;
		watch = later(SILENT_MS, () => {
			watch = undefined;
			if (options.isDry()) lost(new AppError('unavailable', 'The speaker is silent.'));
			else watchSilence();
		});
	}

	function stop(): void {
		watch?.();
		watch = undefined;
		opening?.abort();
		opening = undefined;
		stream?.cancel();
		stream = undefined;
	}

	async function connect(): Promise<void> {
		const controller = new AbortController();
		opening = controller;
		let opened: SpeechStream | undefined;
		try {
			opened = await speaker.open({ language: options.language, signal: controller.signal });
			if (opening !== controller) {
				opened.cancel();
				return;
			}
			opening = undefined;
			stream = opened;
			for (const { index, spoken } of waiting.splice(0)) hand(opened, index, spoken);
			if (isFinished) opened.finish();
			await read(opened);
		} catch (thrown) {
			// Not of one that was given up meanwhile.
			if (opening === controller || (opened !== undefined && stream === opened)) lost(thrown);
		}
	}

	async function read(from: SpeechStream): Promise<void> {
		const resample = createResampler(from.sampleRate, SPEECH_SAMPLE_RATE);
		for await (const { piece, samples } of from.sound) {
			if (stream !== from) return;
			if (chain.works(speaker.mode)) options.onMode(speaker.mode, 'recovered');
			while (sounding < Math.min(piece, said.length - 1)) {
				if (sounding >= 0) ledger.complete(said[sounding] ?? 0);
				sounding += 1;
			}
			const index = said[sounding];
			if (index === undefined || samples.length === 0) continue;
			const made = resample(samples);
			ledger.sound(index, made, SPEECH_SAMPLE_RATE);
			options.onSound(index, made);
			watchSilence();
		}
		if (stream !== from) return;
		if (!isFinished) throw new AppError('unavailable', 'The speaker ended before the text did.');
		for (const index of said) ledger.complete(index);
		isOver = true;
		stop();
		options.onEnd();
	}

	function hand(to: SpeechStream, index: number, spoken: string): void {
		said.push(index);
		to.say(spoken);
	}

	function lost(_thrown: unknown): void {
		stop();
		said = [];
		waiting = [];
		sounding = -1;
		const before = chain.mode();
		chain.failed(speaker.mode);
		// A trial of a better one that failed leaves the one in use in use: that is no news.
		if (chain.mode() !== before) options.onMode(chain.mode(), 'failed');
		const next = options.speakers.find(({ mode }) => mode === chain.mode());
		const rest = ledger.cut().filter(({ text, spoken }) => text !== '' || spoken !== '');
		if (next === undefined) {
			isOver = true;
			options.onLost(rest, false);
			return;
		}
		speaker = next;
		open();
		options.onLost(rest, true);
	}

	function open(): void {
		if (stream === undefined && opening === undefined && !isOver) options.inBackground('speaking', connect());
	}

	return {
		open,
		say(index, spoken) {
			if (isOver) return;
			if (stream === undefined) {
				waiting.push({ index, spoken });
				open();
			} else hand(stream, index, spoken);
			if (watch === undefined) watchSilence();
		},
		finish() {
			if (isFinished || isOver) return;
			isFinished = true;
			stream?.finish();
			watchSilence();
		},
		cancel() {
			isOver = true;
			stop();
		}
	};
}
