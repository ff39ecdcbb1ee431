export { createWorkersAiModel } from './answer-model.ts';
export { createWorkersAiEmbedder, WORKERS_AI_DIMENSIONS } from './embedder.ts';
export { createWorkersAiReranker } from './reranker.ts';
