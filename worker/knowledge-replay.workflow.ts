// Tries a change of a document on past questions. A thin shell: the steps are the knowledge-replay room's.
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { runReplay } from '#lib/server/knowledge-replay/index.ts';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings, ReplayParameters } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';

/** Seconds of a store that does not answer. What lasts longer fails, is told so, and can be tried again. */
const STEP = {
	retries: { limit: 3, delay: 1_000, backoff: 'exponential' },
	timeout: '5 minutes'
} as const;

export class KnowledgeReplayWorkflow extends WorkflowEntrypoint<Bindings, ReplayParameters> {
	override async run(event: WorkflowEvent<ReplayParameters>, step: WorkflowStep): Promise<void> {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const { replayWork } = createServices({ bindings: this.env, runInBackground });
		await runReplay(replayWork, event.payload.replayId, {
			do: (name, work) => step.do(name, STEP, work)
		});
	}
}
