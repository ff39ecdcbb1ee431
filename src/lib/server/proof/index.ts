export { verifySentence } from './verify.ts';
export type { CitedSpan, Reason, ReasonKind, SourceText, Verdict } from './verify.ts';
