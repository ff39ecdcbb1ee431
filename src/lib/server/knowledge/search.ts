// Hybrid retrieval: BM25 by FTS5 and vectors, fused by rank, then reranked. Two trips to D1 when vectors found what words did not.
// Guarantees: only passages of documents the actor may read, each exactly a span of its revision; `relevance` is the reranker's.
// When the vector index cannot be asked, words alone decide, and the log says so.
import type { RerankingModelV4 } from '@ai-sdk/provider';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Passage, QueryTerm, SearchFilters, SearchOutcome } from '#lib/shared/knowledge.ts';
import { readQueryTerms, type Term } from '#lib/shared/text/terms.ts';
import { feedbackStems, isEverydayWord, isRealWord, similarStems } from '../ai/index.ts';
import type { Logger } from '../observability/index.ts';
import type { VectorMatch, VectorQuery } from '../platform/index.ts';
import { readableAudiences } from './audience.ts';
import { embedQuestion } from './embed-chunks.ts';
import { fuseRankings } from './fusion.ts';
import { cleanText } from './normaliser/clean.ts';
import { repairStem, spellingsOf } from './spelling.ts';
import type { CandidateFilter, CandidateRow, TermCount } from './candidate-queries.ts';
import type { KnowledgeStore } from './store.ts';
import type { VectorIndexes } from './vector-indexes/index.ts';

/** What a search asks the tables. Whoever stands in for it shows a search other knowledge than what is in force. */
export type SearchStore = Pick<KnowledgeStore, 'searchText' | 'findChunks' | 'similarTerms'>;

export interface SearchDependencies {
	store: SearchStore;
	indexes: Pick<VectorIndexes, 'current'>;
	reranker: RerankingModelV4;
	log: Logger;
}

export interface SearchInput {
	query: string;
	topK: number;
	filters?: SearchFilters | undefined;
}

/** A question, not a document: more would only cost time. */
const QUERY_CHARACTERS = 2_000;
const TERM_LIMIT = 40;
/** A reranker can only choose from what it is given; and its own feedback needs some that are not relevant. */
const CANDIDATES_MINIMUM = 100;
/** How many of the nearest vectors become candidates by that alone, as a share of the candidates by words. */
const VECTOR_SHARE = 0.3;
/** Misspelled words looked up in one query. */
const REPAIR_LIMIT = 5;

export function inverseDocumentFrequency(count: number, total: number): number {
	return Math.max(0, Math.log((total + 1) / (count + 1)));
}

function toQueryTerms(terms: readonly Term[], counts: readonly TermCount[], total: number): QueryTerm[] {
	const byTerm = new Map(counts.map(({ term, count }) => [term, count]));
	return terms.map(({ word, stem }) => {
		const documentFrequency = byTerm.get(stem) ?? 0;
		return { word, stem, documentFrequency, idf: inverseDocumentFrequency(documentFrequency, total) };
	});
}

function toPassage(row: CandidateRow, relevance: number): Passage {
	return {
		chunkId: row.id,
		documentId: row.documentId,
		revision: row.revision,
		title: row.title,
		headings: row.headings === '' ? [] : row.headings.split('\n'),
		start: row.start,
		end: row.end,
		text: row.body,
		relevance
	};
}

function toCandidate({ title, headings, body, titleStems, headingStems, bodyStems }: CandidateRow) {
	const stems = { title: titleStems, headings: headingStems, text: bodyStems };
	return { title, headings, text: body, stems };
}

function isHeld(counts: readonly TermCount[], stem: string): boolean {
	return counts.some(({ term, count }) => term === stem && count > 0);
}

/** What words of like meaning may stand for a term that no passage holds. */
function expandTerms(terms: readonly Term[], counts: readonly TermCount[]): string[] {
	const added = terms
		.filter(({ stem }) => !isHeld(counts, stem))
		.flatMap(({ stem }) => [...similarStems(stem)]);
	return [...new Set(added)].slice(0, TERM_LIMIT);
}

/** Each term that no passage holds becomes the word of like meaning that most passages hold, if any does. */
function replaceTerms(terms: readonly Term[], counts: readonly TermCount[]): Term[] {
	const held = new Map(counts.map(({ term, count }) => [term, count]));
	const seen = new Set<string>();
	return terms
		.map((term) => {
			if (isHeld(counts, term.stem)) return term;
			const [best] = [...similarStems(term.stem)].sort((a, b) => (held.get(b) ?? 0) - (held.get(a) ?? 0));
			return best !== undefined && isHeld(counts, best) ? { ...term, stem: best } : term;
		})
		.filter(({ stem }) => !seen.has(stem) && seen.add(stem));
}

/**
 * Terms that no passage holds, put right where an indexed term is near enough. Words are left alone: that a school's texts do not say
 * "brand" does not make it a misspelling of "band".
 */
