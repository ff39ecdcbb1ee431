export {
	createAnswerModels,
	createSmallModels,
	createSpokenAnswerModels,
	type AnswerModel,
	type AnswerModels
} from './answer-models.ts';
export { askSmallModel } from './small-tasks/ask-small-model.ts';
export { listModels, type ModelListSettings, type NamedModel } from './model-list.ts';
export { orderHints } from './order-hints.ts';
export { CACHE_METRIC, createTimedCache, type TimedCache } from './cache/timed-cache.ts';
export {
	CALL_OUTCOMES,
	createCallMeters,
	MODEL_METRICS,
	MODEL_TASKS,
	WAITS,
	type CallMeters,
	type CallOutcome,
	type ModelTask
} from './guard/call-meter.ts';
export { remoteProviders } from './chain.ts';
export {
	createEmbedder,
	type Embedder,
	type EmbedderDependencies,
	type EmbedderSettings,
	type EmbeddingProvider
} from './embedders.ts';
export { createReranker } from './rerankers.ts';
export { standInFor } from './stand-in-embedder.ts';
export {
	analyseMessage,
	createEmbeddedAnswerModel,
	type MessageAnalysis
} from './embedded/answer-model/index.ts';
export { translateModelError } from './translate-error.ts';
export { createEmbeddedEmbedder, EMBEDDER_DIMENSIONS } from './embedded/embedder.ts';
export { createEmbeddedReranker } from './embedded/reranker.ts';
export { feedbackStems } from './embedded/reranker-feedback.ts';
export { isEverydayWord } from './embedded/everyday-words.ts';
export { isRealWord } from './embedded/real-words.ts';
export { similarStems } from './embedded/lexicon.ts';
export { isPlainWord } from './embedded/answer-model/plain-words.ts';
export { languageOf } from './embedded/understanding/language.ts';
