// The list of conversations: every page, every search, whatever is typed into it.
import { expect } from '../fixtures.ts';
import { test, type Caller } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask } from './turn.ts';

interface List {
	conversations: { id: string; title: string }[];
	nextCursor: string | null;
}

async function list(caller: Caller, query: Record<string, string> = {}): Promise<List> {
	const answer = await caller.get(`/api/chat/sessions?${new URLSearchParams(query)}`);
	expect(answer.status, `${JSON.stringify(query)} ${answer.text.slice(0, 300)}`).toBe(200);
	return answer.json as List;
}

test('pages of two hold every conversation once, newest first', async ({ newVisitor }) => {
	const visitor = newVisitor();
	const ids: string[] = [];
	for (const question of ['Hello', 'Thanks', 'Hello there', 'Good morning', 'Bye'])
		ids.unshift((await ask(visitor, question)).conversationId);
	await expect.poll(async () => (await list(visitor)).conversations.map(({ id }) => id)).toEqual(ids);
	const seen: string[] = [];
	let cursor: string | null = null;
	do {
		const page: List = await list(visitor, { limit: '2', ...(cursor === null ? {} : { cursor }) });
		expect(page.conversations.length).toBeLessThanOrEqual(2);
		seen.push(...page.conversations.map(({ id }) => id));
		cursor = page.nextCursor;
	} while (cursor !== null);
	expect(seen).toEqual(ids);
	// A cursor of a page that never was is no error: there is nothing older.
	expect((await list(visitor, { cursor: '0_00000000-0000-4000-8000-000000000000' })).conversations).toEqual(
		[]
	);
});

test('a search takes every character as something to find', async ({ newVisitor }) => {
	const visitor = newVisitor();
	const { conversationId } = await ask(
		visitor,
		'Is 100% attendance of "choir_practice" a must (really)? \\o/'
	);
	const found = async (q: string) => (await list(visitor, { q })).conversations.map(({ id }) => id);
	await expect.poll(() => found('attendance')).toEqual([conversationId]);
	for (const q of [
		'100%',
		'attendan',
		'CHOIR',
		'"choir',
		'must (really)',
		'\\o/',
		'choir_practice',
		'attendance choir'
	])
		expect(await found(q), q).toEqual([conversationId]);
	for (const q of ['1%0', 'zz_zz', 'accordion', 'attendance accordion', '_______', '\\\\\\'])
		expect(await found(q), q).toEqual([]);
});

test.describe('a search survives', () => {
	const queries: Record<string, string> = {
		'an unfinished expression': 'a AND NOT (b*',
		'an open quote': '"fees',
		'a column filter': 'text:fees',
		'operators alone': 'AND OR NOT NEAR',
		'a NEAR group': 'NEAR(fees lesson, 5)',
		'a caret and a plus': '^fees + lesson',
		'a star alone': '*',
		brackets: '{text} : [fees]',
		'quotes alone': '""""""',
		'a quote of SQL': "' OR 1=1; DROP TABLE messages; --",
		wildcards: '%_%_%_%',
		'a long word': 'x'.repeat(200),
		'sixty characters of a sentence': 'What does a 30-minute lesson cost for a term at this school, please',
		'two hundred characters of Japanese': '音楽'.repeat(100),
		'many words': 'a b c d e f g h i j k l m n o p q r s t u v w x y z '.repeat(3).trim(),
		emoji: '🎵🎹',
		'a NUL': 'a\0b',
		'half a surrogate pair': 'a\ud83c',
		blanks: '    ',
		'an override': '\u202efees'
	};
	for (const [name, q] of Object.entries(queries))
		test(name, async ({ newVisitor }) => {
			const person = await newVisitor().enterAs('teacher');
			await list(person, { q });
			const documents = await person.get(`/api/knowledge/documents?${new URLSearchParams({ q })}`);
			expect(documents.status, documents.text.slice(0, 300)).toBe(200);
			const search = await person.post('/api/knowledge/search', { query: q, top_k: 3 });
			if (q.trim() === '') expectRefusal(search, 'invalid');
			else expect(search.status, search.text.slice(0, 300)).toBe(200);
		});
});
