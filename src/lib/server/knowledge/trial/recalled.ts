// What the tables and the index say to one question, asked once for both sides of a comparison: a search before a change and one after it ask
// for almost the same. More is asked for than a side needs, since the other one leaves the changed document's chunks out.
import type { EmbeddingModelV4, RerankingModelV4 } from '@ai-sdk/provider';
import { standInFor } from '../../ai/index.ts';
import type { VectorMatch } from '../../platform/index.ts';
import type { CandidateFilter, CandidateRow } from '../candidate-queries.ts';
import type { SearchStore } from '../search.ts';
import type { OpenIndex } from '../vector-indexes/index.ts';

export interface RecalledStore extends SearchStore {
	/** Of chunks by text: at least so many that are none of the document's, where there are. */
	searchBeside(
		documentId: string,
		terms: readonly string[],
		filter: CandidateFilter,
		limit: number
	): Promise<Awaited<ReturnType<SearchStore['searchText']>>>;
}

/** Beyond what is asked for and what the document may take of it: what its absence could bring up by other weights of the terms. */
const MARGIN = 30;

function remembering<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
	const known = new Map<string, Promise<T>>();
	return (key, ask) => {
		const answer = known.get(key) ?? ask();
		known.set(key, answer);
		return answer;
	};
}

export function recallStore(live: SearchStore, chunksOfDocument: number): RecalledStore {
	const texts = remembering<Awaited<ReturnType<SearchStore['searchText']>>>();
	const vocabularies = remembering<Awaited<ReturnType<SearchStore['similarTerms']>>>();
	const found = new Map<string, CandidateRow | undefined>();
	const searchText = (terms: readonly string[], filter: CandidateFilter, limit: number) =>
		texts(JSON.stringify([terms, filter, limit]), () => live.searchText(terms, filter, limit));
	const widen = (limit: number) => limit + Math.min(chunksOfDocument, MARGIN) + MARGIN;

	return {
		async searchText(terms, filter, limit) {
			const { candidates, ...rest } = await searchText(terms, filter, widen(limit));
			return { ...rest, candidates: candidates.slice(0, limit) };
		},

		async searchBeside(documentId, terms, filter, limit) {
			const wide = widen(limit);
			const first = await searchText(terms, filter, wide);
			const isEnough =
				first.candidates.length < wide ||
				first.candidates.filter((row) => row.documentId !== documentId).length >= limit;
			return isEnough ? first : searchText(terms, filter, limit + chunksOfDocument + MARGIN);
		},

		async findChunks(ids, filter) {
			const keyOf = (id: string) => JSON.stringify([id, filter]);
			const missing = ids.filter((id) => !found.has(keyOf(id)));
			for (const id of missing) found.set(keyOf(id), undefined);
			for (const row of await live.findChunks(missing, filter)) found.set(keyOf(row.id), row);
			return ids.flatMap((id) => found.get(keyOf(id)) ?? []);
		},

		similarTerms: (stems) => vocabularies(JSON.stringify(stems), () => live.similarTerms(stems))
	};
}

/** An order is asked for once where both sides have the same candidates. */
export function recallReranker(reranker: RerankingModelV4): RerankingModelV4 {
	const rankings = remembering<Awaited<ReturnType<RerankingModelV4['doRerank']>>>();
	return {
		specificationVersion: 'v4',
		provider: reranker.provider,
		modelId: reranker.modelId,
		doRerank(options) {
			const { query, documents, topN, providerOptions } = options;
			const key = JSON.stringify([query, documents, topN, providerOptions]);
			return rankings(key, async () => reranker.doRerank(options));
		}
	};
}

/** Gives more matches than it is asked for: `narrow` is the index as it stands. */
export function recallIndex(index: OpenIndex, chunksOfDocument: number): OpenIndex {
	const { embedder, vectors } = index;
	const embeddings = remembering<Awaited<ReturnType<EmbeddingModelV4['doEmbed']>>>();
	const matches = remembering<VectorMatch[]>();
	return {
		...index,
		embedder: standInFor(embedder, (options) =>
			embeddings(JSON.stringify(options.values), async () => embedder.doEmbed(options))
		),
		vectors: {
			...vectors,
			async query(values, { topK, ...rest }) {
				const wide = topK + chunksOfDocument;
				const key = `${JSON.stringify(rest)} ${wide} ${Array.from(values).join()}`;
				return matches(key, () => vectors.query(values, { topK: wide, ...rest }));
			}
		}
	};
}

export function narrow(index: OpenIndex): OpenIndex {
	return {
		...index,
		vectors: {
			...index.vectors,
			query: async (values, query) => (await index.vectors.query(values, query)).slice(0, query.topK)
		}
	};
}
