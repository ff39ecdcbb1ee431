export {
	createAnswerModel,
	createEmbedder,
	createReranker,
	type AnswerModel,
	type Embedder
} from './choose-provider.ts';
export { analyseMessage, type MessageAnalysis } from './embedded/answer-model/index.ts';
export { translateModelError } from './openai-compatible/translate-error.ts';
export { createEmbeddedEmbedder, EMBEDDER_DIMENSIONS } from './embedded/embedder.ts';
export { createEmbeddedReranker } from './embedded/reranker.ts';
export { isEverydayWord } from './embedded/everyday-words.ts';
export { similarStems } from './embedded/lexicon.ts';
