// What was asked in vain, from the question to the article that answers it, with the school's own services.
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReportSchool } from '#lib/server/desk-report/fixtures/report-school.ts';
import { eq } from 'drizzle-orm';
import { schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { openSchool } from './fixtures/school.ts';

const NOW = Date.now();
const HOUR = 3_600_000;
const AN_HOUR_AGO = NOW - HOUR;
const { knowledgeGaps: gaps, knowledge, database } = openSchool();
const { agent, ask, conversation, rate, reset, say, wish } = openReportSchool(env.DB, NOW, 'Europe/Berlin');
const admin: Actor = { userId: newId(), role: 'admin', via: 'session' };
const list = (status: 'open' | 'closed' | 'dismissed' = 'open') => gaps.list(agent, { status });

beforeEach(async () => {
	await reset();
	await database.delete(schema.knowledgeGaps);
	for (const { id } of (await knowledge.listDocuments(SYSTEM)).documents)
		await knowledge.deleteDocument(SYSTEM, id);
});

async function asked(text: string, at = AN_HOUR_AGO, answer: Parameters<typeof ask>[3] = { refused: true }) {
	const place = await conversation(at);
	return { ...place, ...(await ask(at, place, text, answer)) };
}

describe('gaps', () => {
	it('put together what was asked in other words, and tell why each answer was not good enough', async () => {
		await asked('Do you teach the theremin?');
		await asked('Is there a theremin teacher?', AN_HOUR_AGO + 1);
		const disliked = await asked('Theremin lessons?', AN_HOUR_AGO + 2, {});
		await rate(NOW, disliked.answerId, 'down');
		const passed = await asked('How do I get to the school by bus?', AN_HOUR_AGO + 3, {});
		await wish(AN_HOUR_AGO + HOUR / 2, passed);
		await asked('Where can I park?', AN_HOUR_AGO + 4, {});
		await asked('Thank you!', AN_HOUR_AGO + 5, { intent: 'thanks', refused: true });
		const found = await list();
		expect(
			found.map(({ question, count, people, reasons }) => ({ question, count, people, reasons }))
		).toEqual([
			{ question: 'Do you teach the theremin?', count: 3, people: 3, reasons: { refused: 2, disliked: 1 } },
			{ question: 'How do I get to the school by bus?', count: 1, people: 1, reasons: { 'handed-over': 1 } }
		]);
		expect(await list(), 'read twice, counted once').toHaveLength(2);
	});

	it('begin an article with what people of the school answered, masked, and close when it answers', async () => {
		const place = await asked('Do you teach the theremin?');
		const answer = 'Yes, Ms Hall teaches the theremin on Tuesdays. Write to hall@school.example.';
		await say(AN_HOUR_AGO + 60_000, place, { role: 'agent', text: answer });
		const [gap] = await list();
		const detail = await gaps.read(agent, gap!.id);
		expect(detail.draft.text).toContain('teaches the theremin on Tuesdays');
		expect(detail.draft.text).not.toContain('hall@school.example');
		expect(detail.answer.refused).toBe(true);
		const article = { title: 'Theremin lessons', text: detail.draft.text, audience: 'public' as const };
		await expect(gaps.answer(admin, gap!.id, article)).rejects.toMatchObject({ code: 'invalid' });
		const text = 'We teach the theremin: Ms Hall teaches it on Tuesdays.';
		const { documentId, status } = await gaps.answer(admin, gap!.id, { ...article, text });
		expect(status).toBe('closed');
		expect(await list()).toEqual([]);
		expect((await list('closed'))[0]?.document).toEqual({ id: documentId, title: 'Theremin lessons' });
		expect((await knowledge.getDocument(VISITOR, documentId)).text).toContain('on Tuesdays');
		const { draft } = await gaps.read(admin, gap!.id);
		expect(draft).toEqual({ origin: 'article', title: 'Theremin lessons', text });
	});

	it('stay open where the article is not for visitors, and open again when somebody asks in vain afterwards', async () => {
		await asked('Do you teach the theremin?');
		const [gap] = await list();
		const article = { title: 'Theremin', text: 'We teach the theremin: Ms Hall teaches it on Tuesdays.' };
		expect((await gaps.answer(admin, gap!.id, { ...article, audience: 'staff' })).status).toBe('open');
		expect((await gaps.answer(admin, gap!.id, { ...article, audience: 'public' })).status).toBe('closed');
		await asked('Do you teach the theremin in the holidays?', Date.now() + HOUR);
		expect(await list()).toMatchObject([{ id: gap!.id, status: 'open', count: 2, document: null }]);
	});

	it('close by themselves when a newer document answers, and not by one that was there before', async () => {
		const source = '# The way here\n\nThe school is reached by bus line 4 from the station.';
		const article = { name: 'buses.md', mediaType: 'text/markdown', source };
		await asked('How do I reach the school by bus?');
		expect(await list()).toHaveLength(1);
		await knowledge.addDocument(SYSTEM, article);
		expect(await list()).toEqual([]);
		expect(await list('closed')).toMatchObject([{ document: { title: 'The way here' } }]);

		await asked('Which bus line goes to the school?', Date.now() + HOUR);
		expect(await list()).toHaveLength(1);
		await gaps.upkeep();
		expect(await list(), 'it was there, and did not help').toHaveLength(1);
	});

	it('go with their questions: a gap loses the one it gathers around, and then the last', async () => {
		const first = await asked('Do you teach the theremin?');
		const second = await asked('Is there a theremin teacher?', AN_HOUR_AGO + 1);
		await list();
		const erase = (personId: string) =>
			database.delete(schema.messages).where(eq(schema.messages.personId, personId));
		await erase(first.personId);
		expect(await list()).toMatchObject([{ question: 'Is there a theremin teacher?', count: 1 }]);
		await erase(second.personId);
		expect(await list()).toEqual([]);
		expect(await database.select().from(schema.knowledgeGaps)).toEqual([]);
	});

	it('are dismissed and opened again by who writes the knowledge, and read by agents alone', async () => {
		await asked('Do you teach the theremin?');
		const [gap] = await list();
		await expect(gaps.change(agent, gap!.id, { status: 'dismissed' })).rejects.toMatchObject({
			code: 'forbidden'
		});
		await gaps.change(admin, gap!.id, { status: 'dismissed' });
		expect(await list()).toEqual([]);
		expect(await list('dismissed')).toHaveLength(1);
		await gaps.change(admin, gap!.id, { status: 'open' });
		expect(await list()).toHaveLength(1);
		const user: Actor = { userId: newId(), role: 'user', via: 'session' };
		await expect(gaps.list(user, { status: 'open' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(gaps.read(agent, newId())).rejects.toMatchObject({ code: 'not-found' });
	});
});
