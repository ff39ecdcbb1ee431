// Who answers, embeds, ranks and keeps vectors, and how long a remote model is waited for.
import { z } from 'zod';
import { commaList, need, seconds, webAddress, type Read } from './forms.ts';

const ANSWER_PROVIDERS = [
	'embedded',
	'openai-compatible',
	'openai-compatible-fallback',
	'workers-ai'
] as const;

const EMBEDDING_PROVIDERS = ['embedded', 'openai-compatible', 'workers-ai'] as const;
const RERANKING_PROVIDERS = ['embedded', 'rerank-api', 'workers-ai'] as const;

const SERVER_SETTINGS = [
	['openai-compatible', ['OPENAI_BASE_URL', 'OPENAI_MODEL']],
	['openai-compatible-fallback', ['OPENAI_FALLBACK_BASE_URL', 'OPENAI_FALLBACK_MODEL']]
] as const;

export const modelSettings = {
	/** Who answers. */
	ANSWER_PROVIDER: z.enum(ANSWER_PROVIDERS).default('embedded'),
	/** Who answers when that one cannot, in this order, comma-separated. The embedded model always stands last. */
	ANSWER_FALLBACKS: commaList.pipe(z.array(z.enum(ANSWER_PROVIDERS))).default([]),
	/** Who answers what is said in a call, where that is to be another: a quicker model, behind which the usual ones stand. */
	SPOKEN_ANSWER_PROVIDER: z.enum(ANSWER_PROVIDERS).optional(),
	/** Its name at that provider (ANSWER_PROVIDER where none is named), as in @cf/meta/llama-3.1-8b-instruct. */
	SPOKEN_ANSWER_MODEL: z.string().min(1).max(200).optional(),
	/** How long a remote model may take to begin to reply, to its first words, and between two of them. */
	MODEL_CONNECT_SECONDS: seconds(10),
	MODEL_FIRST_TOKEN_SECONDS: seconds(20),
	MODEL_STALL_SECONDS: seconds(20),
	/** After so many failures in a row a model is left alone for so long. */
	MODEL_FAILURE_THRESHOLD: z.coerce.number().int().min(1).max(1_000).default(3),
	MODEL_RECOVERY_SECONDS: seconds(30),
	/** What becomes of a remote model's sentences that its sources do not bear out: marked, or left out for a sign. */
	UNSUPPORTED_SENTENCES: z.enum(['mark', 'strike']).default('mark'),
	/** Who does small tasks where that is to be a model (titles, summaries for whoever takes over), and who when that one cannot. */
	EXTRACT_PROVIDER: z.enum(ANSWER_PROVIDERS).default('embedded'),
	EXTRACT_FALLBACKS: commaList.pipe(z.array(z.enum(ANSWER_PROVIDERS))).default([]),
	/** Its name at that provider. Left out: at Workers AI a small model, at a server the one that answers. */
	EXTRACT_MODEL: z.string().min(1).max(200).optional(),
	/** Who turns texts into vectors. A change embeds the whole knowledge again, in the background. */
	EMBEDDING_PROVIDER: z.enum(EMBEDDING_PROVIDERS).default('embedded'),
	/**
	 * Whose vectors are kept beside those, each in an index of its own, for searches when that one is away, in this order. The embedded
	 * model's always stand last.
	 */
	EMBEDDING_FALLBACKS: commaList.pipe(z.array(z.enum(EMBEDDING_PROVIDERS))).default([]),
	/** Which model `openai-compatible` embeds with, as in text-embedding-3-small, bge-m3. */
	OPENAI_EMBEDDING_MODEL: z.string().min(1).max(200).optional(),
	/** Its server, asked at /embeddings. Left out: OPENAI_BASE_URL and its key. */
	OPENAI_EMBEDDING_BASE_URL: webAddress.optional(),
	/** A secret. */
	OPENAI_EMBEDDING_API_KEY: z.string().min(1).max(500).optional(),
	/** Asked of a model that can give shorter vectors than its own. */
	OPENAI_EMBEDDING_DIMENSIONS: z.coerce.number().int().min(16).max(4_096).optional(),
	/** Who puts what a search found in order, and who when that one cannot. The embedded model always stands last. */
	RERANKING_PROVIDER: z.enum(RERANKING_PROVIDERS).default('embedded'),
	RERANKING_FALLBACKS: commaList.pipe(z.array(z.enum(RERANKING_PROVIDERS))).default([]),
	/** The whole address of `rerank-api`, as in https://api.jina.ai/v1/rerank, http://127.0.0.1:8000/v1/rerank (vLLM). */
	RERANKING_URL: webAddress.optional(),
	RERANKING_MODEL: z.string().min(1).max(200).optional(),
	/** A secret. */
	RERANKING_API_KEY: z.string().min(1).max(500).optional(),
	/** How long a search waits for a remote embedder, and for a remote reranker, before it goes on without. */
	SEARCH_MODEL_SECONDS: seconds(3),
	/** Where the vectors are kept. */
	VECTOR_PROVIDER: z.enum(['embedded', 'vectorize']).default('embedded'),
	OPENAI_BASE_URL: webAddress.optional(),
	OPENAI_API_KEY: z.string().min(1).optional(),
	OPENAI_MODEL: z.string().min(1).optional(),
	/** A second such server, for `openai-compatible-fallback`. */
	OPENAI_FALLBACK_BASE_URL: webAddress.optional(),
	/** A secret. */
	OPENAI_FALLBACK_API_KEY: z.string().min(1).optional(),
	OPENAI_FALLBACK_MODEL: z.string().min(1).optional(),
	/** Which model of Workers AI answers; left out, the one that was tried. */
	WORKERS_AI_MODEL: z
		.string()
		.regex(
			/^@(cf|hf)\/[\w.-]+\/[\w.-]+$/,
			'a name of the catalogue, as in @cf/meta/llama-3.3-70b-instruct-fp8-fast'
		)
		.optional()
};

