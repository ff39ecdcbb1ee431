// Questions come again and again, and a model gives the same text the same vector: what embeds one text at a time remembers it for a week.
// Passages, which come in batches and once, pass through.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { sha256Hex } from '#lib/shared/ids.ts';
import { standInFor } from '../stand-in-embedder.ts';
import type { TimedCache } from './timed-cache.ts';

/** `dimensions`: where a model is known by them, too. */
export function cacheEmbeddings(
	model: EmbeddingModelV4,
	cache: TimedCache,
	dimensions?: number
): EmbeddingModelV4 {
	return standInFor(model, async (options) => {
		const [text] = options.values;
		if (text === undefined || options.values.length > 1) return model.doEmbed(options);
		// Vectors of different models never meet: the model and what it was told are in the key.
		const { provider, modelId } = model;
		const asked = [provider, modelId, dimensions ?? null, options.providerOptions ?? null, text.trim()];
		const key = await sha256Hex(JSON.stringify(asked));
		const kept = readVector(await cache.read(key));
		if (kept !== undefined) return { embeddings: [kept], warnings: [] };
		const result = await model.doEmbed(options);
		const [vector] = result.embeddings;
		if (vector !== undefined) cache.keep(key, writeVector(vector));
		return result;
	});
}

/** 32-bit floats, as base64: a third of the digits. */
function writeVector(vector: number[]): string {
	const bytes = new Uint8Array(new Float32Array(vector).buffer);
	let binary = '';
	for (const byte of bytes) binary += String.fromCharCode(byte);
	return btoa(binary);
}

function readVector(text: string | undefined): number[] | undefined {
	if (text === undefined) return undefined;
	try {
		const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
		const vector = Array.from(new Float32Array(bytes.buffer));
		return vector.length > 0 && vector.every(Number.isFinite) ? vector : undefined;
	} catch {
		return undefined;
	}
}
