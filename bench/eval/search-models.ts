// Who embeds and reranks in an evaluation, by its vars (provider.mjs): the product's own adapters without guards, caches and fallbacks. A model
// that fails ends the evaluation, so that no figure is a stand-in's.
import type { EmbeddingModelV4, RerankingModelV4 } from '@ai-sdk/provider';
import { createEmbeddedEmbedder, createEmbeddedReranker, standInFor } from '#lib/server/ai/index.ts';
import { createOpenAICompatibleEmbedder } from '#lib/server/ai/openai-compatible/index.ts';
import { createRerankApi } from '#lib/server/ai/rerank-api/index.ts';
import { createWorkersAiEmbedder, createWorkersAiReranker } from '#lib/server/ai/workers-ai/index.ts';

export interface SearchModelVars {
	EVAL_PROVIDER?: string;
	OPENAI_BASE_URL?: string;
	OPENAI_API_KEY?: string;
	OPENAI_EMBEDDING_BASE_URL?: string;
	OPENAI_EMBEDDING_API_KEY?: string;
	OPENAI_EMBEDDING_MODEL?: string;
	OPENAI_EMBEDDING_DIMENSIONS?: string;
	RERANKING_URL?: string;
	RERANKING_MODEL?: string;
	RERANKING_API_KEY?: string;
	CLOUDFLARE_ACCOUNT_ID?: string;
	CLOUDFLARE_API_TOKEN?: string;
}

export interface SearchModels {
	embedder: EmbeddingModelV4;
	reranker: RerankingModelV4;
}

export function createSearchModels(vars: SearchModelVars): SearchModels {
	switch (vars.EVAL_PROVIDER) {
		case 'openai-compatible': {
			const own = vars.OPENAI_EMBEDDING_BASE_URL;
			const size = vars.OPENAI_EMBEDDING_DIMENSIONS;
			const dimensions = size === undefined ? undefined : Number(size);
			const embedder = createOpenAICompatibleEmbedder({
				baseUrl: own ?? vars.OPENAI_BASE_URL ?? '',
				modelId: vars.OPENAI_EMBEDDING_MODEL ?? '',
				apiKey: own === undefined ? vars.OPENAI_API_KEY : vars.OPENAI_EMBEDDING_API_KEY,
				askedDimensions: dimensions,
				dimensions
			});
			const { RERANKING_URL: url, RERANKING_MODEL: modelId, RERANKING_API_KEY: apiKey } = vars;
			const reranker =
				url === undefined || modelId === undefined
					? createEmbeddedReranker()
					: createRerankApi({ url, modelId, apiKey });
			return { embedder: unforgiving(embedder), reranker };
		}
		case 'workers-ai': {
			const binding = workersAiFromOutside(vars);
			return {
				embedder: unforgiving(createWorkersAiEmbedder({ binding })),
				reranker: createWorkersAiReranker({ binding })
			};
		}
		default:
			return { embedder: createEmbeddedEmbedder(), reranker: createEmbeddedReranker() };
	}
}

/** A search goes on without vectors when the embedder says that it cannot; an evaluation must not. */
function unforgiving(model: EmbeddingModelV4): EmbeddingModelV4 {
	return standInFor(model, async (options) => {
		try {
			return await model.doEmbed(options);
		} catch (cause) {
			throw new Error(`${model.modelId} could not embed: ${String(cause)}`, { cause });
		}
	});
}

/**
 * The part of the binding that the adapters use, by Cloudflare's REST API: the binding itself is there only in a deployed Worker.
 * https://developers.cloudflare.com/workers-ai/get-started/rest-api/
 */
function workersAiFromOutside({ CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_API_TOKEN }: SearchModelVars): Ai {
	const address = `https://api.cloudflare.com/client/v4/accounts/${CLOUDFLARE_ACCOUNT_ID ?? ''}/ai/run/`;
	const asked = {
		async run(model: string, inputs: unknown, { signal }: { signal?: AbortSignal } = {}) {
			const response = await fetch(address + model, {
				method: 'POST',
				headers: {
					authorization: `Bearer ${CLOUDFLARE_API_TOKEN ?? ''}`,
					'content-type': 'application/json'
				},
				body: JSON.stringify(inputs),
				signal: signal ?? null
			});
			const reply = await response.json<{ result?: unknown; errors?: { message?: string }[] }>();
			if (response.ok) return reply.result;
			const said = (reply.errors ?? []).map(({ message }) => message ?? '').join('; ');
			throw new Error(`Workers AI answered ${response.status}: ${said}`);
		}
	};
	return asked as unknown as Ai;
}
