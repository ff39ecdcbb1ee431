// One call from its beginning to its end: what the line says, what the ears hear and what the mouth plays, brought together. Owns the
// interruption: a pause by the page at once, a decision by the server, and the sound going on where it stopped if there is none.
import type { CallEvent } from '../shared/voice/protocol.ts';
import { CallEars } from './call-ears.ts';
import type { CallError, CallOptions } from './call-face.ts';
import type { CallFields } from './call-fields.ts';
import { CallLine } from './call-line.ts';
import { CallMeasures } from './call-measures.ts';
import { FIRST_FACTS, phaseOf, type CallFacts } from './call-phase.ts';
import { CaptionBoard } from './caption-board.ts';
import { withProvider } from './degradations.ts';
import type { Equipment, KeptSession } from './equipment.ts';
import { Interruption } from './interruption.ts';
import { SlowLine } from './slow-line.ts';
import { Speaking } from './speaking.ts';
import type { Detection } from './vad/voice-detection.ts';

export class CallSession {
	readonly ears: CallEars;
	readonly #line: CallLine;
	readonly #speaking: Speaking;
	readonly #interruption: Interruption;
	readonly #measures: CallMeasures;
	readonly #board: CaptionBoard;
	readonly #slowLine: SlowLine;
	readonly #unwatchNetwork: () => void;
	readonly #language: string;
	readonly #beganAt: number;
	readonly #facts: CallFacts = { ...FIRST_FACTS };
	#timers: (() => void)[] = [];

