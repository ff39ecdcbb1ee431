// A change of a document that is tried before it is published: what a search would find with it, beside what one finds now. Nothing of it
// reaches the tables or the index (changed-knowledge.ts).
import { asc, eq, sql } from 'drizzle-orm';
import type { RerankingModelV4 } from '@ai-sdk/provider';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor, type Role } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { SearchOutcome } from '#lib/shared/knowledge.ts';
import type { Logger } from '../../observability/index.ts';
import { schema, type Database } from '../../platform/index.ts';
import { readableAudiences, type Audience } from '../audience.ts';
import type { CandidateRow } from '../candidate-queries.ts';
import { chunkOrWhole } from '../chunker.ts';
import { chunkId, plainLine } from '../document-keys.ts';
import { embedChunks } from '../embed-chunks.ts';
import { indexTerms } from '../index-terms.ts';
import { normalise, writtenNameOf } from '../normaliser/normalise.ts';
import { search, type SearchInput } from '../search.ts';
import { createKnowledgeStore, type DocumentRow, type RevisionRow } from '../store.ts';
import type { VectorIndexes } from '../vector-indexes/index.ts';
import { changeIndex, changeStore, type DocumentChange } from './changed-knowledge.ts';
import { narrow, recallIndex, recallReranker, recallStore } from './recalled.ts';

/** How the document is to read; undefined: it is to be gone. */
export type ChangedText = { title: string; text: string; revision: string } | undefined;

/** Searches as the search tool makes them. */
export interface TrialSearch {
	search(actor: Actor, input: SearchInput): Promise<SearchOutcome>;
}

export interface Trial {
	document: DocumentRow;
	/** The least that reads the document. */
	reader: Role;
	/** Texts of the passages that are not there before, and of those that are not there after. */
	changed: string[];
	/** Both sides of one question. */
	question(): { before: TrialSearch; after: TrialSearch };
}

export interface Trials {
	/** A text as it would be in force. Throws too-large, invalid. */
	prepare(
		document: Pick<DocumentRow, 'mediaType'>,
		text: string
	): Promise<{ text: string; revision: string }>;
	/** Throws not-found, and conflict where another revision is in force. */
	open(documentId: string, baseRevision: string, change: ChangedText): Promise<Trial>;
	/** Newest first; the one in force is among them. */
	revisions(actor: Actor, documentId: string): Promise<RevisionRow[]>;
}

export interface TrialsDependencies {
	database: Database;
	indexes: Pick<VectorIndexes, 'current'>;
	reranker: RerankingModelV4;
	log: Logger;
}

const READERS: Record<Audience, Role> = {
	public: 'guest',
	students: 'user',
	teachers: 'teacher',
	staff: 'agent'
};
const REVISIONS_SHOWN = 50;
const { knowledgeRevisions: revisions } = schema;

export function createTrials({ database, indexes, reranker, log }: TrialsDependencies): Trials {
	const store = createKnowledgeStore(database);

	async function chunksOf(documentId: string): Promise<CandidateRow[]> {
		return database.all<CandidateRow>(sql`
			SELECT c.rowid AS "rowid", c.id AS "id", c.document_id AS "documentId", c.revision AS "revision",
				c.start AS "start", c."end" AS "end", c.title AS "title", c.headings AS "headings", c.body AS "body",
				f.title AS "titleStems", f.headings AS "headingStems", f.body AS "bodyStems"
			FROM knowledge_chunks c JOIN knowledge_chunks_fts f ON f.rowid = c.rowid
			WHERE c.document_id = ${documentId} ORDER BY c.rowid`);
	}

	return {
		async prepare({ mediaType }, text) {
			const { text: clean } = normalise(text, mediaType, writtenNameOf(mediaType));
			return { text: clean, revision: await sha256Hex(clean) };
		},

		async open(documentId, baseRevision, change) {
			const [document, gone, [size], index] = await Promise.all([
				store.findDocument(documentId),
				chunksOf(documentId),
				database.all<{ tokens: number }>(sql`SELECT coalesce(sum(cnt), 0) AS "tokens" FROM knowledge_terms`),
				currentIndex()
			]);
			if (document === undefined) throw new AppError('not-found', 'There is no such document.');
			if (document.revision !== baseRevision) throw new AppError('conflict', m.replay_changed_meanwhile());
			const added = change === undefined ? [] : rowsOf(documentId, change);
			const told: DocumentChange = { document, gone, added, tokens: size?.tokens ?? 0 };
			const storeAfter = changeStore(told);
			const indexAfter =
				index === undefined
					? undefined
					: changeIndex(
							told,
							await embedChunks(
								index.embedder,
								added.map(({ title, headings, body }) => ({
									...{ title, text: body },
									headings: headings.split('\n')
								}))
							)
						);

			return {
				document,
				reader: READERS[document.audience],
				changed: changedTexts(gone, added),
				question() {
					const live = recallStore(store, gone.length);
					const ranks = recallReranker(reranker);
					const liveIndex = index && recallIndex(index, gone.length);
					const sideOf = (side: Pick<Parameters<typeof search>[0], 'store' | 'indexes'>): TrialSearch => ({
						search: (actor, input) => search({ ...side, reranker: ranks, log }, actor, input)
					});
					return {
						before: sideOf({
							store: live,
							indexes: { current: async () => liveIndex && narrow(liveIndex) }
						}),
						after: sideOf({
							store: storeAfter(live),
							indexes: { current: async () => liveIndex && indexAfter?.(liveIndex) }
						})
					};
				}
			};
		},

		async revisions(actor, documentId) {
			requirePermission(actor, 'write:knowledge');
			const document = await store.findDocument(documentId);
			if (!document || !readableAudiences(actor.role).includes(document.audience))
				throw new AppError('not-found', 'There is no such document.');
			return database
				.select()
				.from(revisions)
				.where(eq(revisions.documentId, documentId))
				.orderBy(sql`${revisions.createdAt} DESC`, asc(revisions.revision))
				.limit(REVISIONS_SHOWN);
		}
	};

	/** As in a search: without vectors words alone decide. */
	async function currentIndex() {
		try {
			return await indexes.current();
		} catch (cause) {
			if (!(cause instanceof AppError)) throw cause;
			return undefined;
		}
	}
}

/** The document's chunks as the tables would give them; their rowids come after all that are there. */
function rowsOf(documentId: string, { title: given, text, revision }: NonNullable<ChangedText>) {
	const title = plainLine(given);
	return chunkOrWhole(text).map(({ ordinal, start, end, headings, text: body }): CandidateRow => {
		const fields = { title, headings: headings.join('\n'), body };
		const terms = indexTerms(fields);
		return {
			...{ rowid: Number.MAX_SAFE_INTEGER / 2 + ordinal, id: chunkId(documentId, revision, ordinal) },
			...{ documentId, revision, start, end, ...fields },
			...{ titleStems: terms.title, headingStems: terms.headings, bodyStems: terms.body }
		};
	});
}

function changedTexts(gone: readonly CandidateRow[], added: readonly CandidateRow[]): string[] {
	const textOf = ({ title, headings, body }: CandidateRow) => `${title}\n${headings}\n${body}`;
	const before = new Set(gone.map(textOf));
	const after = new Set(added.map(textOf));
	return [...before.symmetricDifference(after)];
}
