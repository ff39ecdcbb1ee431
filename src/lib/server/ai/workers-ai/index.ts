export { createWorkersAiModel, WORKERS_AI_ANSWER_MODEL } from './answer-model.ts';
export { createWorkersAiEmbedder, WORKERS_AI_DIMENSIONS, WORKERS_AI_EMBEDDER_ID } from './embedder.ts';
export { createWorkersAiReranker } from './reranker.ts';
