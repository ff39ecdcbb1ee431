// The work of an analysis, cut into steps that are bounded, may be repeated and may be interrupted anywhere. What a step has made lies
// beside the recording before the step ends; the result is one object and one batch of rows, so that there is all of it or none. A
// recording that was deleted meanwhile ends it quietly: whoever comes second, the deletion or the step, takes away what is left.
import { analyse, rounded } from '#lib/shared/recordings/analysis.ts';
import { trackOf } from '#lib/shared/recordings/comparison/track.ts';
import { envelopeOf, NO_ENVELOPE } from '#lib/shared/recordings/envelope.ts';
import { AppError } from '#lib/shared/errors.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Logger } from '../../observability/index.ts';
import type { Clock } from '../../platform/index.ts';
import type { Decoders } from '../decoding/mp3.ts';
import { readTake, type ReadTake } from '../decoding/read-take.ts';
import { packTake, unpackTake } from '../decoding/take-file.ts';
import type { AnalyserAnswer } from '../providers/answer.ts';
import type { RemoteAnalyser } from '../providers/remote-analyser.ts';
import { openObject } from '../storage/object-file.ts';
import { analysisKey, answerKey, keysOf, takeKey, trackKey } from './analysis-keys.ts';
import type { AnalysisRecords, RecordingRow } from './analysis-records.ts';
import { embeddedModelVersion } from './embedded-model-version.ts';
import { finalFailure } from './failures.ts';
import { soundOf } from './sound-of.ts';
import { VERSION, type StoredAnalysis } from './stored-analysis.ts';

/** `over`: there is nothing more to do, because it is done, was given up, or the recording is gone. */
export type StepEnd = 'next' | 'over';

export interface AnalysisWork {
	/** The player's id; null where there is nothing to measure. */
	claim(recordingId: string): Promise<string | null>;
	/** Asks the other analyser. Its failure is none of the analysis where the sound can be read here. */
	ask(recordingId: string): Promise<StepEnd>;
	/** Decodes the sound and keeps what measuring needs of it. */
	read(recordingId: string): Promise<StepEnd>;
	measure(recordingId: string): Promise<StepEnd>;
	/** After the last try of a step that could not be done. */
	giveUp(recordingId: string): Promise<void>;
	/** Takes away what only the steps needed. */
	tidy(recordingId: string, personId: string): Promise<void>;
}

export interface AnalysisWorkDependencies {
	records: AnalysisRecords;
	objects: R2Bucket;
	decoders: Decoders;
	/** null: recordings are measured here. */
	remote: RemoteAnalyser | null;
	clock: Clock;
	log: Logger;
}

