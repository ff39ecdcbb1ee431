// What Pages asks of this Worker, over its service binding: work that Pages cannot hold.
import { WorkerEntrypoint } from 'cloudflare:workers';
import {
	createJobs,
	startWatch,
	type Bindings,
	type JobsRpc,
	type WatchKind
} from '#lib/server/platform/index.ts';

export class Jobs extends WorkerEntrypoint<Bindings> implements JobsRpc {
	startReindex(indexId: string): Promise<void> {
		return createJobs(this.env).startReindex(indexId);
	}

	startAnalysis(recordingId: string): Promise<void> {
		return createJobs(this.env).startAnalysis(recordingId);
	}

	startIngest(ingestId: string): Promise<void> {
		return createJobs(this.env).startIngest(ingestId);
	}

	startReplay(replayId: string): Promise<void> {
		return createJobs(this.env).startReplay(replayId);
	}

	watch(kind: WatchKind, id: string): Promise<void> {
		return startWatch(this.env, kind, id);
	}
}
