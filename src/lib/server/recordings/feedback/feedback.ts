// Written feedback on recordings, for whoever may read them; written anew for whoever may change them. Throws `conflict` with the status
// while there is no analysis to rest on.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { can } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { FeedbackView } from '#lib/shared/recordings/views.ts';
import type { AnswerModel } from '../../ai/index.ts';
import type { Logger } from '../../observability/index.ts';
import type { Clock, Database } from '../../platform/index.ts';
import { createWhose, type RecordingRow } from '../access/whose.ts';
import { readStored, type StoredAnalysis } from '../analysis/stored-analysis.ts';
import { inWords } from '../worded-analysis.ts';
import { createFeedbackRows } from './feedback-rows.ts';
import { FeedbackAnalysis } from './measurements.ts';
import { createRemoteWriter } from './remote-writer.ts';
import type { KnowledgeFace } from './teaching-material.ts';
import { FEEDBACK_MODEL_VERSION, writeFeedback } from './write-feedback.ts';

export interface RecordingFeedback {
	/** The newest; for whoever has been let in to the recording already. */
	ofRecording(recordingId: string): Promise<FeedbackView | null>;
	/** The newest. Throws `not-found`, also when there is none yet. */
	read(actor: Actor, recordingId: string): Promise<FeedbackView>;
	/** Once for each client key; without one, once for each analysis and writer. Throws not-found, forbidden, conflict. */
	write(
		actor: Actor,
		recordingId: string,
		clientKey?: string
	): Promise<{ view: FeedbackView; isNew: boolean }>;
}

export interface RecordingFeedbackDependencies {
	database: Database;
	objects: R2Bucket;
	knowledge: KnowledgeFace;
	answerModel: () => AnswerModel;
	clock: Clock;
	log: Logger;
}

export function createRecordingFeedback(dependencies: RecordingFeedbackDependencies): RecordingFeedback {
	const { database, objects, knowledge, answerModel, clock, log } = dependencies;
	const whose = createWhose(database);
	const rows = createFeedbackRows(database);

	async function storedOf(row: RecordingRow): Promise<StoredAnalysis> {
		const details = { status: row.status };
		if (row.status === 'failed') throw new AppError('conflict', m.takes_feedback_failed(), { details });
		const stored = row.status === 'analyzed' ? await readStored(objects, row) : null;
		if (stored !== null) return stored;
		const isWaiting = row.status !== 'analyzed';
		throw new AppError('conflict', isWaiting ? m.takes_feedback_waiting() : m.takes_feedback_unreadable(), {
			details,
			retryable: isWaiting
		});
	}

	return {
		ofRecording: async (recordingId) => (await rows.newest(recordingId)) ?? null,

		async read(actor, recordingId) {
			const { row } = await whose.find(actor, recordingId);
			const view = await rows.newest(row.id);
			if (view !== undefined) return view;
			throw new AppError('not-found', m.takes_feedback_none(), { details: { status: row.status } });
		},

		async write(actor, recordingId, clientKey) {
			const { row, target } = await whose.find(actor, recordingId);
			if (!can(actor, 'write:recording', target))
				throw new AppError('forbidden', m.takes_feedback_forbidden());
			const known = clientKey === undefined ? undefined : await rows.find(row.id, clientKey);
			if (known !== undefined) return { view: known, isNew: false };
			const stored = await storedOf(row);
			const { modelVersion, analysedAt, durationSeconds } = stored;
			const model = answerModel();
			const writer = model.isRemote ? model.label : FEEDBACK_MODEL_VERSION;
			// A client's own keys cannot begin like this: what is made up here meets none of them.
			const key = clientKey ?? `analysis ${modelVersion} ${analysedAt} ${writer}`;
			const earlier = clientKey === undefined ? await rows.find(row.id, key) : undefined;
			if (earlier !== undefined) return { view: earlier, isNew: false };
			const analysis = FeedbackAnalysis.safeParse(stored.analysis);
			if (!analysis.success)
				throw new AppError('conflict', m.takes_feedback_unreadable(), { details: { status: row.status } });
			const content = await writeFeedback(
				knowledge,
				{
					actor,
					analysis: analysis.data,
					durationSeconds,
					analysedAt,
					abstention: abstentionOf(stored),
					analysedBy: modelVersion
				},
				model.isRemote ? createRemoteWriter(model, log) : undefined
			);
			return rows.keep({
				recording: row,
				requestedBy: actor.userId ?? null,
				clientKey: key,
				content,
				now: clock.now()
			});
		}
	};
}

function abstentionOf({ analysis }: StoredAnalysis): string | null {
	if (analysis.abstention === null) return null;
	return (
		Object.values(inWords(analysis).dimensions).find(({ reason }) => reason !== undefined)?.reason ?? null
	);
}
