import { readUIMessageStream, type UIMessageChunk } from 'ai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activePath, newestLeaf, siblingsOf } from './branches.ts';
import { EMPTY_CONVERSATION, foldEvent, foldEvents, stateFromHistory, type FoldableEvent } from './fold.ts';
import { messageText } from './message.ts';
import type { TurnPart, WirePart } from './parts.ts';

const QUESTION = 'question';
const ANSWER = 'answer';
const TURN = 'turn';

function logOf(parts: WirePart[]): FoldableEvent[] {
	return parts.map((part, index) => {
		const isConversation = 'transient' in part;
		return {
			seq: index + 1,
			at: 1_000 + index,
			turnId: isConversation ? null : TURN,
			messageId: isConversation ? null : ANSWER,
			part
		};
	});
}

const asked: WirePart = {
	type: 'data-user-message',
	transient: true,
	data: {
		turnId: TURN,
		messageId: QUESTION,
		parentId: null,
		clientMessageId: 'c1',
		text: 'Hi?',
		answerId: ANSWER
	}
};
const started: TurnPart = {
	type: 'start',
	messageId: ANSWER,
	messageMetadata: { conversationId: 'c', turnId: TURN, parentId: QUESTION, createdAt: 5 }
};

const word = fc.string({ minLength: 1, maxLength: 8 });
const textBlock = fc
	.array(word, { maxLength: 6 })
	.map((deltas): TurnPart[] => [
		{ type: 'text-start', id: 't' },
		...deltas.map((delta): TurnPart => ({ type: 'text-delta', id: 't', delta })),
		{ type: 'text-end', id: 't' }
	]);
const reasoningBlock = word.map((delta): TurnPart[] => [
	{ type: 'reasoning-start', id: 'r' },
	{ type: 'reasoning-delta', id: 'r', delta },
	{ type: 'reasoning-end', id: 'r' }
]);
const toolBlock = fc
	.tuple(fc.uuid(), fc.constantFrom('ok', 'failed', 'wrong', 'open'))
	.map(([id, how]): TurnPart[] => {
		const call = { toolCallId: id, toolName: 'search', input: { query: 'x' } };
		if (how === 'wrong') return [{ type: 'tool-input-error', ...call, errorText: 'wrong' }];
		const open: TurnPart = { type: 'tool-input-available', ...call };
		if (how === 'open') return [open];
		return how === 'ok'
			? [open, { type: 'tool-output-available', toolCallId: id, output: { success: true } }]
			: [open, { type: 'tool-output-error', toolCallId: id, errorText: 'failed' }];
	});
const noteBlock = fc.uuid().map((id): TurnPart[] => [
	{ type: 'source-document', sourceId: id, mediaType: 'text/markdown', title: 'T' },
	{ type: 'data-handover', id, data: { requestId: id, reason: 'why', status: 'requested' } }
]);
const step = fc
	.array(fc.oneof(textBlock, reasoningBlock, toolBlock, noteBlock), { maxLength: 4 })
	.map((blocks): TurnPart[] => [{ type: 'start-step' }, ...blocks.flat(), { type: 'finish-step' }]);
const turn = fc
	.array(step, { maxLength: 3 })
	.map((steps): TurnPart[] => [started, ...steps.flat(), { type: 'finish', finishReason: 'stop' }]);

