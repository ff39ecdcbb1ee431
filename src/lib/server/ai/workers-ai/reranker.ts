// Reranking by Workers AI: BAAI's bge-reranker-base, a cross-encoder. Asked of the binding itself: workers-ai-provider sends documents that
// are objects as JSON, and takes what does not fit its shape for the first document with score 0. Reads {title, headings, text} or plain
// text; documents come best first, and those beyond the first CANDIDATES are not ranked: each costs the model time.
import type { JSONObject, RerankingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import { askModel } from './ask-model.ts';

export const WORKERS_AI_RERANKER_MODEL = '@cf/baai/bge-reranker-base';

const CANDIDATES = 50;
/** Question and passage together have 512 tokens. */
const MOST_CHARACTERS = { query: 600, context: 1_800 };
const TIMEOUT_MS = 4_000;

const Document = z.object({
	title: z.string().default(''),
	headings: z.string().default(''),
	text: z.string()
});
const Reply = z.object({ response: z.array(z.object({ id: z.number().int(), score: z.number() })) });

export interface WorkersAiRerankerOptions {
	binding: Ai;
	timeoutMs?: number;
}

export function createWorkersAiReranker({
	binding,
	timeoutMs = TIMEOUT_MS
}: WorkersAiRerankerOptions): RerankingModelV4 {
	return {
		specificationVersion: 'v4',
		provider: 'workers-ai',
		modelId: WORKERS_AI_RERANKER_MODEL,
		async doRerank({ documents, query, topN, abortSignal }) {
			const texts = documents.type === 'text' ? documents.values : documents.values.map(readDocument);
			// The service refuses empty texts; nothing can be said of them.
			const asked = [...texts.entries()].slice(0, CANDIDATES).filter(([, text]) => text.trim() !== '');
			if (asked.length === 0 || query.trim() === '') return { ranking: [] };
			// The published type of the input leaves out `query`.
			const input = {
				query: query.slice(0, MOST_CHARACTERS.query),
				contexts: asked.map(([, text]) => ({ text: text.slice(0, MOST_CHARACTERS.context) })),
				top_k: asked.length
			};
			const { response } = await askModel(
				{
					modelId: WORKERS_AI_RERANKER_MODEL,
					subject: 'The reranking model',
					reply: Reply.refine((reply) => isRankingOf(reply.response, asked.length)),
					timeoutMs,
					abortSignal
				},
				(signal) => binding.run(WORKERS_AI_RERANKER_MODEL, input, { signal })
			);
			const toRelevance = relevanceBy(response.map(({ score }) => score));
			const ranking = response
				.map(({ id, score }) => ({ index: asked[id]?.[0] ?? 0, relevanceScore: toRelevance(score) }))
				.sort((a, b) => b.relevanceScore - a.relevanceScore || a.index - b.index);
			return { ranking: ranking.slice(0, topN) };
		}
	};
}

function readDocument(value: JSONObject): string {
	const { title, headings, text } = Document.parse(value);
	return [title, headings, text].filter((part) => part !== '').join('\n');
}

function isRankingOf(response: readonly { id: number }[], count: number): boolean {
	const ids = new Set(response.map(({ id }) => id));
	return ids.size === response.length && response.every(({ id }) => id >= 0 && id < count);
}

/** The model's own scores are unbounded, and its card maps them by the sigmoid; a service may already have done so. */
function relevanceBy(scores: readonly number[]): (score: number) => number {
	const isMapped = scores.every((score) => score >= 0 && score <= 1);
	return isMapped ? (score) => score : (score) => 1 / (1 + Math.exp(-score));
}
