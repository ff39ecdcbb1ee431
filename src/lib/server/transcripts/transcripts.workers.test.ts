import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import { createDatabaseProjection, type Chronicle } from '../chat/index.ts';
import {
	createDatabase,
	createManualClock,
	schema,
	type AuditEvent,
	type Bindings
} from '../platform/index.ts';
import {
	ChangeTranscript,
	createTranscripts,
	ListTranscripts,
	ReadTranscript,
	SearchTranscripts
} from './index.ts';
import { lastSeq, message, report, said } from './fixtures/messages.ts';

const database = createDatabase((env as unknown as Bindings).DB);
const projection = createDatabaseProjection(database);
const clock = createManualClock();
const AGENT: Actor = { userId: newId(), role: 'agent', via: 'session', displayName: 'Ben' };
const ADMIN: Actor = { userId: newId(), role: 'admin', via: 'session' };
const PERSON: Actor = { userId: newId(), role: 'user', via: 'session' };

let audited: AuditEvent[] = [];
let published: string[] = [];
let messages: ConversationMessage[] = [];
const transcripts = createTranscripts({
	...{ database, clock },
	audit: { record: (_actor, event) => void audited.push(event) },
	chat: {
		chronicle: async (): Promise<Chronicle> => ({
			...{ messages, places: {}, turns: [], moments: [], notes: [], nextBefore: null, nextAfter: null }
		})
	},
	knowledge: {
		async addDocument(_actor, { name }) {
			published.push(name);
			const documentId = newId();
			await database.insert(schema.knowledgeDocuments).values({
				...{ id: documentId, name, title: 'T', mediaType: 'text/markdown', tags: [], audience: 'public' },
				...{ revision: 'r', chunkCount: 1, length: 1, createdBy: 'x', createdAt: 1, updatedAt: 1 }
			});
			return { documentId, revision: 'r', status: 'created', chunks: 1, removed: {} as never };
		}
	}
});

type Batch = Parameters<typeof projection.write>[0];
async function write(id: string, some: ConversationMessage[], more: Partial<Batch> = {}, record = {}) {
	await projection.write({
		conversation: {
			...{
				id,
				personId: PERSON.userId,
				title: 'Anna asks',
				status: 'active',
				language: 'en',
				channel: 'text'
			},
			...{
				metadata: { voiceEnabled: false },
				messageCount: some.length,
				createdAt: 1,
				updatedAt: clock.now()
			},
			...{ deletedAt: null, pinnedAt: null, tags: [], ...record }
		} as unknown as Batch['conversation'],
		...{ seq: lastSeq(), messages: some, ratings: [], handovers: [], remembered: undefined, ...more }
	});
	clock.advance(60_000);
	return id;
}

const list = async (query: Record<string, string> = {}, actor = AGENT) =>
	(await transcripts.list(actor, ListTranscripts.parse(query))).transcripts.map(({ id }) => id);
const search = (q: string, query: Record<string, string> = {}) =>
	transcripts.search(AGENT, SearchTranscripts.parse({ q, ...query }));

beforeAll(async () => {
	for (const { userId = '', role } of [AGENT, ADMIN, PERSON])
		await database.insert(schema.users).values({
			...{ id: userId, role, email: `${role}-${userId}@example.org` },
			...{ displayName: role === 'user' ? 'Anna Müller' : 'Ben', createdAt: 1, updatedAt: 1 }
		});
});
beforeEach(async () => {
	await database.delete(schema.messages);
	await database.delete(schema.conversations);
	[audited, published, messages] = [[], [], []];
});

it('finds a conversation by all that was ever told of it, whatever was written again since', async () => {
	const answer = message('assistant', [
		{ type: 'tool-create_ticket', toolCallId: 't', state: 'output-available' },
		said('Sorry.'),
		report({
			intent: 'complaint',
			sentiment: -0.8,
			confidence: 0.2,
			refused: true,
			topics: ['fees'],
			language: 'de'
		})
	]);
	const handover = {
		...{
			id: newId(),
			reason: 'x',
			origin: 'person' as const,
			status: 'taken' as const,
			agentId: AGENT.userId ?? ''
		},
		...{ createdAt: 1, takenAt: 2, answeredAt: null, closedAt: null, outcome: null }
	} as unknown as Batch['handovers'][number];
	const one = await write(newId(), [answer], {
		handovers: [handover],
		ratings: [{ messageId: answer.id, rating: { value: 'down', reason: null, updatedAt: 1 } }]
	});
	const two = await write(newId(), [message('assistant', [report({ intent: 'thanks', sentiment: 1 })])]);
	await write(one, [
		answer,
		message('assistant', [report({ intent: 'thanks', sentiment: 1, language: 'und' })])
	]);
	expect(await list()).toEqual([one, two]);
	const onlyOne = [
		...[{ topic: 'fees' }, { intent: 'complaint' }, { tool: 'create_ticket' }, { agent: AGENT.userId ?? '' }],
		...[{ sentiment: 'negative' }, { confidence: 'low' }, { rating: 'down' }, { handover: 'yes' }],
		...[{ language: 'de' }, { refused: 'yes' }, { topic: 'fees', intent: 'thanks', rating: 'down' }]
	];
	for (const query of onlyOne) expect(await list(query as never), JSON.stringify(query)).toEqual([one]);
	const onlyTwo = [{ sentiment: 'positive' }, { handover: 'no' }, { rating: 'none' }, { language: 'en' }];
	for (const query of onlyTwo) expect(await list(query as never), JSON.stringify(query)).toEqual([two]);
	expect(await list({ topic: 'fees', language: 'en' })).toEqual([]);
	const [row] = (await transcripts.list(AGENT, ListTranscripts.parse({ topic: 'fees' }))).transcripts;
	expect(row).toMatchObject({ agents: ['Ben'], lastIntent: 'thanks', rating: 'down', title: '[name] asks' });
	await write(one, [], { ratings: [{ messageId: answer.id, rating: null }] });
	expect(await list({ rating: 'none' })).toEqual([one, two]);
});

