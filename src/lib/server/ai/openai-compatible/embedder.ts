// Embeddings by a server that speaks the OpenAI protocol (`/embeddings`), through the AI SDK. How long its vectors are nobody says beforehand:
// the first answer tells, the index keeps it, and from then on nothing else is taken. A text without a visible character, which such servers
// refuse, gets the zero vector.
import type { EmbeddingModelV4, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { AppError } from '#lib/shared/errors.ts';
import { openServer, type OpenAICompatibleOptions } from './open-server.ts';

export interface OpenAICompatibleEmbedderOptions extends OpenAICompatibleOptions {
	/** Asked of a model that can give shorter vectors than its own; left out, its own. */
	askedDimensions?: number | undefined;
	/** What its vectors have; undefined: whatever the first one has. */
	dimensions?: number | undefined;
}

/** Texts in one call: few enough for a machine without a graphics card. */
const BATCH = 32;
/** About the 512 tokens that most such models read. */
const MOST_CHARACTERS = 3_000;

/** Names all that decides a text's vector. Two servers may mean two models by one name. */
function embedderIdOf({
	baseUrl,
	modelId,
	askedDimensions
}: Pick<OpenAICompatibleEmbedderOptions, 'baseUrl' | 'modelId' | 'askedDimensions'>): string {
	const size = askedDimensions === undefined ? '' : ` ${askedDimensions}`;
	return `${modelId}${size} at ${new URL(baseUrl).host} v1`;
}

export function createOpenAICompatibleEmbedder(options: OpenAICompatibleEmbedderOptions): EmbeddingModelV4 {
	const { askedDimensions, modelId } = options;
	const model = openServer(options).embeddingModel(modelId);
	const asked: SharedV4ProviderOptions =
		askedDimensions === undefined ? {} : { openaiCompatible: { dimensions: askedDimensions } };

	return {
		specificationVersion: 'v4',
		provider: 'openai-compatible',
		modelId: embedderIdOf(options),
		maxEmbeddingsPerCall: 1_000,
		supportsParallelCalls: true,
		async doEmbed({ values, abortSignal }) {
			const visible = [...values.entries()].filter(([, value]) => value.trim() !== '');
			let { dimensions } = options;
			const vectors = new Map<number, number[]>();
			for (let from = 0; from < visible.length; from += BATCH) {
				const batch = visible.slice(from, from + BATCH);
				const { embeddings } = await model.doEmbed({
					values: batch.map(([, value]) => value.slice(0, MOST_CHARACTERS).toWellFormed()),
					providerOptions: asked,
					...(abortSignal === undefined ? {} : { abortSignal })
				});
				dimensions ??= embeddings[0]?.length;
				refuseUnfit(embeddings, batch.length, dimensions);
				for (const [at, [place]] of batch.entries()) vectors.set(place, embeddings[at] ?? []);
			}
			const nothing = new Array<number>(dimensions ?? 0).fill(0);
			return { embeddings: values.map((_value, place) => vectors.get(place) ?? nothing), warnings: [] };
		}
	};
}

function refuseUnfit(embeddings: number[][], count: number, dimensions = 0): void {
	const isWhole =
		embeddings.length === count &&
		dimensions > 0 &&
		embeddings.flat().every((value) => Number.isFinite(value));
	if (!isWhole)
		throw new AppError('unavailable', 'The embedding model answered in a way that cannot be understood.');
	const other = embeddings.find(({ length }) => length !== dimensions);
	if (other !== undefined)
		throw new AppError(
			'unavailable',
			`The embedding model gives vectors of ${other.length} numbers where it gave ${dimensions} before: it is another model now. Embed the knowledge again.`,
			{ retryable: false }
		);
}
