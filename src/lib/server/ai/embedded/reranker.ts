// The embedded reranker: a linear model over lexical evidence (reranker-features.ts), its weights fitted once and checked in. It reads
// documents as plain text or as {title, headings, text, cosine?, stems?}; the caller may say under providerOptions.segue.terms what the index
// knows of the query's terms, else rarity is judged among the candidates. relevanceScore is calibrated: about the share of
// passages with that score that come from a document which answers, whatever the query.
import type { JSONObject, RerankingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import { readQueryTerms } from '#lib/shared/text/terms.ts';
import { isEverydayWord } from './everyday-words.ts';
import { gatherCandidates, longness, weighQuestion, type WeightedTerm } from './reranker-bm25.ts';
import {
	BROAD_FEATURES,
	CLOSE_FEATURES,
	computeBroadFeatures,
	computeCloseFeatures,
	type Feature
} from './reranker-features.ts';
import { scoresAround } from './reranker-neighbours.ts';
import { readCandidate, readClosely, type Candidate, type CandidateText } from './reranker-text.ts';
import { EVERYDAY_SHARE, LONG_WEIGHTS, NEIGHBOURS, RELEVANCE, WEIGHTS } from './reranker-weights.ts';

export const EMBEDDED_RERANKER_ID = 'segue-lexical-reranker-v1';

const CandidateSchema = z.object({
	title: z.string().default(''),
	headings: z.string().default(''),
	text: z.string(),
	cosine: z.number().optional(),
	stems: z.object({ title: z.string(), headings: z.string(), text: z.string() }).optional()
});
const TermsOption = z.object({
	terms: z.array(z.object({ stem: z.string(), idf: z.number(), documentFrequency: z.number() }))
});

/** Candidates whose sentences are read; the others cannot come first any more. */
const CLOSE_LIMIT = 30;

function readDocuments(
	documents: { type: 'text'; values: string[] } | { type: 'object'; values: JSONObject[] }
): Candidate[] {
	if (documents.type === 'text') return documents.values.map((text) => ({ title: '', headings: '', text }));
	return documents.values.map((value) => CandidateSchema.parse(value));
}

/** Rarity among the candidates, for callers without an index. */
function termsAmong(query: string, texts: readonly CandidateText[]): WeightedTerm[] {
	return readQueryTerms(query).map(({ stem }) => {
		const count = texts.filter((text) => text.counts.has(stem)).length;
		return { stem, idf: Math.log((texts.length + 1) / (count + 1)), isKnown: count > 0 };
	});
}

/** How much of the question, by weight, is in words the index does not hold. */
function unknownShare(terms: readonly WeightedTerm[]): number {
	let unknown = 0;
	let total = 0;
	for (const { stem, idf, isKnown } of terms) {
		const weight = idf * (isEverydayWord(stem) ? EVERYDAY_SHARE : 1);
		total += weight;
		if (!isKnown) unknown += weight;
	}
	return total > 0 ? unknown / total : 1;
}

interface Scored {
	index: number;
	score: number;
}

function byScore(a: Scored, b: Scored): number {
	return b.score - a.score || a.index - b.index;
}

export function createEmbeddedReranker(): RerankingModelV4 {
	return {
		specificationVersion: 'v4',
		provider: 'segue',
		modelId: EMBEDDED_RERANKER_ID,
		doRerank({ documents, query, topN, abortSignal, providerOptions }) {
			abortSignal?.throwIfAborted();
			const candidates = readDocuments(documents);
			const fields = new Map<string, ReadonlySet<string>>();
			const texts = candidates.map((candidate) => readCandidate(candidate, fields));
			const given = TermsOption.safeParse(providerOptions?.['segue']);
			const terms = given.success
				? given.data.terms.map(({ stem, idf, documentFrequency }) => ({
						stem,
						idf,
						isKnown: documentFrequency > 0
					}))
				: termsAmong(query, texts);
			const long = longness(terms.length);
			const question = weighQuestion(terms);
			const weightOf = (name: Feature) => (WEIGHTS[name] ?? 0) + long * (LONG_WEIGHTS[name] ?? 0);
			const evidence = RELEVANCE.base + RELEVANCE.unknown * unknownShare(terms) + RELEVANCE.long * long;
			const cosines = candidates.map(({ cosine }) => cosine);
			const gathered = gatherCandidates(texts);
			const broad = computeBroadFeatures(question, gathered, cosines).map((row) =>
				BROAD_FEATURES.reduce((sum, name) => sum + row[name] * weightOf(name), 0)
			);
			const around = scoresAround(gathered, broad);
			const lean = NEIGHBOURS.base + long * NEIGHBOURS.long;
			const scored = broad
				.map((own, index) => ({ index, score: own + lean * ((around[index] ?? own) - own) }))
				.sort(byScore);
			for (const entry of scored.slice(0, CLOSE_LIMIT)) {
				const text = texts[entry.index];
				if (!text) continue;
				const row = computeCloseFeatures(question, text, readClosely(candidates[entry.index]?.text ?? ''));
				for (const name of CLOSE_FEATURES) entry.score += row[name] * weightOf(name);
			}
			const ranking = scored.sort(byScore).map(({ index, score }) => ({
				index,
				relevanceScore: 1 / (1 + Math.exp(-(evidence + RELEVANCE.slope * score)))
			}));
			return Promise.resolve({ ranking: ranking.slice(0, topN) });
		}
	};
}
