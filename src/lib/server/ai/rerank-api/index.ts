// Reranking by a server with the interface that Cohere began and Jina, vLLM, llama.cpp and others share: a question and texts in, places with
// a `relevance_score` out. Where it is asked differs (/v1/rerank, /v2/rerank): the whole address is a setting.
// https://docs.cohere.com/reference/rerank, https://docs.vllm.ai/en/stable/serving/openai_compatible_server/#re-rank-api
import { APICallError, type RerankingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import { askOrder } from '../asked-order.ts';
import { boundFetch } from '../bounded-stream.ts';

export interface RerankApiOptions {
	url: string;
	modelId: string;
	apiKey?: string | undefined;
	fetch?: typeof globalThis.fetch | undefined;
}

const Reply = z.object({
	results: z.array(z.object({ index: z.number().int(), relevance_score: z.number() }))
});

export function createRerankApi({ url, modelId, apiKey, fetch }: RerankApiOptions): RerankingModelV4 {
	const ask = boundFetch(fetch);

	async function post(body: object, abortSignal: AbortSignal | undefined): Promise<unknown> {
		const response = await ask(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` })
			},
			body: JSON.stringify(body),
			signal: abortSignal ?? null
		});
		const text = await response.text();
		if (response.ok) return parseJson(text);
		// Without the question, which an error must not carry into a log.
		throw new APICallError({
			message: `status ${response.status}`,
			url,
			requestBodyValues: {},
			statusCode: response.status,
			responseHeaders: Object.fromEntries(response.headers),
			responseBody: text
		});
	}

	return {
		specificationVersion: 'v4',
		provider: 'rerank-api',
		modelId,
		async doRerank(options) {
			options.abortSignal?.throwIfAborted();
			const order = askOrder(options);
			if (order === undefined) return { ranking: [] };
			const { query, texts } = order;
			const asked = { model: modelId, query, documents: texts, top_n: texts.length };
			const { data, error } = Reply.safeParse(await post(asked, options.abortSignal));
			const scored = data?.results.map(({ index: at, relevance_score: score }) => ({ at, score }));
			if (scored !== undefined && scored.length > 0 && order.isRanking(scored))
				return { ranking: order.read(scored) };
			throw new AppError('unavailable', 'The reranking model answered in a way that cannot be understood.', {
				cause: error
			});
		}
	};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
