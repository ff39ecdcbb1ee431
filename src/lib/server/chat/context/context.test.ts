import { describe, expect, it } from 'vitest';
import {
	cleanup,
	CONTEXT_LIMITS,
	generateSummary,
	getContext,
	type ContextMessage,
	type RollingContext
} from './index.ts';

const DAY = 86_400_000;
type Turn = NonNullable<ContextMessage['turn']>;

/** A question, and what was answered. */
type Exchange = [asked: string, said: string, turn?: Partial<Turn>];

function messagesOf(exchanges: Exchange[], from = 0): ContextMessage[] {
	return exchanges.flatMap(([asked, said, turn], index) => {
		const at = from + index;
		const question = `q${at}`;
		return [
			{
				id: question,
				parentId: at === 0 ? null : `a${at - 1}`,
				role: 'user' as const,
				text: asked,
				createdAt: 2 * at
			},
			{
				id: `a${at}`,
				parentId: question,
				role: 'assistant' as const,
				text: said,
				createdAt: 2 * at + 1,
				turn: { intent: 'question', sentiment: 0, refused: false, topics: [], toolCalls: [], ...turn }
			}
		];
	});
}

const FEES: Exchange = [
	'How much is a trial lesson?',
	'We are glad you ask. A trial lesson costs £15. 【1】',
	{ topics: ['Fees'] }
];
const PARKING: Exchange = ['Where can I park?', 'I found nothing about that.', { refused: true }];
const HARP: Exchange = [
	'Do you teach the harp?',
	'The harp is taught on Mondays. 【1】',
	{ topics: ['Lessons'] }
];

function contextOf(exchanges: Exchange[]): RollingContext {
	const context = generateSummary(messagesOf(exchanges));
	if (context === undefined) throw new Error('nothing was said');
	return context;
}

describe('the summary of a conversation', () => {
	it('pairs a question with the sentence that answers it, in the words that were said', () => {
		expect(contextOf([FEES]).summary).toBe('How much is a trial lesson? A trial lesson costs £15.');
	});

	it('is the same whether its messages come at once or one by one', () => {
		const messages = messagesOf([FEES, PARKING, HARP]);
		let step: RollingContext | undefined;
		for (const message of messages) step = generateSummary([message], step);
		expect(step).toEqual(generateSummary(messages));
	});

	it('tells what is settled from what is open', () => {
		expect(contextOf([FEES, PARKING])).toMatchObject({
			resolvedIssues: ['How much is a trial lesson?'],
			openQuestion: 'Where can I park?',
			activeTopics: [{ name: 'Fees' }]
		});
		expect(contextOf([FEES, HARP]).openQuestion).toBe(null);
	});

	it('takes a question that is asked again for one that was not settled', () => {
		const again: Exchange = ['How much is the trial lesson?', 'A trial lesson costs £15. 【1】'];
		const context = contextOf([FEES, again]);
		expect(context.resolvedIssues).toEqual([]);
		expect(context.points).toHaveLength(1);
	});

	it('leaves open what a person is to answer, and keeps what was tried and how it felt', () => {
		const context = contextOf([
			FEES,
			[
				'Where is my refund? This is a disgrace',
				'I have recorded that.',
				{ sentiment: -0.9, toolCalls: [{ toolName: 'hand_over', success: true }] }
			]
		]);
		expect(context.openQuestion).toBe('Where is my refund?');
		expect(context.tried).toEqual([{ toolName: 'hand_over', success: true }]);
		expect(context.sentiment).toEqual({ mean: -0.27, lowest: -0.9 });
	});

	it('begins anew on another branch', () => {
		const [question, answer] = messagesOf([HARP]);
		if (question === undefined || answer === undefined) throw new Error('no exchange');
		const branched = generateSummary(
			[
				{ ...question, id: 'other' },
				{ ...answer, parentId: 'other' }
			],
			contextOf([FEES, PARKING])
		);
		expect(branched).toMatchObject({ messageCount: 2, openQuestion: null });
		expect(branched?.summary).not.toContain('£15');
	});

	it('says nothing of nothing', () => {
		expect(generateSummary([])).toBeUndefined();
		expect(contextOf([['…', '', {}]])).toMatchObject({ summary: '', openQuestion: null });
	});
});

describe('a conversation of 10,000 messages', () => {
	const topics = [
		'violin',
		'piano',
		'choir',
		'refund',
		'exam',
		'recital',
		'harp',
		'theory',
		'parking',
		'upload'
	];
	const exchange = (at: number): Exchange => [
		`What about the ${topics[at % 10] ?? ''} number ${at} and the ${topics[(at * 7) % 10] ?? ''} in week ${at % 53}?`,
		`The ${topics[at % 10] ?? ''} number ${at} is settled in week ${at % 53}. Room ${at % 17} is open. Ask the office about ${topics[(at * 3) % 10] ?? ''} ${at}.`,
		{ topics: [topics[at % 10] ?? ''] }
	];

	/** How often the next message reads what was kept. */
	function readsOf(context: RollingContext, at: number): number {
		let reads = 0;
		const watched = <T extends object>(value: T): T =>
			new Proxy(value, {
				get(target, name) {
					reads++;
					const found: unknown = Reflect.get(target, name);
					return typeof found === 'object' && found !== null && typeof name === 'string'
						? watched(found)
						: found;
				}
			});
		generateSummary(messagesOf([exchange(at)], at), watched(context));
		return reads;
	}

	it('costs its next message what it cost a thousand messages in, and takes no more room', () => {
		let context = contextOf([exchange(0)]);
		const reads: number[] = [];
		const sizes: number[] = [];
		for (let at = 1; at < 5_000; at++) {
			if (at === 500 || at === 4_999) {
				reads.push(readsOf(context, at));
				sizes.push(JSON.stringify(context).length);
			}
			context = generateSummary(messagesOf([exchange(at)], at), context) ?? context;
		}
		expect(context.messageCount).toBe(10_000);
		expect(reads[1]).toBeLessThan((reads[0] ?? 0) * 1.1);
		expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) * 1.1);
		expect(context.points.length).toBeLessThanOrEqual(CONTEXT_LIMITS.points);
		expect(context.summary.split(/\s+/u).length).toBeLessThanOrEqual(CONTEXT_LIMITS.summaryWords);
	});
});

describe('what is given of it', () => {
	it('is the newest messages that fit the budget', () => {
		const messages = messagesOf([FEES, PARKING, HARP]);
		const given = getContext(contextOf([FEES, PARKING, HARP]), messages, { tokens: 15 });
		expect(given.recentMessages.map(({ id }) => id)).toEqual(['q2', 'a2']);
		expect(given).toMatchObject({ activeTopics: ['Lessons', 'Fees'], lastSummaryAt: 5 });
		expect(getContext(undefined, [], { tokens: 100 })).toMatchObject({
			summary: '',
			recentMessages: [],
			lastSummaryAt: null
		});
	});

	it('is forgotten when its time is over', () => {
		const context = contextOf([FEES]);
		expect(cleanup(context, 30 * DAY)).toBe(context);
		expect(cleanup(context, 30 * DAY + 2)).toBeUndefined();
	});
});
