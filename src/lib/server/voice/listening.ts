// The ear of a call: sound goes in, words and turns come out. Guarantees: what was said is acknowledged only once it is in the
// conversation, or was nothing; so it can be heard again by another transcriber, and by another process. Who may speak is decided elsewhere.
import { AppError } from '#lib/shared/errors.ts';
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import type { ModeReason, TranscriberMode } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import type { Transcriber, TranscriptEvent } from '../speech/index.ts';
import type { CallWire } from './call-wire.ts';
import { createEnergyEndpoint, type EndpointEvent } from './energy-endpoint.ts';
import type { MicFrame, MicLedger } from './mic-ledger.ts';
import type { ProviderChain } from './provider-chain.ts';
import { createTranscribing } from './transcribing.ts';
import type { TurnTiming } from './turn-timing.ts';
import { createTurnTiming } from './turn-timing.ts';

export interface HeardTurn {
	text: string;
	timing: TurnTiming;
}

export interface Listening {
	hear(frame: SoundFrame): void;
	mute(isMuted: boolean): void;
	/** The page gave up a step by itself. */
	failed(mode: TranscriberMode, reason: ModeReason, forGood: boolean): void;
	/** Something happens in the call: a better transcriber may be tried. */
	retry(): void;
	/** A browser is there again. */
	reconnected(): void;
	/** Opens a connection so that the first word finds one. */
	prepare(): void;
	close(): void;
	isBusy(): boolean;
}

/** Sound before the first voice that belongs to it, in frames: a soft consonant is below any threshold. */
const PRE_ROLL = 4;
/** A sound that no transcriber made a word of, so long after it ended, was none. */
const NO_WORD_MS = 3_000;
/** What a transcriber takes for speech it may say a second later: so much is not yet silence. And acknowledged at most so often. */
const SETTLE_BEHIND = 12;
const SETTLE_EVERY = 25;
/** After muting: for what was being said to become final. */
const FINISH_WITHIN_MS = 3_000;

