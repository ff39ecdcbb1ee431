export {
	createAnswerModels,
	createSpokenAnswerModels,
	type AnswerModel,
	type AnswerModels
} from './answer-models.ts';
export { orderHints } from './order-hints.ts';
export { createTimedCache, type TimedCache } from './cache/timed-cache.ts';
export { createEmbedder, createReranker, type Embedder } from './choose-provider.ts';
export {
	analyseMessage,
	createEmbeddedAnswerModel,
	type MessageAnalysis
} from './embedded/answer-model/index.ts';
export { translateModelError } from './openai-compatible/translate-error.ts';
export { createEmbeddedEmbedder, EMBEDDER_DIMENSIONS } from './embedded/embedder.ts';
export { createEmbeddedReranker } from './embedded/reranker.ts';
export { feedbackStems } from './embedded/reranker-feedback.ts';
export { isEverydayWord } from './embedded/everyday-words.ts';
export { similarStems } from './embedded/lexicon.ts';
export { isPlainWord } from './embedded/answer-model/plain-words.ts';
export { languageOf } from './embedded/understanding/language.ts';
