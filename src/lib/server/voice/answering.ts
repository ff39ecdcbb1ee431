// The conversation of a call: what is said becomes turns, answers become responses, one at a time, and what is said meanwhile cuts them
// off, or does not. Guarantees: an answer that was cut off is kept as far as it was heard, before what cut it off is asked; nothing hangs.
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { PassingEvent } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import { createBargeIn } from './barge-in.ts';
import type { CallWire } from './call-wire.ts';
import { judgeWords } from './interruption-gate.ts';
import type { HeardTurn } from './listening.ts';
import type { SpokenConversation, SpokenPart } from './ports.ts';
import type { ResponseOptions, SpokenResponse } from './response-face.ts';
import { isOnlyStop, readApproval } from './spoken-replies.ts';
import { createSubmitting } from './submitting.ts';
import { createThinkingWatch } from './thinking-watch.ts';
import type { Said } from './turn-queue.ts';
import { createTurnTiming, type TurnTiming } from './turn-timing.ts';

type CallState = Extract<PassingEvent, { type: 'state' }>['state'];
type Part = SpokenPart & { messageId: string };

export interface Answering {
	/** Words that are not final. */
	words(text: string): void;
	/** Settles when it is in the conversation, or was nothing to it. */
	spoken(turn: HeardTurn, id: string): Promise<void>;
	typed(id: string, text: string): void;
	/** The browser hears a voice, or no longer. */
	voice(isSpeaking: boolean): void;
	mark(responseId: number, playedMs: number, spokenChars?: number): void;
	cancel(responseId: number, playedMs: number, spokenChars?: number): void;
	hearPart(part: Part): void;
	/** Goes on with an answer that a lost process was saying. */
	goOn(open: { turnId: string; messageId: string; from: 'assistant' | 'person'; charsFrom: number }): void;
	disconnected(): void;
	reconnected(): void;
	/** The browser's speech failed. */
	silence(): void;
	end(): void;
	isBusy(): boolean;
}

/** After an answer its last words may still come back through the microphone, and nodding is still meant for it. */
const AFTERGLOW_MS = 2_000;
/** For a turn that was superseded to begin, so that its answer can be ended before the next is asked. */
const BEGIN_WITHIN_MS = 3_000;