async function repairTerms(
	store: SearchStore,
	terms: readonly Term[],
	counts: readonly TermCount[]
): Promise<Term[] | undefined> {
	const doubtful = terms
		.filter(({ stem, word }) => !isHeld(counts, stem) && !isEverydayWord(stem) && !isRealWord(word))
		.map(({ stem, word }) => ({ stem, spellings: spellingsOf(word, stem) }))
		.filter(({ spellings }) => spellings.length > 0)
		.slice(0, REPAIR_LIMIT);
	if (doubtful.length === 0) return undefined;
	const repairs = new Map<string, string>();
	const vocabulary = await store.similarTerms(doubtful.flatMap(({ spellings }) => spellings));
	for (const { stem, spellings } of doubtful) {
		const repaired = repairStem(spellings, vocabulary);
		if (repaired !== undefined) repairs.set(stem, repaired);
	}
	if (repairs.size === 0) return undefined;
	const seen = new Set<string>();
	return terms
		.map((term) => {
			const stem = repairs.get(term.stem);
			return stem === undefined ? term : { ...term, stem, word: stem };
		})
		.filter(({ stem }) => !seen.has(stem) && seen.add(stem));
}

/** By the index in force; when that one is away by one that stands by; and without any, by words: worse, but there. */
async function nearestVectors(
	{ indexes, log }: SearchDependencies,
	text: string,
	query: VectorQuery
): Promise<VectorMatch[]> {
	try {
		for (let index = await indexes.current(); index !== undefined; index = index.standby) {
			try {
				return await index.vectors.query(await embedQuestion(index.embedder, text), query);
			} catch (cause) {
				if (!(cause instanceof AppError) || index.standby === undefined) throw cause;
				log.warn('search goes on with other vectors', { model: index.embedder.modelId, code: cause.code });
			}
		}
		return [];
	} catch (cause) {
		if (!(cause instanceof AppError)) throw cause;
		log.warn('search goes on without vectors', { code: cause.code });
		return [];
	}
}

export async function search(
	dependencies: SearchDependencies,
	actor: Actor,
	input: SearchInput
): Promise<SearchOutcome> {
	const { store, reranker } = dependencies;
	const query = cleanText(input.query).text.slice(0, QUERY_CHARACTERS);
	let terms = readQueryTerms(query).slice(0, TERM_LIMIT);
	if (terms.length === 0) return { passages: [], terms: [] };
	const filter: CandidateFilter = {
		audiences: readableAudiences(actor.role),
		documentIds: input.filters?.documentIds,
		tags: input.filters?.tags
	};
	const depth = Math.max(CANDIDATES_MINIMUM, input.topK);
	const vectorQuery = {
		topK: depth,
		...(filter.documentIds === undefined ? {} : { documentIds: filter.documentIds })
	};
	const stemsOf = (list: readonly Term[]) => list.map(({ stem }) => stem);
	const [byWords, byVector] = await Promise.all([
		store.searchText(stemsOf(terms), filter, depth),
		nearestVectors(dependencies, query, vectorQuery)
	]);
	let byText = byWords;
	const repaired = await repairTerms(store, terms, byText.counts);
	const typed = new Set(stemsOf(terms));
	const added = expandTerms(
		(repaired ?? terms).filter(({ stem }) => typed.has(stem)),
		byText.counts
	);
	if (repaired || added.length > 0) {
		terms = repaired ?? terms;
		byText = await store.searchText([...stemsOf(terms), ...added], filter, depth);
		terms = replaceTerms(terms, byText.counts);
	}
	const queryTerms = toQueryTerms(terms, byText.counts, byText.total);
	const rows = new Map(byText.candidates.map((row) => [row.id, row]));
	const nearest = byVector.slice(0, Math.ceil(depth * VECTOR_SHARE)).map(({ id }) => id);
	const telling = feedbackStems(
		queryTerms.map(({ stem, idf, documentFrequency }) => ({ stem, idf, isKnown: documentFrequency > 0 })),
		byText.candidates.map(toCandidate)
	);
	const [byId, byFeedback] = await Promise.all([
		store.findChunks(
			nearest.filter((id) => !rows.has(id)),
			filter
		),
		telling.length === 0 ? undefined : store.searchText(telling, filter, depth)
	]);
	const further = byFeedback?.candidates ?? [];
	for (const row of [...byId, ...further]) rows.set(row.id, row);

	const fused = fuseRankings([
		{ ids: byText.candidates.map(({ id }) => id), weight: 1 },
		{ ids: nearest, weight: 0.5 },
		{ ids: further.map(({ id }) => id), weight: 0.5 }
	])
		.map((id) => rows.get(id))
		.filter((row) => row !== undefined);
	if (fused.length === 0) return { passages: [], terms: queryTerms };
	const cosines = new Map(byVector.map(({ id, score }) => [id, score]));
	const { ranking } = await reranker.doRerank({
		query,
		documents: {
			type: 'object',
			values: fused.map((row) => {
				const cosine = cosines.get(row.id);
				return { ...toCandidate(row), ...(cosine === undefined ? {} : { cosine }) };
			})
		},
		topN: input.topK,
		providerOptions: { segue: { terms: queryTerms } }
	});
	const passages = ranking.flatMap(({ index, relevanceScore }) => {
		const row = fused[index];
		return row === undefined ? [] : [toPassage(row, Math.min(1, Math.max(0, relevanceScore)))];
	});
	return { passages, terms: queryTerms };
}
