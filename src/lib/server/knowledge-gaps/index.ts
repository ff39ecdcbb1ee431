export { createKnowledgeGaps, type KnowledgeGaps } from './knowledge-gaps.ts';
export { ChangeGap, ListGaps } from './requests.ts';
