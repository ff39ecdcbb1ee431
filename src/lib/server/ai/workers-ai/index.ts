export { createWorkersAiModel, WORKERS_AI_ANSWER_MODEL } from './answer-model.ts';
export { createWorkersAiEmbedder, WORKERS_AI_DIMENSIONS } from './embedder.ts';
export { createWorkersAiReranker } from './reranker.ts';
