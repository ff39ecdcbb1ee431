// Takes a file in that was sent to become a document. A thin shell: the steps are the knowledge room's, the readers of files the parsing room's.
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { parseFile } from '#lib/server/document-parsing/index.ts';
import { runIngest } from '#lib/server/knowledge/index.ts';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings, IngestParameters } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';

/** Seconds of a store or a model that does not answer. What lasts longer fails, is told so, and can be started again. */
const STEP = {
	retries: { limit: 3, delay: 1_000, backoff: 'exponential' },
	timeout: '5 minutes'
} as const;

export class KnowledgeIngestWorkflow extends WorkflowEntrypoint<Bindings, IngestParameters> {
	override async run(event: WorkflowEvent<IngestParameters>, step: WorkflowStep): Promise<void> {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const { ingestion } = createServices({ bindings: this.env, runInBackground, parseFile });
		await runIngest(ingestion.work, event.payload.ingestId, {
			do: (name, work) => step.do(name, STEP, work)
		});
	}
}
