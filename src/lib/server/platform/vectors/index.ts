export { createVectorizeIndex, type KnownVectorIds, type SettlingVectorIndex } from './vectorize.ts';
export { createEmbeddedVectorIndex, type VectorIndexRpc } from './vectors-embedded.ts';
export { VectorStore, type VectorBlock } from './vector-store.ts';
export type { VectorIndex, VectorIndexDescription, VectorItem, VectorMatch, VectorQuery } from './vectors.ts';
