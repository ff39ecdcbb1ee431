// Who answers, embeds, ranks and keeps vectors, and how long a remote model is waited for.
import { z } from 'zod';
import { commaList, need, seconds, webAddress, type Read } from './forms.ts';

const ANSWER_PROVIDERS = [
	'embedded',
	'openai-compatible',
	'openai-compatible-fallback',
	'workers-ai'
] as const;

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
	/** Who turns texts into vectors. A change embeds the whole knowledge again, in the background. */
	EMBEDDING_PROVIDER: z.enum(['embedded', 'workers-ai']).default('embedded'),
	/** Who puts what a search found in order. */
	RERANKING_PROVIDER: z.enum(['embedded', 'workers-ai']).default('embedded'),
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
	const answering = new Set([settings.ANSWER_PROVIDER, ...settings.ANSWER_FALLBACKS, spoken]);
	if (settings.SPOKEN_ANSWER_MODEL !== undefined && spoken === 'embedded')
		context.addIssue({
			code: 'custom',
			path: ['SPOKEN_ANSWER_MODEL'],
			message: 'the embedded model has no other: name who has it in SPOKEN_ANSWER_PROVIDER'
		});
	for (const [provider, names] of SERVER_SETTINGS)
		if (answering.has(provider)) need(context, settings, names, `needed where ${provider} answers`);
}