export function createListening(options: {
	clock: Clock;
	later: (delayMs: number, work: () => void) => () => void;
	inBackground: (label: string, work: Promise<unknown>) => void;
	transcribers: readonly Transcriber[];
	chain: ProviderChain<TranscriberMode>;
	ledger: MicLedger;
	language: string;
	isMuted: boolean;
	wire: CallWire;
	onMode: (mode: TranscriberMode, reason: ModeReason) => void;
	/** Words that are not final. True when they are the person's. */
	onWords: (text: string) => boolean;
	/** Settles when it is in the conversation, or was nothing to it. */
	onTurn: (turn: HeardTurn) => Promise<void>;
	/** The ledger moved: kept before it is acknowledged. `isTurn`: by a spoken turn. */
	keep: (isTurn: boolean) => void;
}): Listening {
	const { clock, ledger, wire } = options;
	const endpoint = createEnergyEndpoint();
	let isMuted = options.isMuted;
	/** The first frame of a voice that nothing was made of yet. */
	let voicedFrom: number | undefined;
	/** Since the last turn a voice began here, after a pause. */
	let startedAgainAt: number | undefined;
	let voicedAt = 0;
	let heardAt = clock.now();
	let interim = '';
	let timing = createTurnTiming(clock);
	/** Turns that are on their way into the conversation: nothing behind them is settled before they are. */
	let underWay = 0;
	let submitted: Promise<void> = Promise.resolve();
	let acknowledged = ledger.settledSeq();
	let muting: (() => void) | undefined;

	const transcribing = createTranscribing({
		...options,
		onEvent: hearEvent,
		unsettled: () => ledger.unsettled(),
		heardAt: () => heardAt,
		onIdle: () => {
			// Half a minute with a transcriber at the ear: it was nothing.
			if (underWay > 0) return;
			forget();
			settle(ledger.nextSeq());
		},
		onMode: (mode, reason) => {
			options.onMode(mode, reason);
			if (transcribing.isServed()) return;
			// Nobody here hears the sound again: what was made of it so far is better than nothing.
			if (interim !== '') hearFinal(interim, ledger.nextSeq());
			else settleSilence();
		}
	});

	function forget(): void {
		voicedFrom = undefined;
		startedAgainAt = undefined;
		interim = '';
		timing = createTurnTiming(clock);
	}

	function settle(beforeSeq: number, isTurn = false): void {
		if (!ledger.settle(beforeSeq) && !isTurn) return;
		options.keep(isTurn);
		acknowledged = ledger.settledSeq();
		wire.send({ type: 'audio.ack', seq: acknowledged - 1 });
	}

	/** In silence, and where nobody hears, nothing need come again. */
	function settleSilence(): void {
		if (underWay > 0) return;
		if (transcribing.isServed()) {
			if (voicedFrom !== undefined || interim !== '') return;
			const before = ledger.nextSeq() - SETTLE_BEHIND;
			if (before - acknowledged >= SETTLE_EVERY) settle(before);
		} else if (ledger.nextSeq() > acknowledged) {
			forget();
			settle(ledger.nextSeq());
		}
	}

	function hearVoice(event: EndpointEvent): void {
		const seq = Math.max(ledger.settledSeq(), ledger.seqAt(event.mediaMs) - PRE_ROLL);
		if (event.type === 'voice-started') {
			if (voicedFrom === undefined) timing.note('speechStarted');
			voicedFrom ??= seq;
			startedAgainAt = seq;
			transcribing.open();
		} else if (!transcribing.detectsTurns()) transcribing.finish();
	}

	function hearSamples(frame: MicFrame): void {
		const before = endpoint.lastVoicedMs();
		for (const event of endpoint.hear(frame.samples, frame.mediaMs)) hearVoice(event);
		if (endpoint.lastVoicedMs() !== before) {
			voicedAt = clock.now();
			heardAt = voicedAt;
		}
		transcribing.push(frame);
	}

	function hearEvent(event: TranscriptEvent): void {
		switch (event.type) {
			case 'speech-started':
				started();
				break;
			case 'interim':
				heardAt = clock.now();
				if (event.text.trim() === '') break;
				started();
				timing.note('firstInterim');
				interim = event.text;
				if (options.onWords(event.text)) wire.send({ type: 'transcript.interim', text: event.text });
				break;
			case 'final': {
				heardAt = clock.now();
				const end = event.endedAtMs === undefined ? undefined : ledger.seqAt(event.endedAtMs);
				const next = endpoint.isVoiced() && startedAgainAt !== voicedFrom ? startedAgainAt : undefined;
				hearFinal(event.text, end ?? next ?? ledger.nextSeq());
				break;
			}
			case 'eager-end':
			case 'resumed':
				// An answer prepared for what may not be the end would stand in the conversation.
				break;
		}
	}

	let isStarted = false;
	function started(): void {
		if (isStarted) return;
		isStarted = true;
		voicedFrom ??= ledger.settledSeq();
		timing.note('speechStarted');
		wire.emit({ type: 'speech.started' });
	}

	function hearFinal(text: string, upTo: number): void {
		isStarted = false;
		timing.note('final');
		if (voicedAt > 0) timing.note('speechEnded', voicedAt);
		const turn = { text: text.trim(), timing };
		// Whoever goes on speaking has begun the next one already.
		const goesOn = endpoint.isVoiced() && startedAgainAt !== undefined && startedAgainAt >= upTo;
		const from = startedAgainAt;
		forget();
		if (goesOn) voicedFrom = startedAgainAt = from;
		if (turn.text === '') return;
		underWay += 1;
		const taken = options.onTurn(turn);
		submitted = submitted.then(async () => {
			try {
				await taken;
			} finally {
				underWay -= 1;
				settle(upTo, true);
			}
		});
		options.inBackground('a spoken turn', submitted);
	}

	function giveUpNoise(): void {
		const isQuiet = !endpoint.isVoiced() && clock.now() - voicedAt >= NO_WORD_MS;
		if (voicedFrom === undefined || interim !== '' || !isQuiet || !transcribing.isOpen()) return;
		isStarted = false;
		forget();
	}

	return {
		hear(frame) {
			if (isMuted) {
				// On its way when the button was pressed: not to be heard, and not to come again.
				ledger.accept(frame);
				if (muting === undefined && underWay === 0) settle(ledger.nextSeq());
				return;
			}
			const { outcome, taken } = ledger.accept(frame);
			if (outcome === 'flood')
				wire.error(
					'frame',
					new AppError(
						'rate-limited',
						'Sound comes much faster than anybody speaks. It is passed over; the call goes on.'
					)
				);
			for (const next of taken) hearSamples(next);
			giveUpNoise();
			settleSilence();
		},
		mute(next) {
			if (next === isMuted) return;
			muting?.();
			muting = undefined;
			if (next) {
				for (const frame of ledger.flush()) hearSamples(frame);
				transcribing.finish();
				muting = options.later(FINISH_WITHIN_MS, () => {
					muting = undefined;
					transcribing.close();
					if (interim !== '') hearFinal(interim, ledger.nextSeq());
					else if (underWay === 0) {
						forget();
						settle(ledger.nextSeq());
					}
				});
			}
			isMuted = next;
			// Whoever presses the button to talk is about to.
			if (!next) transcribing.open();
			options.keep(false);
		},
		failed: transcribing.failed,
		retry: () => {
			if (!isMuted) transcribing.retry();
		},
		reconnected: () => ledger.reconnected(),
		prepare: () => {
			if (!isMuted) transcribing.open();
		},
		close() {
			muting?.();
			transcribing.close();
		},
		isBusy: () => transcribing.isOpen() || underWay > 0
	};
}
