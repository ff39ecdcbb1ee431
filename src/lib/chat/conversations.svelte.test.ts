import { describe, expect, it } from 'vitest';
import type { ConversationSummary } from '#lib/shared/conversation/requests.ts';
import { Conversations } from './conversations.svelte.ts';
import { ID, memory, refusal, surroundingsOf, type ServerAnswer } from './fixtures/test-scene.ts';
import { Outbox } from './outbox.ts';

const OTHER = '22222222-2222-4222-8222-222222222222';

const summary = (id: string, over: Partial<ConversationSummary> = {}): ConversationSummary => ({
	id,
	title: id,
	status: 'active',
	language: 'en',
	channel: 'text',
	messageCount: 2,
	createdAt: 0,
	updatedAt: 0,
	deletedAt: null,
	pinned: false,
	tags: [],
	...over
});

function scene(answers: ServerAnswer[]) {
	const { surroundings, asked } = surroundingsOf(answers);
	const conversations = new Conversations(surroundings, new Outbox(memory()));
	const list = [summary(ID, { tags: ['Fees'] }), summary(OTHER)];
	conversations.takeList({ conversations: list, nextCursor: null }, { tags: [{ tag: 'Fees', count: 1 }] });
	return { conversations, asked };
}

const done = () => Response.json({});
const titles = (list: readonly { title: string }[]) => list.map(({ title }) => title);

describe('the list of conversations', () => {
	it('shows a pinned one above the others at once, and takes it back when it could not be kept', async () => {
		const { conversations, asked } = scene([() => refusal(503, 'unavailable', true)]);
		const pinning = conversations.change(OTHER, { pinned: true });
		expect(titles(conversations.pinned)).toEqual([OTHER]);
		expect(titles(conversations.others)).toEqual([ID]);
		await expect(pinning).rejects.toThrow();
		expect(conversations.pinned).toEqual([]);
		expect(asked).toMatchObject([{ body: { pinned: true } }]);
	});

	it('counts tags however they are capitalised, and offers those of other conversations', async () => {
		const { conversations } = scene([done, done]);
		await conversations.change(OTHER, { tags: ['fees', 'Violin'] });
		expect(conversations.tags.counts).toEqual([
			{ tag: 'Fees', count: 2 },
			{ tag: 'Violin', count: 1 }
		]);
		expect(conversations.tags.offersFor(['FEES'])).toEqual(['Violin']);
		await conversations.change(ID, { tags: [] });
		expect(conversations.tags.counts).toContainEqual({ tag: 'Fees', count: 1 });
	});

	it('shows only what has the chosen tag, also when the tag is taken off meanwhile', async () => {
		const tagged = { conversations: [summary(ID, { tags: ['Fees'] })], nextCursor: null };
		const { conversations, asked } = scene([() => Response.json(tagged), done]);
		await conversations.filter('fees');
		expect(asked[0]?.path).toBe('/api/chat/sessions?tag=fees');
		expect(titles(conversations.shown)).toEqual([ID]);
		await conversations.change(ID, { tags: [] });
		expect(conversations.shown).toEqual([]);
		await conversations.filter(undefined);
		expect(conversations.shown).toHaveLength(2);
	});

	it('keeps the newer of two choices, whichever answer comes first', async () => {
		let giveFirst: (response: Response) => void = () => undefined;
		const first = new Promise<Response>((resolve) => (giveFirst = resolve));
		const { conversations } = scene([
			() => first as unknown as Response,
			() => Response.json({ conversations: [summary(OTHER, { tags: ['b'] })], nextCursor: null })
		]);
		const slow = conversations.filter('a');
		await conversations.filter('b');
		giveFirst(Response.json({ conversations: [summary(ID, { tags: ['a'] })], nextCursor: null }));
		await slow;
		expect(titles(conversations.shown)).toEqual([OTHER]);
	});

	it('follows what another tab changes of an open conversation', () => {
		const { conversations } = scene([]);
		const data = { pinned: true, tags: ['Violin'] };
		const part = { type: 'data-labels', transient: true, data } as const;
		conversations.open(OTHER).apply({ seq: 9, turnId: null, messageId: null, at: 0, part });
		expect(titles(conversations.pinned)).toEqual([OTHER]);
		expect(conversations.tags.counts).toContainEqual({ tag: 'Violin', count: 1 });
	});
});
