// The conversation of a call: what is said becomes turns, answers become responses, and what is said meanwhile cuts them off, or does not.
// Guarantees: an answer that was cut off is kept as far as it was heard before what cut it off is asked; nothing hangs.
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { PassingEvent } from '#lib/shared/voice/protocol.ts';
import { createAwaitedTurn } from './awaited-turn.ts';
import { judgeWords } from './interruption-gate.ts';
import type { HeardTurn } from './listening.ts';
import type { SpokenPart } from './ports.ts';
import { createResponseQueue, type PlayedTo, type ResponseQueueOptions } from './response-queue.ts';
import { isOnlyStop, readApproval } from './spoken-replies.ts';
import { createSubmitting } from './submitting.ts';
import { createTurnTiming, type TurnTiming } from './turn-timing.ts';

type CallState = Extract<PassingEvent, { type: 'state' }>['state'];
type Part = SpokenPart & { messageId: string };

export interface Answering {
	/** Words that are not final. True when they are the person's, and not the answer coming back. */
	words(text: string): boolean;
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
	/** `isKept`: there is a conversation still, in which what was heard is kept. */
	end(isKept: boolean): void;
	isBusy(): boolean;
}

/** After an answer its last words may still come back through the microphone, and nodding is still meant for it. */
const AFTERGLOW_MS = 2_000;

