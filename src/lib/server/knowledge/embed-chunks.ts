// A chunk as its embedder reads it: the title and the headings above it belong to its meaning.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';

export interface ChunkText {
	title: string;
	headings: readonly string[];
	text: string;
}

const BATCH = 200;

export async function embedChunks(
	embedder: EmbeddingModelV4,
	chunks: readonly ChunkText[]
): Promise<number[][]> {
	const values: number[][] = [];
	for (let from = 0; from < chunks.length; from += BATCH) {
		const texts = chunks
			.slice(from, from + BATCH)
			.map(({ title, headings, text }) =>
				[title, ...headings.filter((heading) => heading !== ''), text].join('\n')
			);
		values.push(...(await embedder.doEmbed({ values: texts })).embeddings);
	}
	return values;
}

/** The vector of a question. */
export async function embedQuestion(embedder: EmbeddingModelV4, question: string): Promise<number[]> {
	const { embeddings } = await embedder.doEmbed({
		values: [question],
		// A model that was trained on pairs may read a question otherwise than a passage.
		providerOptions: { segue: { purpose: 'query' } }
	});
	return embeddings[0] ?? [];
}
