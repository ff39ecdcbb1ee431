// One call while a process knows it: its ear, its answers, its providers, around the record that outlives the process.
import type { Actor } from '#lib/shared/actor.ts';
import type { SoundFrame } from '#lib/shared/voice/frames.ts';
import type {
	CallRequest,
	JournaledEvent,
	ModeReason,
	SpeakerMode,
	TranscriberMode
} from '#lib/shared/voice/protocol.ts';
import { createAnswering } from './answering.ts';
import type { CallConnection, CallDependencies } from './call.ts';
import { createCallWire, type CallWire } from './call-wire.ts';
import { createListening } from './listening.ts';
import { createMicLedger } from './mic-ledger.ts';
import type { CallRecord } from './ports.ts';
import { createProviderChain } from './provider-chain.ts';
import { createSpokenResponse } from './spoken-response.ts';
import { createTurnTiming, type TurnTiming } from './turn-timing.ts';

export type CallInput = Exclude<CallRequest, { type: 'session.start' | 'session.resume' | 'session.end' }>;

export interface CallSession {
	readonly record: CallRecord;
	readonly wire: CallWire;
	connection: CallConnection | undefined;
	actor: Actor;
	save(): void;
	hearSound(frame: SoundFrame): void;
	hearInput(input: CallInput): void;
	nextMicSeq(): number;
	/** The socket is open, and everything missed has been sent. */
	attached(): void;
	detached(): void;
	/** Of a process that was lost: what it was saying is said on. */
	recover(events: readonly JournaledEvent[]): void;
	/** When a better transcriber is to be tried, where nobody here hears. */
	retryAt(): number | undefined;
	retry(): void;
	/** `isKept`: the conversation is there still. */
	end(isKept: boolean): void;
	isBusy(): boolean;
}

