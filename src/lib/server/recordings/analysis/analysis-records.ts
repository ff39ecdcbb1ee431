// The rows an analysis moves: the recording's status and what was found. Each statement says itself under which status it holds, so that
// it can be run twice, late, or after the recording is gone, and then changes nothing.
import { and, eq, inArray, sql } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';
import type { FailureCode } from './failures.ts';
import { summaryOf, type StoredAnalysis } from './stored-analysis.ts';

const { analysisResults, recordings } = schema;
export type RecordingRow = typeof recordings.$inferSelect;

export interface AnalysisRecords {
	find(id: string): Promise<RecordingRow | undefined>;
	/** To processing, from whatever is not analysed. Undefined where there is nothing to do. */
	claim(id: string, now: number): Promise<RecordingRow | undefined>;
	/** Result and status at once. False when the recording is gone, or no longer being processed. */
	keep(recording: RecordingRow, stored: StoredAnalysis): Promise<boolean>;
	/** Not when derived sound has come since the recording was looked at: that is to be measured. */
	fail(recording: Pick<RecordingRow, 'id' | 'hasSound'>, code: FailureCode, now: number): Promise<void>;
}

export function createAnalysisRecords(database: Database): AnalysisRecords {
	const isProcessed = (id: string) => and(eq(recordings.id, id), eq(recordings.status, 'processing'));
	return {
		async find(id) {
			const [row] = await database.select().from(recordings).where(eq(recordings.id, id));
			return row;
		},

		async claim(id, now) {
			const [row] = await database
				.update(recordings)
				.set({ status: 'processing', failureCode: null, updatedAt: now })
				.where(and(eq(recordings.id, id), inArray(recordings.status, ['uploaded', 'processing', 'failed'])))
				.returning();
			return row;
		},

		async keep({ id }, stored) {
			const { provider, modelVersion, analysedAt } = stored;
			const result = { provider, modelVersion, summary: summaryOf(stored), analysedAt };
			const [, kept] = await database.batch([
				database
					.insert(analysisResults)
					.select(
						database
							.select({
								recordingId: recordings.id,
								personId: recordings.personId,
								provider: sql`${provider}`.as('provider'),
								modelVersion: sql`${modelVersion}`.as('model_version'),
								summary: sql`${JSON.stringify(result.summary)}`.as('summary'),
								analysedAt: sql`${analysedAt}`.as('analysed_at')
							})
							.from(recordings)
							.where(isProcessed(id))
					)
					.onConflictDoUpdate({ target: analysisResults.recordingId, set: result }),
				database
					.update(recordings)
					.set({
						status: 'analyzed',
						failureCode: null,
						durationSeconds: stored.durationSeconds,
						updatedAt: analysedAt
					})
					.where(isProcessed(id))
					.returning({ id: recordings.id })
			]);
			return kept.length > 0;
		},

		async fail({ id, hasSound }, failureCode, now) {
			await database
				.update(recordings)
				.set({ status: 'failed', failureCode, updatedAt: now })
				.where(and(isProcessed(id), eq(recordings.hasSound, hasSound)));
		}
	};
}
