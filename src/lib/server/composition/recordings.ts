// Recordings: what is kept of them, what is measured, and what is written.
import type { AnswerModel } from '../ai/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { createJobs, type Settings } from '../platform/index.ts';
import {
	createMeasurements,
	createRecordingFeedback,
	createRecordings,
	type Decoders,
	type Measurements,
	type RecordingFeedback,
	type Recordings
} from '../recordings/index.ts';
import type { Ground } from './ground.ts';

export interface RecordingServices {
	/** Recordings, whose they are, and what is noted of them. */
	recordings: Recordings;
	/** What is measured of recordings. */
	measurements: Measurements;
	/** What is written about recordings. */
	recordingFeedback: RecordingFeedback;
}

interface Needed {
	knowledge: Knowledge;
	answerModel: () => AnswerModel;
	decoders: Decoders;
}

export function composeRecordings(
	ground: Ground,
	{ knowledge, answerModel, decoders }: Needed
): RecordingServices {
	const { bindings, settings, runInBackground, log, clock, database, audit, rateLimiter, mail, letters } =
		ground;
	const { breakers } = ground;
	const recordings = createRecordings({
		...{ database, objects: bindings.FILES, clock, audit, rateLimiter, runInBackground },
		mail,
		letters,
		secret: settings.SEGUE_SECRET,
		direct: directUploadsOf(settings),
		startAnalysis: (recordingId) => createJobs(bindings).startAnalysis(recordingId),
		revive: (rows) => measurements.analyses.revive(rows),
		lookups: {
			analysis: (recordingId) => measurements.analyses.ofRecording(recordingId),
			feedback: (recordingId) => recordingFeedback.ofRecording(recordingId)
		}
	});
	const measurements = createMeasurements({
		...{ database, objects: bindings.FILES, clock, log, runInBackground },
		jobs: createJobs(bindings),
		jobsOfWatch: createJobs(bindings.ANALYSIS === undefined ? {} : { ANALYSIS: bindings.ANALYSIS }),
		decoders,
		external: externalAnalyser()
	});
	/** null where recordings are measured here. */
	function externalAnalyser() {
		const { ANALYSIS_URL: url, ANALYSIS_API_KEY: apiKey, PUBLIC_ORIGIN: origin } = settings;
		if (settings.ANALYSIS_PROVIDER !== 'external' || url === undefined) return null;
		const isLinked = origin !== undefined && settings.SEGUE_SECRET !== undefined;
		return {
			...{ url, apiKey, fetch },
			breaker: breakers.of(`analyser ${url}`, { failureThreshold: 5, recoveryTimeout: 60_000 }),
			linkTo: isLinked
				? async (id: string) => new URL((await recordings.files.linkFor(id, 'original')).url, origin).href
				: null
		};
	}

	const recordingFeedback = createRecordingFeedback({
		...{ database, objects: bindings.FILES, knowledge, answerModel, clock, log }
	});
	return { recordings, measurements, recordingFeedback };
}

/** undefined where the bucket's S3 interface is not set up: uploads go by this app then. */
function directUploadsOf(settings: Settings) {
	const { R2_ACCOUNT_ID: accountId, R2_ACCESS_KEY_ID: accessKeyId } = settings;
	const { R2_SECRET_ACCESS_KEY: secretAccessKey, R2_BUCKET: bucket } = settings;
	if (!accountId || !accessKeyId || !secretAccessKey || !bucket) return undefined;
	return { accountId, accessKeyId, secretAccessKey, bucket };
}