describe('the fold', () => {
	it('makes of every turn the message an AI SDK client makes of it', async () => {
		await fc.assert(
			fc.asyncProperty(turn, async (parts) => {
				// Their reader shows a step's beginning only with the next change: the metadata is one.
				const all = [...parts, { type: 'message-metadata', messageMetadata: {} }] as UIMessageChunk[];
				const chunks = new ReadableStream<UIMessageChunk>({
					start(controller) {
						for (const chunk of all) controller.enqueue(chunk);
						controller.close();
					}
				});
				let theirs: unknown;
				for await (const message of readUIMessageStream({ stream: chunks })) theirs = message;
				const state = foldEvents(EMPTY_CONVERSATION, logOf([asked, ...parts]));
				const ours = state.messages[ANSWER];
				// Through JSON, so that a property that is undefined and one that is not there are the same.
				const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
				expect(plain({ id: ours?.id, parts: ours?.parts })).toEqual(
					plain({ id: ANSWER, parts: (theirs as { parts: unknown } | undefined)?.parts ?? [] })
				);
			}),
			{ numRuns: 150 }
		);
	});

	it('ignores what it has seen: the same log twice, or by two ways at once, is the log once', () => {
		fc.assert(
			fc.property(turn, fc.nat(), (parts, cut) => {
				const log = logOf([asked, ...parts]);
				const once = foldEvents(EMPTY_CONVERSATION, log);
				expect(foldEvents(once, log)).toEqual(once);
				const answerAlone = log.filter((event) => event.messageId === ANSWER).slice(0, cut % log.length);
				const both = foldEvents(foldEvents(foldEvent(EMPTY_CONVERSATION, log[0]!), answerAlone), log);
				expect(both).toEqual(once);
			}),
			{ numRuns: 150 }
		);
	});

	it('never changes a state it was given', () => {
		fc.assert(
			fc.property(turn, (parts) => {
				let state = EMPTY_CONVERSATION;
				for (const event of logOf([asked, ...parts])) {
					const before = JSON.stringify(state);
					const next = foldEvent(state, event);
					expect(JSON.stringify(state)).toBe(before);
					state = next;
				}
			}),
			{ numRuns: 50 }
		);
	});

	it('goes on from a page of history as if it had seen everything', () => {
		const parts: TurnPart[] = [
			started,
			{ type: 'text-start', id: 't' },
			{ type: 'text-delta', id: 't', delta: 'one ' },
			{ type: 'text-delta', id: 't', delta: 'two' },
			{ type: 'text-end', id: 't' },
			{ type: 'finish', finishReason: 'stop' }
		];
		const log = logOf([asked, ...parts]);
		const whole = foldEvents(EMPTY_CONVERSATION, log);
		for (let cut = 0; cut <= log.length; cut++) {
			const page = foldEvents(EMPTY_CONVERSATION, log.slice(0, cut));
			const resumed = foldEvents(stateFromHistory(page, Object.values(page.messages)), log.slice(cut));
			expect(resumed.messages).toEqual(whole.messages);
			expect(resumed.headId).toBe(whole.headId);
		}
	});

	it('closes what was open when a turn ends in any way', () => {
		const open: TurnPart[] = [
			started,
			{ type: 'text-start', id: 't' },
			{ type: 'text-delta', id: 't', delta: 'half' }
		];
		const error = { code: 'unavailable', message: 'm', retryable: true, fallbackAvailable: false } as const;
		const ends: [TurnPart, string][] = [
			[{ type: 'finish', finishReason: 'stop' }, 'complete'],
			[{ type: 'abort', reason: 'stopped' }, 'stopped'],
			[{ type: 'error', errorText: 'm', error }, 'failed']
		];
		for (const [end, status] of ends) {
			const answer = foldEvents(EMPTY_CONVERSATION, logOf([asked, ...open, end])).messages[ANSWER]!;
			expect(answer.status).toBe(status);
			expect(answer.parts).toEqual([{ type: 'text', text: 'half', state: 'done' }]);
		}
	});

	it('leaves out parts it does not know', () => {
		const unknown = { type: 'data-of-tomorrow', data: 1 } as unknown as WirePart;
		const { messages } = foldEvents(EMPTY_CONVERSATION, logOf([asked, started, unknown]));
		expect(messages[ANSWER]?.parts).toEqual([]);
	});

	it('lets an older title, status, head or rating never win over a newer one that came first', () => {
		const log = logOf([
			asked,
			started,
			{ type: 'data-title', transient: true, data: { title: 'old' } },
			{ type: 'data-title', transient: true, data: { title: 'new' } },
			{ type: 'data-rating', transient: true, data: { messageId: ANSWER, rating: { value: 'up' } } },
			{ type: 'data-rating', transient: true, data: { messageId: ANSWER, rating: null } }
		]);
		const inOrder = foldEvents(EMPTY_CONVERSATION, log);
		const [first, second, old, fresh, up, none] = log;
		const mixed = foldEvents(EMPTY_CONVERSATION, [first!, second!, fresh!, old!, none!, up!]);
		expect(mixed.title).toBe('new');
		expect(mixed.messages[ANSWER]?.rating).toBeUndefined();
		expect({ ...mixed, changedAt: {} }).toEqual({ ...inOrder, changedAt: {} });
	});
});

describe('branches', () => {
	const tree = Object.fromEntries(
		[
			{ id: 'q1', parentId: null, seq: 1 },
			{ id: 'a1', parentId: 'q1', seq: 2 },
			{ id: 'q2', parentId: 'a1', seq: 3 },
			{ id: 'a1b', parentId: 'q1', seq: 4 }
		].map((message) => [message.id, message])
	);

	it('the active path runs from the first message to the head, and stops where an older page is missing', () => {
		expect(activePath(tree, 'q2').map(({ id }) => id)).toEqual(['q1', 'a1', 'q2']);
		const page = { ...tree };
		delete page['q1'];
		expect(activePath(page, 'q2').map(({ id }) => id)).toEqual(['a1', 'q2']);
		expect(activePath(tree, null)).toEqual([]);
	});

	it('siblings share a parent, oldest first', () => {
		expect(siblingsOf(tree, tree['a1b']!).map(({ id }) => id)).toEqual(['a1', 'a1b']);
	});

	it('the newest leaf follows the newest child', () => {
		expect(newestLeaf(tree, 'q1')).toBe('a1b');
		expect(newestLeaf(tree, 'a1')).toBe('q2');
	});

	it('text of a message is its text parts joined', () => {
		const parts = [
			{ type: 'text', text: 'a', state: 'done' },
			{ type: 'step-start' },
			{ type: 'text', text: '\n\nb', state: 'done' }
		] as const;
		expect(messageText({ parts: [...parts] })).toBe('a\n\nb');
	});
});