export function createCallSession(
	dependencies: CallDependencies,
	record: CallRecord,
	actor: Actor
): CallSession {
	const { store, conversation, speech, clock, later, inBackground } = dependencies;
	const wire = createCallWire({ store, clock });
	const { browser, language } = record;
	const save = () => store.save({ ...record, modes: { ...record.modes }, browser: { ...record.browser } });

	const onMode =
		(stage: 'transcriber' | 'speaker') => (mode: TranscriberMode | SpeakerMode, reason: ModeReason) => {
			Object.assign(record.modes, { [stage]: mode });
			save();
			wire.emit({ type: 'provider.state', stage, mode, reason });
			dependencies.alarmChanged();
		};
	const transcriberChain = createProviderChain<TranscriberMode>({
		modes: withLast(
			speech.transcribers.map(({ mode }) => mode),
			browser.recognition ? ['browser'] : [],
			'typing'
		),
		clock,
		startAt: record.modes.transcriber
	});
	const speakerChain = createProviderChain<SpeakerMode>({
		modes: withLast(
			speech.speakers.map(({ mode }) => mode),
			browser.synthesis ? ['browser'] : [],
			'text'
		),
		clock,
		startAt: record.modes.speaker
	});
	const ledger = createMicLedger({ nextMicSeq: record.nextMicSeq, clock });

	function measured(turnId: string, timing: TurnTiming, heardRatio: number | undefined): void {
		const { gapFrames, replayedFrames } = ledger.takeCounts();
		const metrics = timing.metrics({
			...(heardRatio === undefined ? {} : { heardRatio }),
			micGapFrames: gapFrames,
			replayedFrames,
			modes: { ...record.modes }
		});
		wire.send({ type: 'metrics.turn', turnId, metrics });
		dependencies.measured({ side: 'server', turnId, metrics });
	}

	const session: CallSession = {
		record,
		wire,
		connection: undefined,
		actor,
		save,
		hearSound(frame) {
			listening.hear(frame);
			listening.retry();
		},
		hearInput(input) {
			hearInput(input);
			listening.retry();
		},
		nextMicSeq: () => ledger.nextSeq(),
		attached() {
			listening.reconnected();
			answering.reconnected();
			listening.prepare();
		},
		detached: () => answering.disconnected(),
		recover,
		retryAt: () =>
			transcriberChain.mode() === 'typing' && !record.isMuted ? transcriberChain.retryAt() : undefined,
		retry: () => listening.retry(),
		end(isKept) {
			unfollow();
			listening.close();
			answering.end(isKept);
		},
		isBusy: () => listening.isBusy() || answering.isBusy()
	};

	const answering = createAnswering({
		...{ conversation, clock, later, inBackground, wire },
		actor: () => session.actor,
		onMeasured: measured,
		respond(response) {
			// 0 belongs to the microphone; a frame names a response in 16 bits.
			record.lastResponseId = (record.lastResponseId % 65_535) + 1;
			save();
			return createSpokenResponse({
				...{ ...response, clock, later, inBackground, wire, language },
				id: record.lastResponseId,
				speakers: speech.speakers,
				chain: speakerChain,
				onMode: onMode('speaker')
			});
		}
	});
	const unfollow = conversation.follow((part) => answering.hearPart(part));

	let spokenTurns = record.spokenTurns;
	const listening = createListening({
		...{ clock, later, inBackground, ledger, wire, language },
		transcribers: speech.transcribers,
		chain: transcriberChain,
		isMuted: record.isMuted,
		onMode: onMode('transcriber'),
		onWords: answering.words,
		onTurn: (turn) => answering.spoken(turn, `${record.sessionId}:s${spokenTurns++}`),
		keep(isTurn) {
			record.nextMicSeq = ledger.settledSeq();
			if (isTurn) record.spokenTurns += 1;
			save();
		}
	});

	function hearInput(input: CallInput): void {
		switch (input.type) {
			case 'input.text':
				answering.typed(input.clientMessageId, input.text);
				break;
			case 'input.transcript':
				if (transcriberChain.mode() === 'browser') hearTranscript(input);
				break;
			case 'input.speech':
				answering.voice(input.isSpeaking);
				break;
			case 'audio.mute':
				record.isMuted = input.isMuted;
				listening.mute(input.isMuted);
				break;
			case 'playback.mark':
				answering.mark(input.responseId, input.playedMs, input.spokenChars);
				break;
			case 'response.cancel':
				answering.cancel(input.responseId, input.playedMs, input.spokenChars);
				break;
			case 'mode.failed':
				giveUp(input);
				break;
			case 'metrics.turn': {
				const { type: _type, turnId, ...metrics } = input;
				dependencies.measured({ side: 'client', turnId, metrics: { turnId, ...metrics } });
				break;
			}
		}
	}

	function hearTranscript({
		utterance,
		text,
		isFinal
	}: Extract<CallInput, { type: 'input.transcript' }>): void {
		if (text === '') return;
		if (!isFinal) {
			answering.words(text);
			return;
		}
		const timing = createTurnTiming(clock);
		timing.note('final');
		inBackground(
			'what the browser heard',
			answering.spoken({ text, timing }, `${record.sessionId}:b${utterance}`)
		);
	}

	function giveUp({ stage, mode }: Extract<CallInput, { type: 'mode.failed' }>): void {
		if (stage === 'speaker') {
			const given = mode as SpeakerMode;
			if (speakerChain.failed(given, { forGood: given === 'browser' }))
				onMode('speaker')(speakerChain.mode(), 'failed');
			if (given === 'browser') answering.silence();
		} else if (stage === 'uplink') listening.failed(transcriberChain.mode(), 'uplink', false);
		else listening.failed(mode as TranscriberMode, 'failed', mode === 'browser');
	}

	function recover(events: readonly JournaledEvent[]): void {
		const started = events.findLast((event) => event.type === 'response.started');
		if (started === undefined) return;
		const { responseId, turnId, messageId, from } = started;
		const own = events.filter((event) => 'responseId' in event && event.responseId === responseId);
		if (own.some(({ type }) => type === 'response.done' || type === 'response.cancelled')) return;
		const last = own.findLast((event) => event.type === 'response.text.delta');
		wire.emit({ type: 'response.done', responseId, status: 'failed', audioMs: last?.audioFromMs ?? 0 });
		// From the piece on that may have been cut in two.
		answering.goOn({ turnId, messageId, from, charsFrom: last?.charsFrom ?? 0 });
	}

	return session;
}

function withLast<Mode extends string>(
	served: readonly Mode[],
	own: readonly Mode[],
	last: Mode
): [...Mode[], Mode] {
	return [...served, ...own, last];
}
