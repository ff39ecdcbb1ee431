import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { HighlightedText } from '#lib/shared/conversation/search.ts';
import { newId } from '#lib/shared/ids.ts';
import { openSchool, person } from './fixtures/school.ts';

const services = openSchool();
const { conversations, messages } = schema;

/** A conversation as the projection holds it. */
async function put(
	actor: Actor,
	title: string,
	said: string[],
	more: Partial<typeof conversations.$inferInsert> = {}
) {
	const id = newId();
	const personId = actor.userId!;
	await services.database.insert(conversations).values({
		...{ id, personId, title, status: 'idle', language: 'en', channel: 'text', messageCount: said.length },
		...{ metadata: { voiceEnabled: false }, projectedSeq: 1, createdAt: 1, updatedAt: 1, ...more }
	});
	for (const [seq, text] of said.entries())
		await services.database.insert(messages).values({
			...{ id: newId(), conversationId: id, personId, role: seq % 2 === 0 ? 'user' : 'assistant', text },
			...{ parentId: null, parts: [], metadata: {}, seq, createdAt: seq }
		});
	return id;
}

const find = (actor: Actor, q: string, more: { limit?: number; cursor?: string } = {}) =>
	services.chat.search(actor, { q, limit: 20, ...more });
const marked = ({ text, ranges }: HighlightedText) => ranges.map(([start, end]) => text.slice(start, end));

describe('a search of one’s own conversations', () => {
	it('finds messages with their place, what stands around the words, and the words marked', async () => {
		const actor = await person();
		const id = await put(actor, 'Fees', [
			'What does it cost?',
			'A term of **violin** lessons costs 200 euros.'
		]);
		const { hits, nextCursor } = await find(actor, 'violin cost');
		expect(nextCursor).toBeNull();
		expect(hits).toMatchObject([{ conversationId: id, role: 'assistant', isArchived: false }]);
		expect(marked(hits[0]!.snippet!)).toEqual(['violin', 'costs']);
		const [row] = await services.database.select().from(messages).where(eqMessage(hits[0]!.messageId));
		expect(row?.text).toContain('violin');
	});

	it('finds titles first, with the words marked', async () => {
		const actor = await person();
		const said = await put(actor, 'Something else', ['violin', 'violin violin violin']);
		const titled = await put(actor, 'My Violin', ['Hello']);
		const { hits } = await find(actor, 'vio');
		expect(hits.map(({ conversationId }) => conversationId)).toEqual([titled, said, said]);
		expect(hits[0]).toMatchObject({
			messageId: null,
			snippet: null,
			title: { text: 'My Violin', ranges: [[3, 6]] }
		});
	});

	it('finds words that stand together when they are in quotes', async () => {
		const actor = await person();
		await put(actor, 'One', ['the piano in the lesson room']);
		const together = await put(actor, 'Two', ['a piano lesson']);
		const ids = async (q: string) => (await find(actor, q)).hits.map(({ conversationId }) => conversationId);
		expect(await ids('"piano lesson"')).toEqual([together]);
		expect(await ids('piano lesson')).toHaveLength(2);
	});

	it('finds what is archived, and never what is deleted or somebody else’s', async () => {
		const actor = await person();
		const archived = await put(actor, 'Old', ['bassoon'], { status: 'archived' });
		await put(actor, 'Bassoon gone', ['bassoon'], { deletedAt: 5 });
		await put(await person(), 'Bassoon of another', ['bassoon']);
		const { hits } = await find(actor, 'bassoon');
		expect(hits.map(({ conversationId, isArchived }) => [conversationId, isArchived])).toEqual([
			[archived, true]
		]);
	});

	it('gives every hit once over its pages, the best first', async () => {
		const actor = await person();
		await put(
			actor,
			'Many',
			Array.from({ length: 23 }, (_, n) => `oboe ${'and more words '.repeat(n)}`)
		);
		const seen: (string | null)[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<typeof find>> = await find(actor, 'oboe', {
				limit: 5,
				...(cursor === null ? {} : { cursor })
			});
			seen.push(...page.hits.map(({ messageId }) => messageId));
			cursor = page.nextCursor;
		} while (cursor !== null);
		expect(seen).toHaveLength(23);
		expect(new Set(seen).size).toBe(23);
		const [first] = await services.database
			.select()
			.from(messages)
			.where(eqMessage(seen[0] ?? null));
		expect(first?.text).toBe('oboe ');
	});

	it('takes any expression of the index for words, and markup for text', async () => {
		const actor = await person();
		await put(actor, '<b>Title</b>', ['<mark>tuba</mark> \u0002x\u0003 AND NOT']);
		for (const q of [
			'text:tuba',
			'tuba AND (',
			'NEAR(tuba, 2)',
			'"tuba',
			'^tuba + x',
			'{tuba}',
			"tuba'--",
			'*',
			'""'
		])
			await expect(find(actor, q)).resolves.toBeDefined();
		const { hits } = await find(actor, 'tuba');
		expect(hits[0]?.snippet?.text).toBe('<mark>tuba</mark> \u0002x\u0003 AND NOT');
		expect(marked(hits[0]!.snippet!)).toEqual(['tuba']);
		await expect(find(actor, 'tuba', { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid' });
	});

	it('finds nothing for somebody who has not written anything', async () => {
		expect(await find({ role: 'guest', via: 'anonymous' }, 'violin')).toEqual({ hits: [], nextCursor: null });
	});
});

function eqMessage(id: string | null) {
	return eq(messages.id, id ?? '');
}
