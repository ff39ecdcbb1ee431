// The companion Worker: everything Pages cannot host. Thin shells; the rules live in the rooms.
import type { Bindings } from '#lib/server/platform/index.ts';
import { doDailyUpkeep } from './daily-upkeep.ts';

export { CircuitBreakerObject } from './circuit-breaker.object.ts';
export { ConversationObject } from './conversation.object.ts';
export { EscalationWorkflow } from './escalation.workflow.ts';
export { Jobs } from './jobs.ts';
export { KnowledgeIngestWorkflow } from './knowledge-ingest.workflow.ts';
export { KnowledgeReplayWorkflow } from './knowledge-replay.workflow.ts';
export { RateLimitObject } from './rate-limit.object.ts';
export { RecordingAnalysisWorkflow } from './recording-analysis.workflow.ts';
export { ReindexWorkflow } from './reindex.workflow.ts';
export { ToolChainWorkflow } from './tool-chain.workflow.ts';
export { VectorIndexObject } from './vector-index.object.ts';
export { WatchObject } from './watch.object.ts';

export default {
	fetch: () => new Response(null, { status: 404 }),
	scheduled: (_controller, env, context) => doDailyUpkeep(env, context)
} satisfies ExportedHandler<Bindings>;