export function createAnswering(options: {
	actor: () => Actor;
	conversation: SpokenConversation;
	clock: Clock;
	later: (delayMs: number, work: () => void) => () => void;
	inBackground: (label: string, work: Promise<unknown>) => void;
	wire: CallWire;
	respond: (
		response: Pick<ResponseOptions, 'turnId' | 'messageId' | 'from' | 'timing' | 'onSounding' | 'onOver'>
	) => SpokenResponse;
	/** A response is over, whatever ended it. */
	onMeasured: (turnId: string, timing: TurnTiming, heardRatio: number | undefined) => void;
}): Answering {
	const { conversation, clock, wire } = options;
	/** The first one is being said; the others wait. */
	let responses: SpokenResponse[] = [];
	/** A turn whose answer has not begun. */
	let awaited: { turnId: string; timing: TurnTiming; begun: () => void; hasBegun: Promise<void> } | undefined;
	const superseded = new Set<string>();
	let keeping: Promise<unknown> = Promise.resolve();
	/** Parts that came before it was known which turn they belong to. */
	let early: Part[] | undefined;
	let ask: { messageId: string; toolCallId: string } | undefined;
	let isWithPerson = false;
	let wasInterrupted = false;
	let lastOver: { at: number; id: number; spoken: string; isQuestion: boolean } | undefined;
	let told: CallState = 'listening';

	const head = () => responses[0];
	const timings = new Map<string, TurnTiming>();

	const bargeIn = createBargeIn({
		later: options.later,
		resume() {
			const response = head();
			if (response === undefined) return;
			response.resume();
			wire.send({ type: 'response.resumed', responseId: response.id });
		},
		interrupt: () => interrupt()
	});
	const thinking = createThinkingWatch({
		later: options.later,
		onLong(words) {
			wire.send({ type: 'state', state: 'thinking' });
			head()?.say(words);
		},
		onGivenUp() {
			awaited?.begun();
			awaited = undefined;
			wire.error('answer', new AppError('unavailable', 'No answer has come. Please ask again.'));
			tellState();
		}
	});
	const submitting = createSubmitting({
		...options,
		ready,
		submit,
		onError: (thrown) => wire.error('answer', thrown)
	});

	function tellState(isAgain = false): void {
		const now: CallState =
			head()?.isSounding() === true
				? 'speaking'
				: awaited !== undefined || responses.length > 0
					? 'thinking'
					: isWithPerson
						? 'with-person'
						: 'listening';
		if (now === told && !isAgain) return;
		told = now;
		wire.send({ type: 'state', state: now });
	}

	function begin({
		turnId,
		messageId,
		from
	}: Pick<SpokenResponse, 'turnId' | 'messageId' | 'from'>): SpokenResponse {
		const timing = timings.get(turnId) ?? createTurnTiming(clock);
		const response = options.respond({
			...{ turnId, messageId, from, timing },
			onSounding() {
				if (head()?.hasText() === true) thinking.stop();
				bargeIn.begin();
				tellState();
			},
			onOver: () => finished(response, timing)
		});
		responses.push(response);
		if (head() === response) response.begin();
		return response;
	}

	function finished(response: SpokenResponse, timing: TurnTiming): void {
		const wasHead = head() === response;
		responses = responses.filter((other) => other !== response);
		options.onMeasured(response.turnId, timing, response.heardRatio());
		timings.delete(response.turnId);
		if (!wasHead) return;
		bargeIn.over();
		thinking.stop();
		lastOver = {
			at: clock.now(),
			id: response.id,
			spoken: response.spokenNow(),
			isQuestion: response.endsWithQuestion()
		};
		head()?.begin();
		tellState();
	}

	/** Ends what the assistant says, is about to say, or thinks about. What a person of the school wrote waits its turn. */
	function interrupt(at?: { playedMs: number; spokenChars?: number }): void {
		wasInterrupted = true;
		const ended = responses.filter((response) => response === head() || response.from === 'assistant');
		responses = responses.filter((response) => !ended.includes(response));
		for (const [index, response] of ended.entries()) {
			const { heardChars } = response.cancel(index === 0 ? at : undefined);
			options.onMeasured(
				response.turnId,
				timings.get(response.turnId) ?? createTurnTiming(clock),
				response.heardRatio()
			);
			timings.delete(response.turnId);
			// What a person wrote stays whole: it was written, not said.
			if (response.from === 'assistant') keepHeard(response.messageId, heardChars);
		}
		if (awaited !== undefined) superseded.add(awaited.turnId);
		bargeIn.over();
		thinking.stop();
		head()?.begin();
		tellState();
	}

	function keepHeard(messageId: string, heardChars: number): void {
		const kept = conversation.keepHeard(messageId, heardChars);
		const before = keeping;
		keeping = Promise.allSettled([before, kept]);
		options.inBackground('keeping what was heard', kept);
	}

	async function ready(): Promise<void> {
		if (awaited !== undefined) {
			superseded.add(awaited.turnId);
			await awaited.hasBegun;
		}
		await keeping;
	}

	async function submit({ id, text }: Said, timing: TurnTiming): Promise<void> {
		timing.note('submitted');
		await open(text, timing, () => conversation.submit(options.actor(), { clientMessageId: id, text }));
	}

	/** A turn is asked for; its parts are dealt with once it has a name. */
	async function open(
		text: string,
		timing: TurnTiming,
		ask_: () => Promise<{ turnId: string }>
	): Promise<void> {
		early ??= [];
		try {
			const { turnId } = await ask_();
			ask = undefined;
			wire.emit({ type: 'turn.final', turnId, text });
			timings.set(turnId, timing);
			await_(turnId, timing);
		} finally {
			const parts = early;
			early = undefined;
			for (const part of parts) hearPart(part);
			tellState();
		}
	}

	function await_(turnId: string, timing: TurnTiming): void {
		let resolve: () => void = () => undefined;
		const hasBegun = new Promise<void>((done) => (resolve = done));
		const late = options.later(BEGIN_WITHIN_MS, () => resolve());
		const begun = () => {
			late();
			resolve();
		};
		awaited = { turnId, timing, begun, hasBegun };
		if (isWithPerson) haveBegun();
		else thinking.begin();
	}

	function haveBegun(): void {
		awaited?.begun();
		awaited = undefined;
	}

	function hearPart(part: Part): void {
		if (early !== undefined) {
			early.push(part);
			return;
		}
		const response = responses.find(({ messageId }) => messageId === part.messageId);
		switch (part.type) {
			case 'started': {
				if (awaited?.turnId === part.turnId) haveBegun();
				if (part.from === 'assistant') isWithPerson = false;
				if (superseded.delete(part.turnId)) keepHeard(part.messageId, 0);
				else if (response === undefined) begin(part);
				break;
			}
			case 'text':
				response?.text(part.text, part.charsFrom);
				if (response !== undefined && response === head() && response.hasText()) thinking.stop();
				break;
			case 'asks':
				ask = { messageId: part.messageId, toolCallId: part.toolCallId };
				response?.say(part.words);
				break;
			case 'with-person':
				isWithPerson = true;
				haveBegun();
				thinking.stop();
				break;
			case 'with-assistant':
				isWithPerson = false;
				break;
			case 'ended':
				if (response === undefined) break;
				thinking.stop();
				if (part.status === 'failed' && !response.hasText())
					wire.error('answer', new AppError('unavailable', 'No answer could be given. Please ask again.'));
				response.ended(part.status);
				break;
		}
		tellState();
	}

	/** Whether what was said while nothing sounds is meant for nobody. */
	function isAfterglow(text: string): boolean {
		if (awaited !== undefined || responses.length > 0)
			return ['nothing', 'back-channel'].includes(judgeWords({ text, isFinal: true, spoken: '' }));
		if (lastOver === undefined || clock.now() - lastOver.at > AFTERGLOW_MS) return false;
		const judgement = judgeWords({ text, isFinal: true, spoken: lastOver.spoken });
		return judgement === 'echo' || (judgement === 'back-channel' && !lastOver.isQuestion);
	}

	/** The person's word on what a tool asked, if it is one. */
	function wordOn(text: string): { messageId: string; toolCallId: string; approved: boolean } | undefined {
		const approved = ask === undefined ? undefined : readApproval(text);
		const isInTheWay = responses.some(({ messageId }) => messageId !== ask?.messageId);
		return ask === undefined || approved === undefined || isInTheWay ? undefined : { ...ask, approved };
	}

	async function approve(
		word: { messageId: string; toolCallId: string; approved: boolean },
		text: string,
		timing: TurnTiming
	): Promise<void> {
		ask = undefined;
		const asking = head();
		if (asking !== undefined) {
			// The question was understood: it stands whole.
			asking.cancel();
			responses = responses.filter((other) => other !== asking);
			bargeIn.over();
		}
		timing.note('submitted');
		try {
			await open(text, timing, () => conversation.approve(options.actor(), word));
		} catch (thrown) {
			wire.error('answer', thrown);
		}
	}

	return {
		words(text) {
			const response = head();
			if (response?.isSounding() !== true) return;
			if (wordOn(text) !== undefined) return;
			bargeIn.heard({ text, isFinal: false, spoken: response.spokenNow() });
		},
		async spoken({ text, timing }, id) {
			const hadInterrupted = wasInterrupted;
			wasInterrupted = false;
			const word = wordOn(text);
			if (word !== undefined) return approve(word, text, timing);
			const response = head();
			const wasThinking = awaited !== undefined || responses.length > 0;
			if (response?.isSounding() === true) {
				if (bargeIn.heard({ text, isFinal: true, spoken: response.spokenNow() }) !== 'interruption') return;
			} else if (!hadInterrupted && isAfterglow(text)) return;
			else if (wasThinking) interrupt();
			wasInterrupted = false;
			if ((hadInterrupted || wasThinking) && isOnlyStop(text)) return;
			return submitting.offer({ id, text, source: 'spoken' }, timing);
		},
		typed(id, text) {
			if (submitting.knows(id)) return;
			if (awaited !== undefined || responses.length > 0) interrupt();
			wasInterrupted = false;
			options.inBackground(
				'what was typed in a call',
				submitting.offer({ id, text, source: 'typed' }, createTurnTiming(clock))
			);
		},
		voice(isSpeaking) {
			if (!isSpeaking) return;
			const response = head();
			if (response?.isSounding() === true) {
				response.pause();
				bargeIn.paused();
			} else if (lastOver !== undefined && clock.now() - lastOver.at < AFTERGLOW_MS)
				// The last of it still sounded there, and has paused: nothing is left to decide.
				wire.send({ type: 'response.resumed', responseId: lastOver.id });
		},
		mark: (responseId, playedMs, spokenChars) =>
			responses.find(({ id }) => id === responseId)?.mark(playedMs, spokenChars),
		cancel(responseId, playedMs, spokenChars) {
			if (head()?.id !== responseId) return;
			interrupt({ playedMs, ...(spokenChars === undefined ? {} : { spokenChars }) });
			wasInterrupted = false;
		},
		hearPart,
		goOn({ turnId, messageId, from, charsFrom }) {
			const answer = conversation.answer(messageId);
			const rest = answer?.text.slice(charsFrom) ?? '';
			if (answer === undefined || (rest.trim() === '' && !answer.isRunning)) return;
			const response = begin({ turnId, messageId, from });
			response.text(rest, charsFrom);
			if (!answer.isRunning) response.ended('completed');
			tellState();
		},
		disconnected: () => head()?.pause(),
		reconnected() {
			head()?.reconnected();
			tellState(true);
		},
		silence: () => head()?.silence(),
		end() {
			thinking.stop();
			bargeIn.over();
			awaited?.begun();
			for (const response of responses.splice(0)) response.cancel();
		},
		isBusy: () => responses.length > 0 || awaited !== undefined || submitting.isBusy()
	};
}