it('gives each conversation once, page by page, while others come in', async () => {
	const ids: string[] = [];
	for (let n = 0; n < 7; n++) ids.unshift(await write(newId(), [message('user', [said('hello')])]));
	const seen: string[] = [];
	let cursor: string | undefined;
	do {
		const page = await transcripts.list(AGENT, ListTranscripts.parse({ limit: 3, cursor }));
		seen.push(...page.transcripts.map(({ id }) => id));
		cursor = page.nextCursor ?? undefined;
		await write(newId(), []);
	} while (cursor !== undefined);
	expect(seen).toEqual(ids);
	await expect(transcripts.list(AGENT, ListTranscripts.parse({ cursor: "1' OR 1" }))).rejects.toMatchObject({
		code: 'invalid'
	});
});

it('finds words in everybody’s messages, newest first, masked, and nothing that is being deleted', async () => {
	const text = 'Anna’s cello lessons: write to anna@example.org';
	const one = await write(newId(), [message('user', [said(text)])]);
	const two = await write(newId(), [message('assistant', [said('A cello LESSON costs more'), report({})])]);
	await write(newId(), [message('user', [said('my cello lesson')])], {}, { deletedAt: 5 });
	const { hits, nextCursor } = await search('lesson "cello"');
	expect(hits.map(({ conversationId }) => conversationId)).toEqual([two, one]);
	expect(hits[1]?.snippet.text).toBe('[name] cello lessons: write to [e-mail]');
	expect(nextCursor).toBeNull();
	expect((await search('cello lesson', { intent: 'question' })).hits).toHaveLength(1);
	const first = await search('cello lesson', { limit: '1' });
	const second = await search('cello lesson', { limit: '1', cursor: first.nextCursor ?? '' });
	expect([...first.hits, ...second.hits].map(({ conversationId }) => conversationId)).toEqual([two, one]);
	expect(second.nextCursor).toBeNull();
});

it('takes an unfinished word where nothing has it as it stands, and never digits one by one', async () => {
	await write(newId(), [message('user', [said('call 01701234567 about the violoncello')])]);
	expect((await search('about violon')).hits).toHaveLength(1);
	expect((await search('01701')).hits).toHaveLength(0);
	expect((await search('01701234567')).hits[0]?.snippet.text).toBe('call [phone] about the violoncello');
});

it('reads nothing that is typed as syntax, and says what it does not take', async () => {
	await write(newId(), [message('user', [said('text AND cello')])]);
	for (const q of ['"cello', 'text:cello', 'NEAR(text cello)', 'cello*', "') OR 1=1 --", 'a'.repeat(200)])
		await expect(search(q), q).resolves.toBeDefined();
	for (const q of ['"', '***', '"":^']) await expect(search(q), q).rejects.toMatchObject({ code: 'invalid' });
	for (const cursor of ['x', 'e', 'e1e9', 'p-1', "e1' OR '1"])
		await expect(search('cello', { cursor }), cursor).rejects.toMatchObject({ code: 'invalid' });
	expect(SearchTranscripts.safeParse({ q: 'a'.repeat(10_000) }).success).toBe(false);
});