export function createAnalysisWork(dependencies: AnalysisWorkDependencies): AnalysisWork {
	const { records, objects, decoders, remote, clock, log } = dependencies;

	/** Runs for a recording that is being processed. What will not pass is its failure; the rest is thrown on, to be tried again. */
	async function forRecording(
		recordingId: string,
		work: (recording: RecordingRow) => Promise<StepEnd>
	): Promise<StepEnd> {
		const recording = await records.find(recordingId);
		if (recording?.status !== 'processing') return 'over';
		try {
			return await work(recording);
		} catch (thrown) {
			const failure = finalFailure(thrown);
			if (failure === null) throw thrown;
			await records.fail(recording, failure, clock.now());
			return 'over';
		}
	}

	/** Puts an object, and takes all away again when the recording went in the meantime: a deletion may have come before the object. */
	async function put(
		recording: RecordingRow,
		key: string,
		value: string | Uint8Array<ArrayBuffer>
	): Promise<boolean> {
		await objects.put(key, value);
		if ((await records.find(recording.id)) !== undefined) return true;
		await objects.delete(keysOf(recording));
		return false;
	}

	async function storedTake(recording: RecordingRow): Promise<ReadTake | null> {
		const object = await objects.get(takeKey(recording));
		return object === null ? null : unpackTake(new Uint8Array(await object.arrayBuffer()));
	}

	async function open(recording: RecordingRow) {
		const sound = soundOf(recording);
		if (sound === null) throw new AppError('unsupported', m.recordings_m4a());
		const head = await objects.head(sound.key);
		if (head === null) throw new AppError('not-found', m.recording_analysis_missing());
		return openObject(objects, sound.key, head.size);
	}

	async function answerFor(recording: RecordingRow): Promise<AnalyserAnswer | null> {
		const object = await objects.get(answerKey(recording));
		return object === null ? null : object.json();
	}

	return {
		async claim(recordingId) {
			return (await records.claim(recordingId, clock.now()))?.personId ?? null;
		},

		ask: (recordingId) =>
			forRecording(recordingId, async (recording) => {
				if (remote === null) return 'next';
				let answer: AnalyserAnswer;
				try {
					answer = await remote.analyse(recording);
				} catch (thrown) {
					if (!(thrown instanceof AppError)) throw thrown;
					log.warn('the embedded analyser stands in', { code: thrown.code, cause: thrown.cause });
					// Without sound that can be read here there is nobody to stand in.
					if (soundOf(recording) === null) throw isFinal(thrown);
					return 'next';
				}
				return (await put(recording, answerKey(recording), JSON.stringify(answer))) ? 'next' : 'over';
			}),

		read: (recordingId) =>
			forRecording(recordingId, async (recording) => {
				// The other analyser has heard what cannot be read here.
				if (soundOf(recording) === null && (await answerFor(recording)) !== null) return 'next';
				const take = packTake(await readTake(await open(recording), decoders));
				return (await put(recording, takeKey(recording), take)) ? 'next' : 'over';
			}),

		measure: (recordingId) =>
			forRecording(recordingId, async (recording) => {
				const answer = await answerFor(recording);
				let read = await storedTake(recording);
				// Of another version, or never read because only the other analyser could.
				if (read === null && (answer === null || soundOf(recording) !== null))
					read = await readTake(await open(recording), decoders);
				const stored = await measured(read, answer, clock.now());
				if (read !== null) {
					const track = trackOf(read.take, stored.analysis.onsets);
					if (!(await put(recording, trackKey(recording), track))) return 'over';
				}
				if (!(await put(recording, analysisKey(recording), JSON.stringify(stored)))) return 'over';
				if (!(await records.keep(recording, stored)) && (await records.find(recordingId)) === undefined)
					await objects.delete(keysOf(recording));
				return 'over';
			}),

		async giveUp(recordingId) {
			const recording = await records.find(recordingId);
			if (recording !== undefined) await records.fail(recording, 'unavailable', clock.now());
		},

		async tidy(recordingId, personId) {
			const recording = { id: recordingId, personId };
			const isThere = (await records.find(recordingId)) !== undefined;
			await objects.delete(isThere ? [takeKey(recording), answerKey(recording)] : keysOf(recording));
		}
	};
}

async function measured(
	read: ReadTake | null,
	answer: AnalyserAnswer | null,
	now: number
): Promise<StoredAnalysis> {
	const durationSeconds = rounded(read?.take.durationSeconds ?? answer?.durationSeconds ?? 0, 3);
	const envelope = read === null ? NO_ENVELOPE : envelopeOf(read.take);
	const common = {
		version: VERSION,
		analysedAt: now,
		durationSeconds,
		envelope,
		isComparable: read !== null
	} as const;
	if (answer !== null)
		return { ...common, provider: 'external', modelVersion: answer.modelVersion, analysis: answer.analysis };
	if (read === null) throw new AppError('unsupported', m.recordings_m4a());
	const { clippedShare, isCutShort } = read;
	return {
		...common,
		provider: 'embedded',
		modelVersion: await embeddedModelVersion(),
		analysis: analyse(read.take, { clippedShare, isCutShort })
	};
}

/** Tries again have been made already. */
const isFinal = ({ code, message }: AppError): AppError => new AppError(code, message, { retryable: false });
