// Embeds the whole knowledge again, into another index. A thin shell: the steps are the knowledge room's.
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { NonRetryableError } from 'cloudflare:workflows';
import { runFill } from '#lib/server/knowledge/index.ts';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings, ReindexParameters } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';
import { AppError } from '#lib/shared/errors.ts';

/** Five minutes of a model that is busy; what lasts longer ends the attempt, and the index in force stays. */
const STEP = {
	retries: { limit: 5, delay: 10_000, backoff: 'exponential' },
	timeout: '5 minutes'
} as const;

export class ReindexWorkflow extends WorkflowEntrypoint<Bindings, ReindexParameters> {
	override async run(event: WorkflowEvent<ReindexParameters>, step: WorkflowStep): Promise<void> {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const { indexFill } = createServices({ bindings: this.env, runInBackground });
		await runFill(indexFill, event.payload.indexId, {
			do: (name, work) => step.do(name, STEP, () => finalFailures(work)),
			sleep: (name, ms) => step.sleep(name, ms)
		});
	}
}

/** What will not pass is not tried again. */
async function finalFailures<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (thrown) {
		if (thrown instanceof AppError && !thrown.retryable) throw new NonRetryableError(thrown.message);
		throw thrown;
	}
}
