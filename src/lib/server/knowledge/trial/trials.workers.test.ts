// What a trial finds is held against what is found when its change is really made, on the real tables and the real index.
import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import type { SearchOutcome } from '#lib/shared/knowledge.ts';
import { createRandom } from '#lib/shared/seeded-random.ts';
import { createEmbeddedEmbedder, createEmbeddedReranker } from '../../ai/index.ts';
import { createLogger } from '../../observability/index.ts';
import { openIngestStage } from '../fixtures/ingest-stage.ts';
import { createOneIndex } from '../fixtures/one-index.ts';
import { createBm25 } from './bm25.ts';
import { createTrials, type ChangedText } from './trials.ts';

const stage = openIngestStage();
const { knowledge, database } = stage;
const trials = createTrials({
	database,
	indexes: createOneIndex(stage.vectors, createEmbeddedEmbedder()),
	reranker: createEmbeddedReranker(),
	log: createLogger({ level: 'error' })
});

const SUBJECTS = [
	'The piano room',
	'A violin lesson',
	'The summer recital',
	'Every teacher',
	'The fee',
	'A pupil'
];
const VERBS = ['opens at', 'costs', 'lasts', 'is moved to', 'is cancelled after', 'begins on'];
const OBJECTS = [
	'nine in the morning',
	'forty euros',
	'thirty minutes',
	'the garden hall',
	'Monday',
	'two weeks'
];
const QUESTIONS = [
	'What does a violin lesson cost?',
	'When does the piano room open?',
	'Where is the summer recital?',
	'How long is the lesson of a pupil on the zither?',
	'Is there a carpark near the bandoneon?',
	'violon leson monday'
];

beforeAll(() => stage.empty());
const random = createRandom(44);
const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? '';
const paragraph = () =>
	Array.from({ length: 6 }, () => `${pick(SUBJECTS)} ${pick(VERBS)} ${pick(OBJECTS)}.`).join(' ');
const article = (at: number) =>
	`# Article ${at}\n\n${Array.from({ length: 5 }, () => `## ${pick(SUBJECTS)}\n\n${paragraph()} ${paragraph()} ${paragraph()}`).join('\n\n')}\n`;

/** Relevance is a logistic of sums: their last digits may differ. */
const told = ({ passages, terms }: SearchOutcome) => ({
	passages: passages.map(({ relevance, ...passage }) => ({ ...passage, relevance: relevance.toFixed(9) })),
	terms
});
const askAll = (search: (query: string) => Promise<SearchOutcome>) =>
	Promise.all(QUESTIONS.map(async (query) => told(await search(query))));

async function tryOut(documentId: string, change: ChangedText) {
	const { document } = await knowledge.getDocument(SYSTEM, documentId);
	const trial = await trials.open(documentId, document.revision, change);
	const sides = QUESTIONS.map((query) => ({ query, ...trial.question() }));
	return {
		before: await Promise.all(
			sides.map(async ({ query, before }) => told(await before.search(VISITOR, { query, topK: 20 })))
		),
		after: await Promise.all(
			sides.map(async ({ query, after }) => told(await after.search(VISITOR, { query, topK: 20 })))
		)
	};
}
const askNow = () => askAll((query) => knowledge.search(VISITOR, { query, topK: 20 }));

describe('a change that is tried', () => {
	const ids: string[] = [];
	beforeEach(async () => {
		await stage.empty();
		ids.length = 0;
		for (let at = 0; at < 12; at++) {
			const { documentId } = await knowledge.addDocument(SYSTEM, {
				...{ name: `${at}.md`, mediaType: 'text/markdown', source: article(at) },
				audience: at % 4 === 3 ? 'staff' : 'public'
			});
			ids.push(documentId);
		}
	});

	it('finds what will be found when it is published, and before it what is found now', async () => {
		for (const name of ['0.md', '5.md', '11.md']) {
			const documentId = ids[Number.parseInt(name)] ?? '';
			const source = `${article(99)}\n\nThe bandoneon is tuned in the carpark, and the zither is taught on Sunday.\n`;
			const { document } = await knowledge.getDocument(SYSTEM, documentId);
			const change = { title: 'Another title', ...(await trials.prepare(document, source)) };
			const nowBefore = await askNow();
			const tried = await tryOut(documentId, change);
			expect(tried.before).toEqual(nowBefore);
			// Nothing of it is seen by anybody else.
			expect(await askNow()).toEqual(nowBefore);
			await knowledge.addDocument(SYSTEM, {
				...{ name, mediaType: 'text/markdown', source, title: 'Another title', over: document.revision }
			});
			expect(tried.after).toEqual(await askNow());
			expect(tried.after).not.toEqual(tried.before);
		}
	});

	it('may be that the document is gone', async () => {
		const documentId = ids[1] ?? '';
		const tried = await tryOut(documentId, undefined);
		await knowledge.deleteDocument(SYSTEM, documentId);
		expect(tried.after).toEqual(await askNow());
	});

	it('ranks rows as the tables do', async () => {
		const terms = ['piano', 'garden', 'moved', 'piano', 'lesson', 'nowhere'];
		const rows = await database.all<{ stems: string; rank: number }>(sql`
			SELECT title || ' ' || headings || ' ' || body AS stems, rank
			FROM knowledge_chunks_fts WHERE knowledge_chunks_fts MATCH ${terms.map((term) => `"${term}"`).join(' OR ')}`);
		const counts = await database.all<{ term: string; doc: number; cnt: number }>(
			sql`SELECT term, doc, cnt FROM knowledge_terms`
		);
		const [{ total } = { total: 0 }] = await database.all<{ total: number }>(
			sql`SELECT count(*) AS total FROM knowledge_chunks`
		);
		const scoreOf = createBm25(terms, {
			rows: total,
			tokens: counts.reduce((sum, { cnt }) => sum + cnt, 0),
			countOf: (term) => counts.find((one) => one.term === term)?.doc ?? 0
		});
		expect(rows.length).toBeGreaterThan(20);
		for (const { stems, rank } of rows)
			expect(scoreOf(stems.split(' ').filter((stem) => stem !== ''))).toBeCloseTo(-rank, 10);
	});

	it('is tried over one revision alone, and published over it alone', async () => {
		const documentId = ids[2] ?? '';
		const { document } = await knowledge.getDocument(SYSTEM, documentId);
		const over = (revision: string, source: string) =>
			knowledge.addDocument(SYSTEM, {
				...{ name: '2.md', mediaType: 'text/markdown', source, over: revision }
			});
		await over(document.revision, '# Two\n\nThe harp is tuned on Friday.');
		await expect(trials.open(documentId, document.revision, undefined)).rejects.toMatchObject({
			code: 'conflict'
		});
		await expect(over(document.revision, '# Two\n\nThe harp is sold.')).rejects.toMatchObject({
			code: 'conflict'
		});
		expect((await knowledge.getDocument(SYSTEM, documentId)).text).toContain('tuned on Friday');
		// Of two at once over the same revision one comes into force.
		const { revision } = await knowledge.getDocument(SYSTEM, documentId);
		const ends = await Promise.allSettled([
			over(revision, '# Two\n\nThe harp is red.'),
			over(revision, '# Two\n\nThe harp is blue.')
		]);
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});
});
