// Background work that outlives a request. It runs as workflows of the companion Worker: the Worker starts them itself, Pages, which can
// bind no workflow, asks it to. A workflow of a process that was killed does not always go on by itself: whoever finds it stalled starts
// it again, which wakes it, restarts it or leaves it alone, as it needs.
import { AppError } from '#lib/shared/errors.ts';
import type { Bindings } from './bindings.ts';

/** What the Worker offers to Pages; worker/jobs.ts implements it. */
export interface JobsRpc {
	startReindex(indexId: string): Promise<void>;
	/** Measures a recording that is uploaded, goes on with one that was interrupted, or tries one again that failed. */
	startAnalysis(recordingId: string): Promise<void>;
}

export interface ReindexParameters {
	indexId: string;
}

export interface AnalysisParameters {
	recordingId: string;
}

/** The remote face of worker/analysis-watch.object.ts: an alarm that goes on with an analysis nobody else does. */
export interface AnalysisWatchRpc {
	watch(recordingId: string): Promise<void>;
}

type Bound = Pick<Bindings, 'REINDEX' | 'ANALYSIS' | 'ANALYSIS_WATCH' | 'JOBS'>;

/** The id of an index or of a recording names its workflow's instance: however often it is started, there is one. */
export function createJobs({ REINDEX, ANALYSIS, ANALYSIS_WATCH, JOBS }: Bound): JobsRpc {
	return {
		startReindex: (indexId) =>
			translated(async () => {
				if (REINDEX !== undefined) await startOnce(REINDEX, indexId, { indexId });
				else if (JOBS !== undefined) await JOBS.startReindex(indexId);
				else throw new Error('neither REINDEX nor JOBS is bound');
			}),
		startAnalysis: (recordingId) =>
			translated(async () => {
				if (ANALYSIS === undefined) {
					if (JOBS === undefined) throw new Error('neither ANALYSIS nor JOBS is bound');
					await JOBS.startAnalysis(recordingId);
					return;
				}
				// First the watch: what is killed in between is then started by it.
				if (ANALYSIS_WATCH !== undefined) {
					const id = ANALYSIS_WATCH.idFromName(recordingId);
					await (ANALYSIS_WATCH.get(id) as unknown as AnalysisWatchRpc).watch(recordingId);
				}
				await startOnce(ANALYSIS, recordingId, { recordingId });
			})
	};
}

async function translated(start: () => Promise<void>): Promise<void> {
	try {
		await start();
	} catch (cause) {
		throw new AppError('unavailable', 'Background work cannot be started just now.', { cause });
	}
}

async function startOnce<Parameters>(
	workflow: Workflow<Parameters>,
	id: string,
	params: Parameters
): Promise<void> {
	let known: WorkflowInstance;
	try {
		await workflow.create({ id, params });
		return;
	} catch (cause) {
		// It is there already, or nothing can be made at all.
		known = await workflow.get(id).catch(() => {
			throw cause;
		});
	}
	switch (await statusOf(known)) {
		case 'queued':
		case 'running':
		case 'waiting':
		case 'waitingForPause':
		case 'unknown':
			// An event nobody waits for: it only wakes what sleeps.
			await known.sendEvent({ type: 'wake', payload: null });
			break;
		case 'paused':
			await known.resume();
			break;
		case 'errored':
		case 'terminated':
		case 'complete':
		case 'rollingBack':
		default:
			await known.restart();
	}
}

/** An instance that has only just been made may not have one yet. */
async function statusOf(instance: WorkflowInstance): Promise<InstanceStatus['status']> {
	try {
		return (await instance.status()).status;
	} catch {
		return 'unknown';
	}
}
