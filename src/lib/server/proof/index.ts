export { likeStems } from './synonyms.ts';
export { verifySentence, verifyTold } from './verify.ts';
export type { CitedSpan, Reason, SourceText, Verdict } from './verify.ts';
