// The face of the embedded answer model.
export { createEmbeddedAnswerModel, EMBEDDED_ANSWER_MODEL_ID } from './model.ts';
export type { EmbeddedAnswerModelOptions } from './model.ts';
export { analyseMessage } from './analyse.ts';
export type { MessageAnalysis, AnalysisContext } from './analyse.ts';
export type { TurnReport } from './step.ts';
