// The answers of a call: the first is being said, the others wait. Guarantees: an answer that is cut off is kept in the conversation as far
// as it was heard; each is over once. Which words cut off is the gate's business, which turns are asked the conversation's.
import type { Clock } from '../platform/index.ts';
import { createBargeIn, type BargeIn } from './barge-in.ts';
import type { CallWire } from './call-wire.ts';
import type { SpokenConversation } from './ports.ts';
import type { ResponseOptions, SpokenResponse } from './response-face.ts';
import { createTurnTiming, type TurnTiming } from './turn-timing.ts';

export interface ResponseQueue {
	readonly bargeIn: BargeIn;
	head(): SpokenResponse | undefined;
	of(messageId: string): SpokenResponse | undefined;
	withId(responseId: number): SpokenResponse | undefined;
	isEmpty(): boolean;
	/** Only of this message, or of none. */
	isOnly(messageId: string | undefined): boolean;
	begin(of: Pick<SpokenResponse, 'turnId' | 'messageId' | 'from'>): SpokenResponse;
	/** Ends what the assistant says or is about to say. What a person of the school wrote waits its turn. */
	interrupt(at?: PlayedTo): void;
	/** Ends what is being said; in the conversation it stands whole. */
	stopHead(): void;
	/** Of a turn whose answer was not wanted any more before it began. */
	keepHeard(messageId: string, heardChars: number): void;
	/** Everything that was to be kept is. */
	kept(): Promise<unknown>;
	/** The measured times of a turn that is asked. */
	expect(turnId: string, timing: TurnTiming): void;
	/** The last one that ended by itself, for what comes right behind it. */
	lastOver(): OverResponse | undefined;
	/** `isKept`: of an answer that sounded only what was heard stands; one that had not begun comes to be read. */
	end(isKept: boolean): void;
}

export interface PlayedTo {
	playedMs: number;
	spokenChars?: number;
}

export interface OverResponse {
	at: number;
	id: number;
	spoken: string;
	isQuestion: boolean;
}

export interface ResponseQueueOptions {
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
	/** The words decided: everything is to be interrupted. */
	onInterruption: () => void;
	/** Something sounds, or is over. */
	onChange: () => void;
}

export function createResponseQueue(options: ResponseQueueOptions): ResponseQueue {
	const { conversation, clock, wire } = options;
	let responses: SpokenResponse[] = [];
	const timings = new Map<string, TurnTiming>();
	let keeping: Promise<unknown> = Promise.resolve();
	let last: OverResponse | undefined;
	const head = () => responses[0];

	const bargeIn = createBargeIn({
		later: options.later,
		resume() {
			const response = head();
			if (response === undefined) return;
			response.resume();
			wire.send({ type: 'response.resumed', responseId: response.id });
		},
		interrupt: options.onInterruption
	});

	function measured(response: SpokenResponse): void {
		const timing = timings.get(response.turnId);
		timings.delete(response.turnId);
		if (timing !== undefined) options.onMeasured(response.turnId, timing, response.heardRatio());
	}

	function finished(response: SpokenResponse): void {
		const wasHead = head() === response;
		responses = responses.filter((other) => other !== response);
		measured(response);
		if (!wasHead) return;
		bargeIn.over();
		last = {
			at: clock.now(),
			id: response.id,
			spoken: response.spokenNow(),
			isQuestion: response.endsWithQuestion()
		};
		head()?.begin();
		options.onChange();
	}

	function keepHeard(messageId: string, heardChars: number): void {
		const kept = conversation.keepHeard(messageId, heardChars);
		keeping = Promise.allSettled([keeping, kept]);
		options.inBackground('keeping what was heard', kept);
	}

	/** Takes out what is over by order; the next one begins. */
	function take(ended: readonly SpokenResponse[], at?: PlayedTo): void {
		responses = responses.filter((response) => !ended.includes(response));
		for (const [index, response] of ended.entries()) {
			const { heardChars } = response.cancel(index === 0 ? at : undefined);
			measured(response);
			// What a person wrote stays whole: it was written, not said.
			if (at !== WHOLE && response.from === 'assistant') keepHeard(response.messageId, heardChars);
		}
		bargeIn.over();
		head()?.begin();
	}

	return {
		bargeIn,
		head,
		of: (messageId) => responses.find((response) => response.messageId === messageId),
		withId: (responseId) => responses.find(({ id }) => id === responseId),
		isEmpty: () => responses.length === 0,
		isOnly: (messageId) => responses.every((response) => response.messageId === messageId),
		begin({ turnId, messageId, from }) {
			const timing = timings.get(turnId) ?? createTurnTiming(clock);
			timings.set(turnId, timing);
			const response = options.respond({
				...{ turnId, messageId, from, timing },
				onSounding() {
					bargeIn.begin();
					options.onChange();
				},
				onOver: () => finished(response)
			});
			responses.push(response);
			if (head() === response) response.begin();
			return response;
		},
		interrupt: (at) =>
			take(
				responses.filter((response) => response === head() || response.from === 'assistant'),
				at
			),
		stopHead: () => take(responses.slice(0, 1), WHOLE),
		keepHeard,
		kept: () => keeping,
		expect: (turnId, timing) => void timings.set(turnId, timing),
		lastOver: () => last,
		end(isKept) {
			bargeIn.over();
			for (const response of responses.splice(0)) {
				const isHeard = response.isSounding() && response.from === 'assistant';
				const { heardChars } = response.cancel();
				if (isKept && isHeard) keepHeard(response.messageId, heardChars);
			}
		}
	};
}

/** A place beyond every end. */
const WHOLE: PlayedTo = { playedMs: Number.MAX_SAFE_INTEGER };
