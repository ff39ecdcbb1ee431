// Carries out a chain of tools that somebody agreed to. A thin shell: the steps are the tools room's, and the conversation keeps what they gave.
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings, ToolChainParameters } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';
import { runChain } from '#lib/server/tools/index.ts';

/** Half a minute of a tool that does not answer: somebody waits. What lasts longer fails, and is undone. */
const STEP = {
	retries: { limit: 4, delay: 1_000, backoff: 'exponential' },
	timeout: '1 minute'
} as const;

export class ToolChainWorkflow extends WorkflowEntrypoint<Bindings, ToolChainParameters> {
	override async run(event: WorkflowEvent<ToolChainParameters>, step: WorkflowStep): Promise<void> {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const { toolChains } = createServices({ bindings: this.env, runInBackground });
		const { conversationId, chainId } = event.payload;
		await runChain(toolChains.work(conversationId, chainId), {
			// What a step came to is kept as text.
			do: async (name, work) =>
				JSON.parse(await step.do(name, STEP, async () => JSON.stringify(await work()))) as never,
			wait: (name, ms) => step.sleep(name, ms)
		});
	}
}
