// Embeddings by Workers AI: BAAI's bge-base-en-v1.5, 768 dimensions, English. Asked of the binding itself: workers-ai-provider cannot say
// which pooling it wants, and the model was trained with that of the first token (`cls`), while the service's default is the mean. As its
// card recommends, a question gets an instruction in front and a passage none. A text without a visible character gets the zero vector.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { z } from 'zod';
import { isForQuery } from '../embedding-purpose.ts';
import { askModel } from './ask-model.ts';

const MODEL = '@cf/baai/bge-base-en-v1.5';
/** Names all that decides a text's vector: the model, the pooling, the instruction. */
export const WORKERS_AI_EMBEDDER_ID = `${MODEL} cls v1`;
export const WORKERS_AI_DIMENSIONS = 768;

/** https://huggingface.co/BAAI/bge-base-en-v1.5 */
const QUERY_INSTRUCTION = 'Represent this sentence for searching relevant passages: ';
/** Texts in one call. */
const BATCH = 100;
/** The model reads 512 tokens; the rest would only be carried there. */
const MOST_CHARACTERS = 3_000;

const Reply = z.object({
	data: z.array(z.array(z.number()).length(WORKERS_AI_DIMENSIONS)),
	pooling: z.literal('cls').optional()
});

export function createWorkersAiEmbedder({ binding }: { binding: Ai }): EmbeddingModelV4 {
	async function embedBatch(texts: string[], abortSignal: AbortSignal | undefined) {
		const { data } = await askModel(
			{
				modelId: MODEL,
				subject: 'The embedding model',
				reply: Reply.refine(({ data }) => data.length === texts.length),
				abortSignal
			},
			(options) => binding.run(MODEL, { text: texts, pooling: 'cls' }, options)
		);
		return data;
	}

	return {
		specificationVersion: 'v4',
		provider: 'workers-ai',
		modelId: WORKERS_AI_EMBEDDER_ID,
		maxEmbeddingsPerCall: 1_000,
		supportsParallelCalls: true,
		async doEmbed({ values, abortSignal, providerOptions }) {
			const isQuery = isForQuery(providerOptions);
			const embeddings = values.map(() => new Array<number>(WORKERS_AI_DIMENSIONS).fill(0));
			// The service refuses an empty text.
			const asked = [...values.entries()].filter(([, value]) => value.trim() !== '');
			for (let from = 0; from < asked.length; from += BATCH) {
				const batch = asked.slice(from, from + BATCH);
				const texts = batch.map(([, value]) =>
					((isQuery ? QUERY_INSTRUCTION : '') + value).slice(0, MOST_CHARACTERS)
				);
				const found = await embedBatch(texts, abortSignal);
				for (const [at, [place]] of batch.entries()) embeddings[place] = found[at] ?? [];
			}
			return { embeddings, warnings: [] };
		}
	};
}
