// Measures a recording. A thin shell: the steps are the recordings room's.
import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from 'cloudflare:workers';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { AnalysisParameters, Bindings } from '#lib/server/platform/index.ts';
import { runAnalysis } from '#lib/server/recordings/index.ts';
import { createServices } from '#lib/server/services.ts';
import mpg123 from '../src/lib/server/recordings/decoding/mpg123.wasm';

/** Seconds of a store that does not answer. What lasts longer fails, is told so, and can be started again. */
const STEP = {
	retries: { limit: 3, delay: 1_000, backoff: 'exponential' },
	timeout: '5 minutes'
} as const;

export class RecordingAnalysisWorkflow extends WorkflowEntrypoint<Bindings, AnalysisParameters> {
	override async run(event: WorkflowEvent<AnalysisParameters>, step: WorkflowStep): Promise<void> {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const { measurements } = createServices({
			bindings: this.env,
			runInBackground,
			decoders: { mpg123 }
		});
		await runAnalysis(measurements.work, event.payload.recordingId, {
			do: (name, work) => step.do(name, STEP, work)
		});
	}
}
