// Finds somebody for whoever wishes for a person. A thin shell: the steps are the desk room's.
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { runEscalation } from '#lib/server/desk/index.ts';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings, EscalationParameters } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';

/** Some minutes of a database or a conversation that does not answer. What lasts longer fails, and the watch starts it again. */
const STEP = {
	retries: { limit: 5, delay: 1_000, backoff: 'exponential' },
	timeout: '1 minute'
} as const;

export class EscalationWorkflow extends WorkflowEntrypoint<Bindings, EscalationParameters> {
	override async run(event: WorkflowEvent<EscalationParameters>, step: WorkflowStep): Promise<void> {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const { escalation } = createServices({ bindings: this.env, runInBackground });
		await runEscalation(escalation.work, event.payload.requestId, escalation.rounds, {
			// What a step came to is kept as text.
			do: async <T>(name: string, work: () => Promise<T>) =>
				JSON.parse(await step.do(name, STEP, async () => JSON.stringify(await work()))) as T,
			async wait(name, ms) {
				// An event says that something has happened to the wish; that none came in time is no failure.
				await step.waitForEvent(name, { type: 'wake', timeout: ms }).catch(() => undefined);
			}
		});
	}
}
