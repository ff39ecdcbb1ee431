// Feedback as it is kept: once for a client's key, however often and however many at a time ask.
import { and, desc, eq } from 'drizzle-orm';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { FeedbackView } from '#lib/shared/recordings/views.ts';
import { schema, type Database } from '../../platform/index.ts';
import { FeedbackContent } from './feedback-view.ts';

const { recordingFeedback: feedback } = schema;
type FeedbackRow = typeof feedback.$inferSelect;

export interface FeedbackRows {
	find(recordingId: string, clientKey: string): Promise<FeedbackView | undefined>;
	newest(recordingId: string): Promise<FeedbackView | undefined>;
	/** What is kept in the end: that of whoever came first. `isNew` when it is this one. */
	keep(row: NewFeedback): Promise<{ view: FeedbackView; isNew: boolean }>;
}

export interface NewFeedback {
	recording: { id: string; personId: string };
	requestedBy: string | null;
	clientKey: string;
	content: FeedbackContent;
	now: number;
}

export function createFeedbackRows(database: Database): FeedbackRows {
	async function find(recordingId: string, clientKey: string): Promise<FeedbackView | undefined> {
		const [row] = await database
			.select()
			.from(feedback)
			.where(and(eq(feedback.recordingId, recordingId), eq(feedback.clientKey, clientKey)));
		return row && toView(row);
	}

	return {
		find,

		async newest(recordingId) {
			const [row] = await database
				.select()
				.from(feedback)
				.where(eq(feedback.recordingId, recordingId))
				.orderBy(desc(feedback.createdAt), desc(feedback.id))
				.limit(1);
			return row && toView(row);
		},

		async keep({ recording, requestedBy, clientKey, content, now }) {
			const id = newId();
			await database
				.insert(feedback)
				.values({
					id,
					recordingId: recording.id,
					personId: recording.personId,
					requestedBy,
					clientKey,
					modelVersion: content.metadata.modelVersion,
					content,
					createdAt: now
				})
				.onConflictDoNothing();
			const view = await find(recording.id, clientKey);
			// The recording went while its feedback was written, and took the row along.
			if (view === undefined) throw new AppError('not-found', 'This recording is gone.');
			return { view, isNew: view.id === id };
		}
	};
}

function toView({ id, recordingId, content }: FeedbackRow): FeedbackView {
	return { id, recordingId, ...FeedbackContent.parse(content) };
}