export function createAnswering(
	options: Omit<ResponseQueueOptions, 'onInterruption' | 'onChange'> & { actor: () => Actor }
): Answering {
	const { conversation, clock, wire } = options;
	const responses = createResponseQueue({
		...options,
		onInterruption: () => interrupt(),
		onChange: tellState
	});
	const awaited = createAwaitedTurn({
		later: options.later,
		onLong(words) {
			wire.send({ type: 'state', state: 'thinking' });
			responses.head()?.say(words);
		},
		onGivenUp() {
			wire.error('answer', new AppError('unavailable', 'No answer has come. Please ask again.'));
			// Whoever asks again gets one answer, not two.
			interrupt();
			wasInterrupted = false;
		}
	});
	const submitting = createSubmitting({
		...options,
		async ready() {
			await awaited.givenWay();
			await responses.kept();
		},
		submit: ({ id, text }, timing) =>
			open(text, timing, () => conversation.submit(options.actor(), { clientMessageId: id, text })),
		onError: (thrown) => wire.error('answer', thrown)
	});
	/** Parts that came before it was known which turn they belong to. */
	let early: Part[] | undefined;
	let ask: { messageId: string; toolCallId: string } | undefined;
	let isWithPerson = false;
	/** By words of an utterance that is not final yet. */
	let wasInterrupted = false;
	let told: CallState = 'listening';

	const isThinking = () => awaited.isThere() || !responses.isEmpty();

	function state(): CallState {
		if (responses.head()?.isSounding() === true) return 'speaking';
		if (isThinking()) return 'thinking';
		return isWithPerson ? 'with-person' : 'listening';
	}

	function tellState(): void {
		const now = state();
		if (now === told) return;
		told = now;
		wire.send({ type: 'state', state: now });
	}

	function interrupt(at?: PlayedTo): void {
		wasInterrupted = true;
		awaited.giveWay();
		responses.interrupt(at);
		tellState();
	}

	/** A turn is asked for; its parts are dealt with once it has a name. */
	async function open(
		text: string,
		timing: TurnTiming,
		request: () => Promise<{ turnId: string; begun?: string }>
	): Promise<void> {
		early ??= [];
		timing.note('submitted');
		try {
			const { turnId, begun } = await request();
			ask = undefined;
			wire.emit({ type: 'turn.final', turnId, text });
			responses.expect(turnId, timing);
			if (begun !== undefined) goOn({ turnId, messageId: begun, from: 'assistant', charsFrom: 0 });
			else if (!isWithPerson) awaited.begin(turnId);
		} finally {
			const parts = early;
			early = undefined;
			for (const part of parts) hearPart(part);
			tellState();
		}
	}

	function hearPart(part: Part): void {
		if (early === undefined) {
			dealWith(part);
			tellState();
		} else early.push(part);
	}

	function dealWith(part: Part): void {
		const response = responses.of(part.messageId);
		switch (part.type) {
			case 'started':
				if (part.from === 'assistant') isWithPerson = false;
				if (awaited.started(part.turnId)) responses.keepHeard(part.messageId, 0);
				else if (response === undefined) responses.begin(part);
				break;
			case 'text':
				if (part.text.trim() !== '') awaited.answered();
				response?.text(part.text, part.charsFrom);
				break;
			case 'asks':
				ask = { messageId: part.messageId, toolCallId: part.toolCallId };
				awaited.answered();
				response?.say(part.words);
				break;
			case 'with-person':
				isWithPerson = true;
				awaited.end();
				break;
			case 'with-assistant':
				isWithPerson = false;
				break;
			case 'ended':
				awaited.answered();
				if (response === undefined) break;
				if (part.status === 'failed' && !response.hasText())
					wire.error('answer', new AppError('unavailable', 'No answer could be given. Please ask again.'));
				response.ended(part.status);
				break;
		}
	}

	function goOn({ turnId, messageId, from, charsFrom }: Parameters<Answering['goOn']>[0]): void {
		const answer = conversation.answer(messageId);
		const rest = answer?.text.slice(charsFrom) ?? '';
		if (answer === undefined || responses.of(messageId) !== undefined) return;
		if (rest.trim() === '' && !answer.isRunning) return;
		const response = responses.begin({ turnId, messageId, from });
		response.text(rest, charsFrom);
		if (!answer.isRunning) response.ended('completed');
		tellState();
	}

	/** Whether what was said while nothing sounds is meant for nobody. */
	function isAfterglow(text: string): boolean {
		if (isThinking())
			return ['nothing', 'back-channel'].includes(judgeWords({ text, isFinal: true, spoken: '' }));
		const last = responses.lastOver();
		if (last === undefined || clock.now() - last.at > AFTERGLOW_MS) return false;
		const judgement = judgeWords({ text, isFinal: true, spoken: last.spoken });
		return judgement === 'echo' || (judgement === 'back-channel' && !last.isQuestion);
	}

	/** The person's word on what a tool asked, if it is one. */
	function wordOn(text: string): { messageId: string; toolCallId: string; approved: boolean } | undefined {
		const approved = ask === undefined ? undefined : readApproval(text);
		if (ask === undefined || approved === undefined || !responses.isOnly(ask.messageId)) return undefined;
		return { ...ask, approved };
	}

	async function approve(
		word: { messageId: string; toolCallId: string; approved: boolean },
		{ text, timing }: HeardTurn
	): Promise<void> {
		ask = undefined;
		// The question was understood: it stands whole.
		if (!responses.isEmpty()) responses.stopHead();
		try {
			await open(text, timing, () => conversation.approve(options.actor(), word));
		} catch (thrown) {
			wire.error('answer', thrown);
		}
	}

	/** Whether a whole utterance is to be asked. What sounds, or is thought about, is cut off by it. */
	function isTurn(text: string): boolean {
		const hadInterrupted = wasInterrupted;
		const wasThinking = isThinking();
		const response = responses.head();
		if (response?.isSounding() === true) {
			const heard = { text, isFinal: true, spoken: response.spokenNow() };
			if (responses.bargeIn.heard(heard) !== 'interruption') return false;
		} else if (!hadInterrupted && isAfterglow(text)) return false;
		else if (wasThinking) interrupt();
		return !((hadInterrupted || wasThinking) && isOnlyStop(text));
	}

	return {
		words(text) {
			const response = responses.head();
			if (response?.isSounding() !== true || wordOn(text) !== undefined) return true;
			const heard = { text, isFinal: false, spoken: response.spokenNow() };
			return responses.bargeIn.heard(heard) !== 'echo';
		},
		async spoken(turn, id) {
			const word = wordOn(turn.text);
			const isAsked = word === undefined && isTurn(turn.text);
			wasInterrupted = false;
			if (word !== undefined) await approve(word, turn);
			else if (isAsked) await submitting.offer({ id, text: turn.text, source: 'spoken' }, turn.timing);
			// What was shown of it while it was said goes.
			else wire.send({ type: 'transcript.interim', text: '' });
		},
		typed(id, text) {
			if (submitting.knows(id)) return;
			if (isThinking()) interrupt();
			wasInterrupted = false;
			options.inBackground(
				'what was typed in a call',
				submitting.offer({ id, text, source: 'typed' }, createTurnTiming(clock))
			);
		},
		voice(isSpeaking) {
			if (!isSpeaking) return;
			const response = responses.head();
			const last = responses.lastOver();
			if (response?.isSounding() === true) {
				response.pause();
				responses.bargeIn.paused();
			} else if (last !== undefined && clock.now() - last.at < AFTERGLOW_MS)
				// The last of it still sounded there, and has paused: nothing is left to decide.
				wire.send({ type: 'response.resumed', responseId: last.id });
		},
		mark: (responseId, playedMs, spokenChars) => responses.withId(responseId)?.mark(playedMs, spokenChars),
		cancel(responseId, playedMs, spokenChars) {
			if (responses.head()?.id !== responseId) return;
			interrupt({ playedMs, ...(spokenChars === undefined ? {} : { spokenChars }) });
			wasInterrupted = false;
		},
		hearPart,
		goOn,
		disconnected: () => responses.head()?.pause(),
		reconnected() {
			responses.head()?.reconnected();
			told = state();
			wire.send({ type: 'state', state: told });
		},
		silence: () => responses.head()?.silence(),
		end(isKept) {
			awaited.end();
			responses.end(isKept);
		},
		isBusy: () => isThinking() || submitting.isBusy()
	};
}
