// The embedded embedder: 768 dimensions, cosine, deterministic, without a network or a trained model. It hashes a text's features
// (embedder-features.ts) into signed places; texts that share words, parts of words or synonyms come out near each other.
// It knows no meaning beyond that: it complements BM25 where spelling and wording differ, and is no equal of a trained model.
import type { EmbeddingModelV4 } from '@ai-sdk/provider';
import { readFeatures } from './embedder-features.ts';

export const EMBEDDER_DIMENSIONS = 768;
/** Changes whenever the same text would get another vector: an index is bound to it. */
export const EMBEDDER_MODEL_ID = 'segue-lexical-768-v1';
/** Places a feature is spread over: two halve the harm of a collision. */
const PLACES = 2;

/** FNV-1a with a final mix: the low bits of plain FNV are too regular for short strings. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
	value ^= value >>> 16;
	value = Math.imul(value, 0x7feb352d);
	value ^= value >>> 15;
	value = Math.imul(value, 0x846ca68b);
	return (value ^ (value >>> 16)) >>> 0;
}

/** The unit vector of a text; all zeros for a text without a word. */
export function embedText(text: string): Float32Array {
	const vector = new Float32Array(EMBEDDER_DIMENSIONS);
	for (const [feature, weight] of readFeatures(text)) {
		let bits = hash(feature);
		for (let place = 0; place < PLACES; place++) {
			const at = bits % EMBEDDER_DIMENSIONS;
			vector[at] = (vector[at] ?? 0) + (bits & 0x80000000 ? -weight : weight);
			bits = (Math.imul(bits, 0x9e3779b1) ^ (bits >>> 13)) >>> 0;
		}
	}
	let squares = 0;
	for (const value of vector) squares += value * value;
	if (squares === 0) return vector;
	const scale = 1 / Math.sqrt(squares);
	for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * scale;
	return vector;
}

export function createEmbeddedEmbedder(): EmbeddingModelV4 {
	return {
		specificationVersion: 'v4',
		provider: 'segue',
		modelId: EMBEDDER_MODEL_ID,
		maxEmbeddingsPerCall: 500,
		supportsParallelCalls: true,
		doEmbed({ values, abortSignal }) {
			abortSignal?.throwIfAborted();
			return Promise.resolve({
				embeddings: values.map((value) => Array.from(embedText(value))),
				warnings: []
			});
		}
	};
}
