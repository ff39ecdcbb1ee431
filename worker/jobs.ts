// What Pages asks of this Worker, over its service binding: work that Pages cannot hold.
import { WorkerEntrypoint } from 'cloudflare:workers';
import { createJobs, type Bindings, type JobsRpc } from '#lib/server/platform/index.ts';

export class Jobs extends WorkerEntrypoint<Bindings> implements JobsRpc {
	startReindex(indexId: string): Promise<void> {
		return createJobs(this.env).startReindex(indexId);
	}

	startAnalysis(recordingId: string): Promise<void> {
		return createJobs(this.env).startAnalysis(recordingId);
	}
}