it('shows personal data to whoever may see it, for a reason, for a while, each time with an entry', async () => {
	const asked = message('user', [said('I am Anna, 0170 1234567')]);
	const id = await write(newId(), [asked]);
	messages = [asked];
	const read = async (actor: Actor, unmasking?: string) => {
		const { entries, unmaskedUntil } = await transcripts.read(actor, id, ReadTranscript.parse({ unmasking }));
		return [JSON.stringify(entries).includes('0170'), unmaskedUntil !== null];
	};
	expect(await read(ADMIN)).toEqual([false, false]);
	await expect(transcripts.unmask(AGENT, id, 'They asked me to call back.')).rejects.toMatchObject({
		code: 'forbidden'
	});
	const { unmasking } = await transcripts.unmask(ADMIN, id, 'They asked me to call back.');
	expect(await read(ADMIN, unmasking)).toEqual([true, true]);
	await expect(read(AGENT, unmasking)).rejects.toMatchObject({ code: 'forbidden' });
	expect(await read({ ...ADMIN, userId: newId() }, unmasking)).toEqual([false, false]);
	expect(audited.map(({ action }) => action)).toEqual(['transcript.unmasked', 'transcript.read-unmasked']);
	expect(JSON.stringify(audited)).not.toContain('call back');
	const other = await write(newId(), [asked]);
	const masked = await transcripts.read(ADMIN, other, ReadTranscript.parse({ unmasking }));
	expect(masked.unmaskedUntil).toBeNull();
	const file = await transcripts.export(ADMIN, id, { format: 'json', unmasking });
	expect(await file.text()).toContain('0170');
	clock.advance(15 * 60_000);
	expect(await read(ADMIN, unmasking)).toEqual([false, false]);
	await expect(transcripts.export(ADMIN, id, { format: 'csv', unmasking })).rejects.toMatchObject({
		code: 'forbidden'
	});
	for (const format of ['json', 'csv', 'md'] as const)
		expect(await (await transcripts.export(ADMIN, id, { format })).text()).not.toContain('0170');
});

it('keeps the team’s tags and each one’s bookmarks, and refuses a thousand', async () => {
	const id = await write(newId(), [message('user', [said('hello')])], {}, { tags: ['mine'] });
	const change = (value: unknown) => transcripts.change(AGENT, id, ChangeTranscript.parse(value));
	expect(await change({ tags: ['VIP', 'vip', ' to  call '], isBookmarked: true })).toMatchObject({
		tags: ['to call', 'VIP'],
		isBookmarked: true
	});
	expect(await list({ tag: 'vip' })).toEqual([id]);
	expect(await list({ bookmarked: 'yes' })).toEqual([id]);
	expect(await list({ bookmarked: 'yes' }, ADMIN)).toEqual([]);
	expect(await change({ tags: ['to call'] })).toMatchObject({ tags: ['to call'], isBookmarked: true });
	expect(await list({ tag: 'vip' })).toEqual([]);
	const many = ChangeTranscript.safeParse({ tags: Array.from({ length: 1_000 }, (_, n) => `tag ${n}`) });
	expect(many.error?.issues[0]?.message).toContain('20 tags');
	expect(ChangeTranscript.safeParse({ tags: ['x'.repeat(10_000)] }).success).toBe(false);
});

it('is for the people of the school alone, and knows no conversation that is gone', async () => {
	const id = await write(newId(), [message('user', [said('hello')])]);
	for (const actor of [PERSON, { ...PERSON, role: 'teacher' } as Actor]) {
		await expect(list({}, actor)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(transcripts.read(actor, id, ReadTranscript.parse({}))).rejects.toMatchObject({
			code: 'forbidden'
		});
		expect(await transcripts.sourceOf(actor, newId())).toBeNull();
	}
	await transcripts.change(AGENT, id, { tags: ['x'], isBookmarked: true });
	await transcripts.unmask(ADMIN, id, 'A reason that is long enough.');
	await projection.erase(id);
	await expect(transcripts.read(AGENT, id, ReadTranscript.parse({}))).rejects.toMatchObject({
		code: 'not-found'
	});
	for (const table of [
		'conversation_facts',
		'conversation_labels',
		'transcript_tags',
		'transcript_bookmarks'
	])
		expect(await database.$client.prepare(`SELECT * FROM ${table}`).all(), table).toMatchObject({
			results: []
		});
	expect(await database.$count(schema.transcriptUnmaskings)).toBe(0);
});

it('makes an answer of the school’s people a document, once, with personal data masked', async () => {
	const question = message('user', [said('Can I hire a cello? I am Anna.')]);
	const answer = message('agent', [said('Yes, Anna: a cello costs 20 a month.')], question.id);
	const reply = message('assistant', [said('Sure.'), report({})], question.id);
	const id = await write(newId(), [question, answer, reply]);
	expect(await transcripts.draft(ADMIN, id, answer.id)).toEqual({
		...{ title: 'Can I hire a cello?', text: 'Yes, [name]: a cello costs 20 a month.', documentId: null }
	});
	const words = { title: 'Hiring a cello', audience: 'public' as const };
	const publish = (text: string, actor = ADMIN, of = answer) =>
		transcripts.publish(actor, id, of.id, { ...words, text });
	await expect(publish('Yes, [name]: a cello costs 20.')).rejects.toMatchObject({ code: 'invalid' });
	await expect(publish('A cello costs 20 a month.', AGENT)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(publish('Sure, and so on.', ADMIN, reply)).rejects.toMatchObject({ code: 'invalid' });
	const first = await publish('A cello costs 20 a month.');
	expect(first.isNew).toBe(true);
	expect(await publish('Once more.')).toEqual({ documentId: first.documentId, isNew: false });
	expect(published).toHaveLength(1);
	expect((await transcripts.draft(ADMIN, id, answer.id)).documentId).toBe(first.documentId);
	expect(await transcripts.sourceOf(AGENT, first.documentId)).toEqual({
		conversationId: id,
		messageId: answer.id
	});
});
