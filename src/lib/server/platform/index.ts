export { createAuditTrail, type AuditQuery, type AuditTrail, type RecordedEvent } from './audit-trail.ts';
export { createAudit, type Audit, type AuditEvent } from './audit.ts';
export type { Bindings } from './bindings.ts';
export { toByteStream } from './byte-stream.ts';
export { createManualClock, systemClock, type Clock } from './clock.ts';
export { deriveKey } from './derived-key.ts';
export { createDatabase, prepareRaw, type Database } from './database.ts';
export { ERASURE_MARK, isKept, TABLE_ERASURE } from './erasure.ts';
export { olderThan, pageOf, rowsFor } from './keyset.ts';
export { createHealth, type Health, type HealthReport } from './health.ts';
export {
	createJobs,
	type AnalysisParameters,
	chainWatchId,
	type EscalationParameters,
	type IngestParameters,
	type ToolChainParameters,
	type Jobs,
	type JobsRpc,
	type ReindexParameters,
	type ReplayParameters
} from './jobs.ts';
export { parseSettings, SettingsError, type Settings } from './settings.ts';
export { createMetrics, type Metric, type Metrics } from './metrics.ts';
export { ofIsolate } from './of-isolate.ts';
export { startWatch, type Watch, type WatchKind, type WatchMemo, type WatchRpc } from './watch.ts';
export * as schema from './schema/index.ts';
export {
	createEmbeddedVectorIndex,
	createVectorizeIndex,
	VectorStore,
	type KnownVectorIds,
	type SettlingVectorIndex,
	type VectorBlock,
	type VectorIndex,
	type VectorIndexDescription,
	type VectorIndexRpc,
	type VectorItem,
	type VectorMatch,
	type VectorQuery
} from './vectors/index.ts';