export function checkModels(settings: Read<typeof modelSettings>, context: z.RefinementCtx): void {
	const spoken = settings.SPOKEN_ANSWER_PROVIDER ?? settings.ANSWER_PROVIDER;
	const extracting = [settings.EXTRACT_PROVIDER, ...settings.EXTRACT_FALLBACKS];
	const answering = new Set([settings.ANSWER_PROVIDER, ...settings.ANSWER_FALLBACKS, spoken, ...extracting]);
	const refuse = (name: string, message: string) =>
		context.addIssue({ code: 'custom', path: [name], message });
	if (settings.SPOKEN_ANSWER_MODEL !== undefined && spoken === 'embedded')
		refuse(
			'SPOKEN_ANSWER_MODEL',
			'the embedded model has no other: name who has it in SPOKEN_ANSWER_PROVIDER'
		);
	if (settings.EXTRACT_MODEL !== undefined && settings.EXTRACT_PROVIDER === 'embedded')
		refuse('EXTRACT_MODEL', 'the embedded code has none: name who has it in EXTRACT_PROVIDER');
	for (const [provider, names] of SERVER_SETTINGS)
		if (answering.has(provider)) need(context, settings, names, `needed where ${provider} answers`);
	if ([settings.EMBEDDING_PROVIDER, ...settings.EMBEDDING_FALLBACKS].includes('openai-compatible')) {
		need(context, settings, ['OPENAI_EMBEDDING_MODEL'], 'needed where openai-compatible embeds');
		if (settings.OPENAI_BASE_URL === undefined)
			need(
				context,
				settings,
				['OPENAI_EMBEDDING_BASE_URL'],
				'needed where openai-compatible embeds and OPENAI_BASE_URL is not set'
			);
	}
	if ([settings.RERANKING_PROVIDER, ...settings.RERANKING_FALLBACKS].includes('rerank-api'))
		need(context, settings, ['RERANKING_URL', 'RERANKING_MODEL'], 'needed where rerank-api ranks');
}
