// How somebody's playing went over the weeks: scores as they were measured, and what became of the notes.
import { and, desc, eq, sql } from 'drizzle-orm';
import { requireVisible, type Actor } from '#lib/shared/actor.ts';
import { DIMENSIONS } from '#lib/shared/recordings/dimensions.ts';
import type { ProgressView } from '#lib/shared/recordings/views.ts';
import { schema, type Database } from '../../platform/index.ts';
import type { Whose } from '../access/whose.ts';
import type { AnalysisSummary } from '../analysis/stored-analysis.ts';

const { analysisResults, recordingNotes, recordings } = schema;

export interface Progress {
	/** Of one student; left out, one's own. Throws `not-found` for somebody who is not visible. */
	of(actor: Actor, studentId: string | undefined): Promise<ProgressView>;
}

const MOST_RECORDINGS = 200;
const MOST_WEEKS = 104;
const DAY_MS = 86_400_000;

export function createProgress({ database, whose }: { database: Database; whose: Whose }): Progress {
	return {
		async of(actor, studentId) {
			const personId = studentId ?? actor.userId ?? '';
			requireVisible(actor, 'read:recording', await whose.targetFor(actor, personId), 'student');
			const [name, takes, notes] = await Promise.all([
				whose.nameOf(personId),
				takesOf(database, personId),
				weeksOf(database, personId)
			]);
			return {
				student: { id: personId, name },
				dimensions: DIMENSIONS.map((dimension) => ({
					dimension,
					points: takes.flatMap(({ recordingId, title, playedAt, summary }) => {
						// Another version may have measured other dimensions.
						const known = summary.dimensions as Partial<AnalysisSummary['dimensions']>;
						const measured = known[dimension];
						return measured?.score == null
							? []
							: [{ recordingId, title, playedAt, score: measured.score, confidence: measured.confidence }];
					})
				})),
				notes
			};
		}
	};
}

async function takesOf(database: Database, personId: string) {
	const latest = await database
		.select({
			recordingId: recordings.id,
			title: recordings.title,
			playedAt: recordings.playedAt,
			summary: analysisResults.summary
		})
		.from(recordings)
		.innerJoin(analysisResults, eq(analysisResults.recordingId, recordings.id))
		.where(and(eq(recordings.personId, personId), eq(recordings.status, 'analyzed')))
		.orderBy(desc(recordings.playedAt), desc(recordings.id))
		.limit(MOST_RECORDINGS);
	return latest.reverse();
}

/** Weeks from Monday, UTC: day 0 of the epoch was a Thursday. */
async function weeksOf(database: Database, personId: string): Promise<ProgressView['notes']> {
	// Written out: a bound number is a float in D1, and would divide as one.
	const dayMs = sql.raw(String(DAY_MS));
	const day = sql`(${recordingNotes.updatedAt} / ${dayMs})`;
	const weekStart = sql<number>`(${day} - (${day} + 3) % 7) * ${dayMs}`;
	const count = (state: 'open' | 'practised' | 'done') =>
		sql<number>`SUM(CASE WHEN ${recordingNotes.state} = ${state} THEN 1 ELSE 0 END)`;
	const latest = await database
		.select({
			weekStart: weekStart.as('week_start'),
			open: count('open'),
			practised: count('practised'),
			done: count('done')
		})
		.from(recordingNotes)
		.where(eq(recordingNotes.personId, personId))
		.groupBy(sql`week_start`)
		.orderBy(sql`week_start DESC`)
		.limit(MOST_WEEKS);
	return latest.reverse();
}
