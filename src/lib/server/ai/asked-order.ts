// What rerankers that are asked have in common: how a document is read, how much of it, and what their scores mean.
import type { JSONObject, RerankingModelV4CallOptions } from '@ai-sdk/provider';
import { z } from 'zod';

/** Documents come best first; those beyond are not ranked: each costs the model time. */
const CANDIDATES = 50;
/** Question and passage together have 512 tokens. */
const MOST_CHARACTERS = { query: 600, document: 1_800 };

const Document = z.object({
	title: z.string().default(''),
	headings: z.string().default(''),
	text: z.string()
});

export interface Scored {
	/** Its place among the texts. */
	at: number;
	score: number;
}

export interface AskedOrder {
	query: string;
	texts: string[];
	/** Whether each place is one that was asked, and there once. */
	isRanking(scored: readonly { at: number }[]): boolean;
	/** Best first, each by its place among the documents, its relevance in 0..1. */
	read(scored: readonly Scored[]): { index: number; relevanceScore: number }[];
}

/** undefined: there is nothing to rank. Services refuse empty texts; nothing can be said of them. */
export function askOrder({ documents, query, topN }: RerankingModelV4CallOptions): AskedOrder | undefined {
	const all = documents.type === 'text' ? documents.values : documents.values.map(readDocument);
	const asked = [...all.entries()].slice(0, CANDIDATES).filter(([, text]) => text.trim() !== '');
	if (asked.length === 0 || query.trim() === '') return undefined;
	return {
		query: query.slice(0, MOST_CHARACTERS.query).toWellFormed(),
		texts: asked.map(([, text]) => text.slice(0, MOST_CHARACTERS.document).toWellFormed()),
		isRanking(scored) {
			const places = new Set(scored.map(({ at }) => at));
			return places.size === scored.length && scored.every(({ at }) => at >= 0 && at < asked.length);
		},
		read(scored) {
			const toRelevance = relevanceBy(scored.map(({ score }) => score));
			return scored
				.map(({ at, score }) => ({ index: asked[at]?.[0] ?? 0, relevanceScore: toRelevance(score) }))
				.sort((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index)
				.slice(0, topN);
		}
	};
}

function readDocument(value: JSONObject): string {
	const { title, headings, text } = Document.parse(value);
	return [title, headings, text].filter((part) => part !== '').join('\n');
}

/** Some models' own scores are unbounded, and their cards map them by the sigmoid; a service may already have done so. */
function relevanceBy(scores: readonly number[]): (score: number) => number {
	const isMapped = scores.every((score) => score >= 0 && score <= 1);
	return isMapped ? (score) => score : (score) => 1 / (1 + Math.exp(-score));
}
