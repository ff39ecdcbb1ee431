export { cleanup, getContext, type MemorisedConversation } from './conversation-memory.ts';
export { generateSummary } from './generate-summary.ts';
export { CONTEXT_LIMITS, type ContextMessage, type RollingContext } from './rolling-context.ts';
