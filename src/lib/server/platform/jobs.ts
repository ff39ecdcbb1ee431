// Background work that outlives a request. It runs as workflows of the companion Worker: the Worker starts them itself, Pages, which can
// bind no workflow, asks it to. A workflow of a process that was killed does not always go on by itself: whoever finds it stalled starts
// it again, which wakes it, restarts it or leaves it alone, as it needs.
import { AppError } from '#lib/shared/errors.ts';
import type { Bindings } from './bindings.ts';
import { startWatch, type WatchRpc } from './watch.ts';

/** What the Worker offers to Pages; worker/jobs.ts implements it. */
export interface JobsRpc extends WatchRpc {
	startReindex(indexId: string): Promise<void>;
	/** Measures a recording that is uploaded, goes on with one that was interrupted, or tries one again that failed. */
	startAnalysis(recordingId: string): Promise<void>;
	/** Takes a file in that was sent to become a document, or goes on with it. */
	startIngest(ingestId: string): Promise<void>;
	/** Tries a change of a document on past questions, or goes on with it. */
	startReplay(replayId: string): Promise<void>;
}

/** What the Worker starts itself, too: nothing of Pages asks for it. */
export interface Jobs extends JobsRpc {
	/** Begins to find somebody for a wish for a person, or tells who does that it has changed. Says whether there is nothing left to do. */
	startEscalation(requestId: string): Promise<{ isOver: boolean }>;
	/** Carries out a chain of tools that the conversation keeps, or goes on with it. */
	startToolChain(conversationId: string, chainId: string): Promise<void>;
}

/** Of a chain's watch: the conversation and the chain. */
export const chainWatchId = (conversationId: string, chainId: string): string =>
	`${conversationId}:${chainId}`;

export interface EscalationParameters {
	requestId: string;
}

export interface ToolChainParameters {
	conversationId: string;
	chainId: string;
}

export interface IngestParameters {
	ingestId: string;
}

export interface ReplayParameters {
	replayId: string;
}

export interface ReindexParameters {
	indexId: string;
}

export interface AnalysisParameters {
	recordingId: string;
}

type Bound = Pick<
	Bindings,
	'REINDEX' | 'ANALYSIS' | 'INGEST' | 'REPLAY' | 'ESCALATION' | 'TOOL_CHAIN' | 'WATCHES' | 'JOBS'
>;

/** The id of an index, of a recording or of a request names its workflow's instance: however often it is started, there is one. */
export function createJobs({
	REINDEX,
	ANALYSIS,
	INGEST,
	REPLAY,
	ESCALATION,
	TOOL_CHAIN,
	WATCHES,
	JOBS
}: Bound): Jobs {
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
				await startWatch({ WATCHES }, 'analysis', recordingId);
				await startOnce(ANALYSIS, recordingId, { recordingId });
			}),
		startIngest: (ingestId) =>
			translated(async () => {
				if (INGEST === undefined) {
					if (JOBS === undefined) throw new Error('neither INGEST nor JOBS is bound');
					await JOBS.startIngest(ingestId);
					return;
				}
				// First the watch: what is killed in between is then started by it.
				await startWatch({ WATCHES }, 'ingest', ingestId);
				await startOnce(INGEST, ingestId, { ingestId });
			}),
		startReplay: (replayId) =>
			translated(async () => {
				if (REPLAY === undefined) {
					if (JOBS === undefined) throw new Error('neither REPLAY nor JOBS is bound');
					await JOBS.startReplay(replayId);
					return;
				}
				// First the watch: what is killed in between is then started by it.
				await startWatch({ WATCHES }, 'replay', replayId);
				await startOnce(REPLAY, replayId, { replayId });
			}),
		startEscalation: (requestId) =>
			translated(async () => {
				if (ESCALATION === undefined) throw new Error('ESCALATION is not bound');
				await startWatch({ WATCHES }, 'escalation', requestId);
				return startOnce(ESCALATION, requestId, { requestId }, { again: false });
			}),
		startToolChain: (conversationId, chainId) =>
			translated(async () => {
				if (TOOL_CHAIN === undefined) throw new Error('TOOL_CHAIN is not bound');
				await startWatch({ WATCHES }, 'tool-chain', chainWatchId(conversationId, chainId));
				await startOnce(TOOL_CHAIN, chainId, { conversationId, chainId });
			}),
		watch: (kind, id) =>
			translated(async () => {
				if (JOBS === undefined) await startWatch({ WATCHES }, kind, id);
				else await JOBS.watch(kind, id);
			})
	};
}

async function translated<T>(start: () => Promise<T>): Promise<T> {
	try {
		return await start();
	} catch (cause) {
		throw new AppError('unavailable', 'Background work cannot be started just now.', { cause });
	}
}

/** `again`: what has ended well runs once more. */
async function startOnce<Parameters>(
	workflow: Workflow<Parameters>,
	id: string,
	params: Parameters,
	{ again } = { again: true }
): Promise<{ isOver: boolean }> {
	let known: WorkflowInstance;
	try {
		await workflow.create({ id, params });
		return { isOver: false };
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
		case 'complete':
			if (!again) return { isOver: true };
			await known.restart();
			break;
		case 'errored':
		case 'terminated':
		case 'rollingBack':
		default:
			await known.restart();
	}
	return { isOver: false };
}

/** An instance that has only just been made may not have one yet. */
async function statusOf(instance: WorkflowInstance): Promise<InstanceStatus['status']> {
	try {
		return (await instance.status()).status;
	} catch {
		return 'unknown';
	}
}
