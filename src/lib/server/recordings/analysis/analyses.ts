// What was measured of a recording, for whoever may see the recording; and that it is measured at all: what was interrupted goes on as soon
// as somebody looks.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { passagesOf } from '#lib/shared/recordings/passages.ts';
import type { AnalysisView } from '#lib/shared/recordings/views.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Clock, JobsRpc } from '../../platform/index.ts';
import type { Whose } from '../access/whose.ts';
import { inWords } from '../worded-analysis.ts';
import type { AnalysisRecords, RecordingRow } from './analysis-records.ts';
import { readStored, type StoredAnalysis } from './stored-analysis.ts';

export interface Analyses {
	/** Throws `not-found`, with the status, until there is one. */
	read(actor: Actor, recordingId: string): Promise<AnalysisView>;
	/** For whoever has been let in to the recording already. Null until there is one. */
	ofRecording(recordingId: string): Promise<AnalysisView | null>;
	/** Measures once more what failed; what is under way is woken. Throws `conflict` when there is an analysis. */
	startAgain(actor: Actor, recordingId: string): Promise<void>;
	/** Goes on in the background with those that have waited for too long. */
	revive(recordings: readonly Waiting[]): void;
}

type Waiting = Pick<RecordingRow, 'id' | 'status' | 'updatedAt' | 'container' | 'hasSound'>;

export interface AnalysesDependencies {
	records: AnalysisRecords;
	objects: R2Bucket;
	whose: Whose;
	jobs: Pick<JobsRpc, 'startAnalysis'>;
	clock: Clock;
	runInBackground: RunInBackground;
}

/** An analysis that is not done in this time was interrupted, or is long: waking it harms neither. */
const STALLED_MS = 30_000;
/** The browser is still deriving and sending the sound, perhaps tomorrow; after this it has gone. */
const SOUNDLESS_MS = 24 * 60 * 60_000;

export function createAnalyses(dependencies: AnalysesDependencies): Analyses {
	const { records, objects, whose, jobs, clock, runInBackground } = dependencies;

	function isStalled({ status, updatedAt, container, hasSound }: Waiting): boolean {
		const waitsForSound = status === 'uploaded' && container === 'm4a' && !hasSound;
		return (
			(status === 'uploaded' || status === 'processing') &&
			clock.now() - updatedAt >= (waitsForSound ? SOUNDLESS_MS : STALLED_MS)
		);
	}

	function revive(recordings: readonly Waiting[]): void {
		for (const { id } of recordings.filter(isStalled))
			runInBackground('analysis revived', jobs.startAnalysis(id));
	}

	async function viewOf(recording: RecordingRow): Promise<AnalysisView | null> {
		revive([recording]);
		if (recording.status !== 'analyzed') return null;
		const stored = await readStored(objects, recording);
		return stored === null ? null : toView(recording.id, stored);
	}

	return {
		revive,

		async ofRecording(recordingId) {
			const recording = await records.find(recordingId);
			return recording === undefined ? null : viewOf(recording);
		},

		async read(actor, recordingId) {
			const { row } = await whose.find(actor, recordingId);
			const view = await viewOf(row);
			if (view !== null) return view;
			const isUnderWay = row.status === 'uploaded' || row.status === 'processing';
			throw new AppError(
				'not-found',
				isUnderWay ? m.recording_analysis_under_way() : m.recording_analysis_no_analysis(),
				{ details: { status: row.status } }
			);
		},

		async startAgain(actor, recordingId) {
			const { row } = await whose.findToWrite(actor, recordingId);
			if (row.status === 'analyzed') throw new AppError('conflict', m.recording_analysis_is_there());
			await jobs.startAnalysis(recordingId);
		}
	};
}

function toView(recordingId: string, stored: StoredAnalysis): AnalysisView {
	const { provider, modelVersion, analysedAt, durationSeconds, analysis, envelope, isComparable } = stored;
	return {
		...{ recordingId, provider, modelVersion, analysedAt, durationSeconds, envelope, isComparable },
		analysis: inWords(analysis),
		passages: passagesOf(analysis)
	};
}
