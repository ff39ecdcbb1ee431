// What Cloudflare hands to the Pages app and to the companion Worker alike.
import type {
	AnalysisParameters,
	EscalationParameters,
	IngestParameters,
	JobsRpc,
	ReindexParameters,
	ReplayParameters,
	ToolChainParameters
} from './jobs.ts';

/** Bindings and variables as they arrive: strings unchecked until settings.ts has parsed them. */
export interface Bindings {
	DB: D1Database;
	/** Caches only: every key can be rebuilt. */
	CACHE: KVNamespace;
	/** Originals, revisions, archives. */
	FILES: R2Bucket;
	CONVERSATIONS: DurableObjectNamespace;
	RATE_LIMITS: DurableObjectNamespace;
	CIRCUIT_BREAKERS: DurableObjectNamespace;
	VECTOR_INDEX: DurableObjectNamespace;
	/** Of the Worker that hashes passwords: the app's alone, the companion Worker has none. */
	PASSWORDS: DurableObjectNamespace;
	/** Workers AI and Vectorize have no offline simulation: bound only where a deployment uses them. */
	AI?: Ai;
	VECTORIZE?: Vectorize;
	/** In the Worker: the workflow that embeds the knowledge again. */
	REINDEX?: Workflow<ReindexParameters>;
	/** In the Worker: the workflow that measures a recording. */
	ANALYSIS?: Workflow<AnalysisParameters>;
	/** In the Worker: the workflow that takes in files sent to become documents. */
	INGEST?: Workflow<IngestParameters>;
	/** In the Worker: the workflow that tries a change of a document on past questions. */
	REPLAY?: Workflow<ReplayParameters>;
	/** In the Worker: the workflow that finds somebody for whoever wishes for a person. */
	ESCALATION?: Workflow<EscalationParameters>;
	TOOL_CHAIN?: Workflow<ToolChainParameters>;
	/** In the Worker: alarms that go on with what was interrupted, or is due later. */
	WATCHES?: DurableObjectNamespace;
	/** In Pages, which can bind no workflow: the Worker's entry for such work. */
	JOBS?: JobsRpc;
	[setting: string]: unknown;
}