	constructor(
		private readonly fields: CallFields,
		private readonly equipment: Equipment,
		options: CallOptions,
		/** `hasBegun`: the line was there once. */
		private readonly onRefused: (error: CallError, hasBegun: boolean) => void,
		private readonly resumed?: KeptSession
	) {
		this.#language = options.language ?? equipment.language();
		this.#beganAt = resumed?.startedAt ?? equipment.date();
		this.#measures = new CallMeasures(equipment);
		this.#board = new CaptionBoard(fields, () => equipment.newId());
		this.#slowLine = new SlowLine({
			fields,
			later: (delayMs, work) => this.#later(delayMs, work),
			retune: () => this.ears.retune(),
			forgive: () => this.#line.forgiveUplink(),
			typeOnly: () => {
				this.#line.frames.giveUp();
				this.#line.send({ type: 'mode.failed', stage: 'uplink', mode: fields.modes.transcriber });
				this.ears.typeOnly();
			}
		});
		this.#speaking = new Speaking(
			{
				...equipment,
				synthesis: (listener) => equipment.synthesis(listener, this.#language),
				send: (request) => this.#line.send(request)
			},
			{
				onChange: (response) => this.#board.response(response),
				onAudible: () => this.#show(),
				onFirstSound: ({ turnId }) => this.#measures.firstSound(turnId),
				onPaused: () => this.#measures.soundStopped(),
				onHeard: ({ turnId }) => {
					this.#line.send(this.#measures.turnHeard(turnId, this.#speaking, this.#line));
					this.#show();
				},
				onBlocked: (isBlocked) => {
					fields.needsGesture = isBlocked;
				}
			}
		);
		this.ears = new CallEars(
			fields,
			equipment,
			{
				onFrame: (frame) => this.#line.microphone(frame),
				onDetection: (detection) => {
					this.#interruption.hear(detection);
					fields.speakerLevel = this.#speaking.level;
				},
				onSpeech: (isSpeaking, detection) => this.#spoke(isSpeaking, detection),
				onText: (text, isFinal) => this.#understood(text, isFinal),
				onStream: (stream) => this.#line.listen(stream),
				send: (request) => this.#line.send(request),
				playbackLevel: () => this.#speaking.level,
				isOwnVoice: () => this.#speaking.isAudible && !this.#interruption.isPaused
			},
			this.#language,
			equipment.date() - this.#beganAt
		);
		this.#interruption = new Interruption({
			speaking: this.#speaking,
			listening: () => this.ears.listening,
			stopwatch: this.#measures.stopwatch,
			equipment,
			later: (delayMs, work) => this.#later(delayMs, work),
			sayVoice: () => this.ears.sayVoice(),
			onChange: () => this.#show()
		});
		this.#line = new CallLine(
			{
				...equipment,
				open: equipment.openTransport,
				keepSession: (session) =>
					equipment.sessions.write(session && { ...session, startedAt: this.#beganAt })
			},
			{
				onEvent: (event, isPast) => this.#on(event, isPast),
				onSpeech: (frame) => this.#speaking.sound(frame),
				onState: (state) => this.#lineIs(state),
				onRefused: (error) => this.#refused(error),
				onUplink: (step) => this.#slowLine.step(step),
				onSoundPath: (path) => this.#slowLine.path(path)
			}
		);
		this.#unwatchNetwork = equipment.watchNetwork(
			() => this.#line.hurry(),
			() => this.#line.offline()
		);
	}

	/** From a click. */
	async start(takeOver: boolean): Promise<void> {
		this.#show();
		// Both in the click itself: a browser lets sound play only then.
		const opened = this.#speaking.open();
		// Unreachable now is tried again by the line.
		const mayCall = this.equipment.mayCall().catch(() => undefined);
		const canSpeak = this.equipment.canSpeak();
		await this.ears.open();
		await opened;
		const synthesis = await canSpeak;
		const refusal = await mayCall;
		if (this.#facts.stage !== 'asking-permission') return;
		if (refusal !== undefined) {
			this.#refused(refusal);
			return;
		}
		this.#facts.stage = 'on';
		this.#line.start({
			browser: { recognition: this.equipment.canRecognise(), synthesis },
			language: this.#language,
			takeOver,
			...(this.resumed && { session: this.resumed })
		});
		this.#show();
	}

	end(): void {
		this.#line.end();
		this.#close('ended');
	}

	sendText(text: string): void {
		const clientMessageId = this.equipment.newId();
		this.#board.typed(text, clientMessageId);
		this.#line.send({ type: 'input.text', clientMessageId, text });
	}

	interrupt(): void {
		this.#interruption.interrupt();
	}

	hurry(): void {
		this.#line.hurry();
	}

	async giveGesture(): Promise<void> {
		await this.#speaking.open();
	}

	/** What the person chose; a line that is too slow for it has its own will for a while. */
	talkModeChosen(): void {
		if (this.#slowLine.isPushForced) this.fields.talkMode = 'push-to-talk';
		this.ears.retune();
	}

	#on(event: CallEvent, isPast: boolean): void {
		const { fields } = this;
		switch (event.type) {
			case 'session.ready':
				this.#ready(event);
				break;
			case 'transcript.interim':
				this.#understood(event.text, false);
				break;
			case 'turn.final':
				this.#turnFinal(event.turnId, event.text);
				break;
			case 'response.started':
				this.#board.response(this.#speaking.started(event));
				break;
			case 'response.text.delta':
				this.#speaking.text(event, isPast);
				break;
			case 'response.done':
				this.#speaking.done(event, isPast);
				break;
			case 'response.cancelled':
				if (isPast) this.#speaking.cancelled(event);
				else this.#interruption.cancelled(event);
				break;
			case 'response.resumed':
				this.#interruption.resumed(event.responseId);
				break;
			case 'provider.state':
				fields.modes = { ...fields.modes, [event.stage]: event.mode };
				fields.degradations = withProvider(fields.degradations, event);
				this.#retune();
				break;
			case 'state':
				this.#facts.floor = event.state;
				if (event.state === 'thinking') this.#interruption.isShown = false;
				break;
			case 'metrics.turn':
				this.equipment.report({ name: 'server', turnId: event.turnId, metrics: event.metrics });
				break;
			case 'error':
				if (event.stage === 'answer' || event.stage === 'control')
					fields.error = { code: event.code, isRetryable: event.retryable, message: event.message };
				break;
			case 'session.ended':
				if (event.reason === 'ended') this.#close('ended');
				break;
			// What else there is (speech.started, audio.ack, and what a newer server says) changes nothing that is shown.
			default:
		}
		this.#show();
	}

	#ready({ modes }: Extract<CallEvent, { type: 'session.ready' }>): void {
		const { fields } = this;
		fields.modes = modes;
		fields.startedAt ??= this.#beganAt;
		if (fields.error?.code === 'unreachable') fields.error = undefined;
		this.#facts.hasBegun = true;
		this.#measures.lineReady(this.#line);
		this.#retune();
	}

	#retune(): void {
		this.#speaking.speakBy(this.fields.modes.speaker);
		this.ears.retune();
	}

	#turnFinal(turnId: string, text: string): void {
		this.#interruption.isShown = false;
		this.fields.error = undefined;
		if (this.#board.turn(turnId, text)) this.#measures.turnFinal(turnId, this.ears.listening.last);
	}

	#understood(text: string, isFinal: boolean): void {
		if (text.trim() !== '') this.#interruption.words();
		this.#board.understood(text, isFinal);
		this.#show();
	}

	#spoke(isSpeaking: boolean, { silentMs }: Detection): void {
		if (!isSpeaking) this.#measures.stopwatch.speechEnded(this.equipment.now() - silentMs);
		this.#show();
	}

	#lineIs(line: CallFacts['line']): void {
		if (line === 'lost' && this.#facts.line === 'ready') this.#measures.lineLost();
		this.#facts.line = line;
		this.#show();
	}

	#refused(error: CallError): void {
		this.#close('refused');
		this.onRefused(error, this.#facts.hasBegun);
	}

	#close(stage: 'ended' | 'refused'): void {
		this.#facts.stage = stage;
		this.#unwatchNetwork();
		for (const cancel of this.#timers) cancel();
		this.#timers = [];
		this.ears.close();
		this.#speaking.close();
		this.fields.speakerLevel = 0;
		this.#show();
	}

	#later(delayMs: number, work: () => void): void {
		this.#timers.push(this.equipment.later(delayMs, work));
	}

	#show(): void {
		const facts = this.#facts;
		facts.isPaused = this.#interruption.isPaused;
		facts.isInterrupted = this.#interruption.isShown;
		facts.isSaid = this.#speaking.isUnderWay;
		facts.isHeard = this.ears.listening.last.isSpeaking || this.#board.hasInterim;
		this.fields.phase = phaseOf(facts);
	}
}
