// Everything that is measured of recordings: the work itself, what came out of it, two takes side by side, and how it went over the weeks.
import { AppError } from '#lib/shared/errors.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Logger, RunInBackground } from '../observability/index.ts';
import type { Clock, Database, JobsRpc } from '../platform/index.ts';
import type { CircuitBreaker } from '../resilience/index.ts';
import { createWhose } from './access/whose.ts';
import { createAnalyses, type Analyses } from './analysis/analyses.ts';
import { createAnalysisRecords, type RecordingRow } from './analysis/analysis-records.ts';
import { createAnalysisWork, type AnalysisWork } from './analysis/analysis-work.ts';
import { createAnalysisWatch, type AnalysisWatch } from './analysis/watch-analysis.ts';
import { createComparisons, type Comparisons } from './comparison/comparisons.ts';
import type { Decoders } from './decoding/mp3.ts';
import { createProgress, type Progress } from './progress/progress.ts';
import { createRemoteAnalyser, type RemoteAnalyser } from './providers/remote-analyser.ts';
import { mediaTypeOf, originalKey } from './storage/object-keys.ts';

export interface Measurements {
	analyses: Analyses;
	comparisons: Comparisons;
	progress: Progress;
	/** For the workflow and the alarm of the companion Worker. */
	work: AnalysisWork;
	watch: AnalysisWatch;
}

export interface MeasurementsOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
	log: Logger;
	runInBackground: RunInBackground;
	jobs: Pick<JobsRpc, 'startAnalysis'>;
	/** The same, from inside the alarm that watches: it needs no second one. */
	jobsOfWatch: Pick<JobsRpc, 'startAnalysis'>;
	decoders: Decoders;
	/** null: recordings are measured here. */
	external: ExternalAnalyser | null;
}

export interface ExternalAnalyser {
	url: string;
	apiKey: string | undefined;
	breaker: CircuitBreaker;
	/** null where this deployment has no address of its own. */
	linkTo: ((recordingId: string) => Promise<string>) | null;
	fetch: typeof fetch;
}

export function createMeasurements(options: MeasurementsOptions): Measurements {
	const { database, objects, clock, log, runInBackground, jobs, jobsOfWatch, decoders, external } = options;
	const whose = createWhose(database);
	const records = createAnalysisRecords(database);
	const remote = external === null ? null : remoteOf(external, objects);
	const work = createAnalysisWork({ records, objects, decoders, remote, clock, log });
	return {
		analyses: createAnalyses({ records, objects, whose, jobs, clock, runInBackground }),
		comparisons: createComparisons({ objects, whose }),
		progress: createProgress({ database, whose }),
		work,
		watch: createAnalysisWatch({ records, work, jobs: jobsOfWatch })
	};
}

function remoteOf({ linkTo, ...settings }: ExternalAnalyser, objects: R2Bucket): RemoteAnalyser {
	return createRemoteAnalyser({
		...settings,
		linkTo: async ({ id }: RecordingRow) => (linkTo === null ? null : linkTo(id)),
		async open(recording) {
			const object = await objects.get(originalKey(recording, recording.container));
			if (object === null) throw new AppError('not-found', m.recording_analysis_missing());
			return { mediaType: mediaTypeOf(recording.container), body: object.body as ReadableStream<Uint8Array> };
		}
	});
}
