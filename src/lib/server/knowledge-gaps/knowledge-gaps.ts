// What people asked and the school's knowledge could not answer: a list, an article out of it, and its end. Only for who may read everybody's
// conversations; only who writes the knowledge changes anything.
import { sql } from 'drizzle-orm';
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { GapDetail, GapStatus, KnowledgeGap } from '#lib/shared/knowledge-gaps.ts';
import { TRANSCRIPT_LIMITS } from '#lib/shared/transcripts.ts';
import type { DeskReports } from '../desk-report/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import { maskWords, type PublishAnswer } from '../transcripts/index.ts';
import { closeAnswerable, type Answer } from './close-answerable.ts';
import { gather } from './gather.ts';
import { readAnswers, readGaps, readQuestions } from './read-gaps.ts';
import type { ChangeGap, ListGaps } from './requests.ts';

/** Behind a page somebody waits; the rest is done by night. */
const TRIED_BEHIND_A_PAGE = 5;
const TRIED_BY_NIGHT = 300;
const GATHERED_BY_NIGHT = 50;

export interface KnowledgeGaps {
	/** Takes in what is new and tries what might be answerable, a little of both; then the list, at most a hundred. */
	list(actor: Actor, query: ListGaps): Promise<KnowledgeGap[]>;
	read(actor: Actor, id: string): Promise<GapDetail>;
	change(actor: Actor, id: string, change: ChangeGap): Promise<KnowledgeGap>;
	/** Writes the article; `status` tells whether the question is answered now. Written again it is a revision of the same article. */
	answer(
		actor: Actor,
		id: string,
		article: PublishAnswer
	): Promise<{ documentId: string; status: GapStatus }>;
	/** All of it, in bounded pieces. Gives how many closed. */
	upkeep(): Promise<number>;
}

interface KnowledgeGapsDependencies {
	database: Database;
	clock: Clock;
	audit: Audit;
	embedder: EmbeddingModelV4;
	/** As a visitor would be answered. */
	answer: Answer;
	reports: Pick<DeskReports, 'followQuestions'>;
	knowledge: Pick<Knowledge, 'addDocument' | 'getDocument'>;
}

/** What the article of a gap is known by: written again, it is a revision. */
const nameOf = (id: string): string => `gaps/${id}.md`;

export function createKnowledgeGaps(dependencies: KnowledgeGapsDependencies): KnowledgeGaps {
	const { database, clock, audit, embedder, answer, reports, knowledge } = dependencies;

	async function find(actor: Actor, id: string): Promise<KnowledgeGap> {
		requirePermission(actor, 'read:conversation');
		const [gap] = await readGaps(database, { id });
		if (gap === undefined) throw new AppError('not-found', m.gaps_unknown());
		return gap;
	}

	/** The article as it stands, where one was written; else what people of the school answered. */
	async function draftFor(actor: Actor, { id, question }: KnowledgeGap): Promise<GapDetail['draft']> {
		const [written] = await database.all<{ id: string }>(
			sql`SELECT id FROM knowledge_documents WHERE name = ${nameOf(id)}`
		);
		if (written !== undefined) {
			const { document, text } = await knowledge.getDocument(actor, written.id);
			return { origin: 'article', title: document.title, text: text.replace(/^# .*\n+/u, '').trimEnd() };
		}
		const text = (await readAnswers(database, id)).join('\n\n');
		const title = question.replace(/\s+/gu, ' ').slice(0, TRANSCRIPT_LIMITS.title);
		return { origin: text === '' ? 'nothing' : 'answers', title, text };
	}

	return {
		async list(actor, { status }) {
			requirePermission(actor, 'read:conversation');
			await reports.followQuestions();
			await gather(database, embedder, clock);
			await closeAnswerable(database, answer, clock, { atMost: TRIED_BEHIND_A_PAGE });
			return readGaps(database, { status });
		},
		async read(actor, id) {
			const gap = await find(actor, id);
			const [questions, draft, now] = await Promise.all([
				readQuestions(database, id),
				draftFor(actor, gap),
				answer(gap.question)
			]);
			return { ...gap, questions, draft, answer: { text: now.text, refused: now.refused } };
		},
		async change(actor, id, { status }) {
			requirePermission(actor, 'write:knowledge');
			await find(actor, id);
			await database.run(sql`UPDATE knowledge_gaps SET status = ${status}, document_id = NULL, updated_at = ${clock.now()}
				WHERE id = ${id}`);
			audit.record(actor, {
				...{ action: 'change:gap', objectType: 'knowledge-gap', objectId: id, outcome: 'allowed' },
				details: { status }
			});
			return find(actor, id);
		},
		async answer(actor, id, { title, text, audience }) {
			requirePermission(actor, 'write:knowledge');
			await find(actor, id);
			const left = maskWords().find((word) => title.includes(word) || text.includes(word));
			if (left !== undefined) throw new AppError('invalid', m.transcripts_mask_left({ word: left }));
			const { documentId } = await knowledge.addDocument(actor, {
				name: nameOf(id),
				mediaType: 'text/markdown',
				source: `# ${title}\n\n${text}\n`,
				...{ title, audience, tags: ['gaps'] }
			});
			await closeAnswerable(database, answer, clock, { atMost: 1, only: id });
			return { documentId, status: (await find(actor, id)).status };
		},
		async upkeep() {
			await reports.followQuestions(true);
			for (let round = 0; round < GATHERED_BY_NIGHT; round++)
				if ((await gather(database, embedder, clock)) === 0) break;
			return closeAnswerable(database, answer, clock, { atMost: TRIED_BY_NIGHT });
		}
	};
}
