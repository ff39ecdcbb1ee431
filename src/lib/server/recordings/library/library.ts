// The recordings that somebody may see, and what is said of each. Bytes go before their row: what broke off leaves a row, and the row leads
// to the bytes again.
import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { RecordingView } from '#lib/shared/recordings/views.ts';
import {
	olderThan,
	pageOf,
	rowsFor,
	schema,
	type Audit,
	type Clock,
	type Database
} from '../../platform/index.ts';
import { isStudentOf, type FoundRecording, type Whose } from '../access/whose.ts';
import { deletePrefix } from '../storage/delete-prefix.ts';
import { prefixOf } from '../storage/object-keys.ts';
import type { ChangeRecording, ListRecordings } from './forms.ts';
import { toRecordingView } from './recording-view.ts';

const { recordingNotes, recordings, studentLinks, users } = schema;

export interface Library {
	/** Newest first. `student`: of one of them only; somebody who is not visible has none. */
	list(
		actor: Actor,
		query: ListRecordings
	): Promise<{ recordings: RecordingView[]; nextCursor: string | null }>;
	read(actor: Actor, id: string): Promise<RecordingView>;
	/** Throws `conflict`, with the recording as it is, when it was changed in between. */
	change(actor: Actor, id: string, form: ChangeRecording): Promise<RecordingView>;
	/** With everything that hangs on it, in every store. */
	remove(actor: Actor, id: string): Promise<void>;
}

/** For the rest of the room. */
export interface LibraryInside extends Library {
	view(actor: Actor, found: FoundRecording): Promise<RecordingView>;
	/** Some of a person's recordings, for good. Gives how many. */
	erase(where: SQL | undefined): Promise<number>;
}

interface LibraryOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
	audit: Audit;
	whose: Whose;
	/** Uploads under way for this recording. */
	cancelUploadsOf(recordingId: string): Promise<void>;
	/** Goes on with the analysis of those that stand still: looking at them is enough. */
	revive(rows: readonly FoundRecording['row'][]): void;
}

const openNotesOf = sql<number>`(SELECT COUNT(*) FROM ${recordingNotes} AS note
	WHERE note.recording_id = ${recordings.id} AND note.state = 'open')`;
const ERASED_AT_ONCE = 50;

export function createLibrary(options: LibraryOptions): LibraryInside {
	const { database, objects, clock, audit, whose, cancelUploadsOf, revive } = options;

	async function view(actor: Actor, found: FoundRecording): Promise<RecordingView> {
		const openNotes = await database.$count(
			recordingNotes,
			and(eq(recordingNotes.recordingId, found.row.id), eq(recordingNotes.state, 'open'))
		);
		return toRecordingView(actor, found, openNotes);
	}

	/** What a list may show, in SQL: one question for a whole page. */
	function visibleTo(actor: Actor): SQL | undefined {
		const userId = actor.userId ?? '';
		if (can(actor, 'read:recording')) return undefined;
		const own = eq(recordings.personId, userId);
		return can(actor, 'read:recording', { assigneeId: userId })
			? or(own, isStudentOf(recordings.personId, userId))
			: own;
	}

	async function eraseOne(recording: { id: string; personId: string }): Promise<void> {
		await cancelUploadsOf(recording.id);
		await deletePrefix(objects, prefixOf(recording));
		await database.delete(recordings).where(eq(recordings.id, recording.id));
		// What was being measured meanwhile may have put its result beside it.
		await deletePrefix(objects, prefixOf(recording));
	}

	return {
		view,

		async list(actor, { student, tag, query, status, cursor, limit }) {
			requirePermission(actor, 'read:recording', { personId: actor.userId });
			const userId = actor.userId ?? '';
			const found = await database
				.select({
					row: recordings,
					openNotes: openNotesOf,
					displayName: users.displayName,
					email: users.email,
					linkName: sql<string | null>`(SELECT link.student_name FROM ${studentLinks} AS link
						WHERE link.student_id = ${recordings.personId} ORDER BY link.created_at DESC LIMIT 1)`,
					isAssigned: sql<number>`${isStudentOf(recordings.personId, userId)}`
				})
				.from(recordings)
				.leftJoin(users, eq(users.id, recordings.personId))
				.where(
					and(
						visibleTo(actor),
						student === undefined ? undefined : eq(recordings.personId, student),
						status === undefined ? undefined : eq(recordings.status, status),
						tag === undefined
							? undefined
							: sql`EXISTS (SELECT 1 FROM json_each(${recordings.tags}) WHERE value = ${tag})`,
						query === undefined || query === '' ? undefined : contains(query),
						olderThan(recordings.createdAt, recordings.id, cursor)
					)
				)
				.orderBy(desc(recordings.createdAt), desc(recordings.id))
				.limit(rowsFor(limit));
			const { rows, nextCursor } = pageOf(
				found.map((one) => ({ ...one, createdAt: one.row.createdAt, id: one.row.id })),
				limit
			);
			revive(rows.map(({ row }) => row));
			return {
				recordings: rows.map(({ row, openNotes, displayName, linkName, email, isAssigned }) =>
					toRecordingView(
						actor,
						{
							row,
							studentName: displayName ?? linkName ?? email ?? m.recordings_nameless(),
							target: { personId: row.personId, assigneeId: isAssigned ? userId : undefined }
						},
						openNotes
					)
				),
				nextCursor
			};
		},

		async read(actor, id) {
			const found = await whose.find(actor, id);
			revive([found.row]);
			return view(actor, found);
		},

		async change(actor, id, { version, ...changes }) {
			const found = await whose.findToWrite(actor, id);
			const [row] = await database
				.update(recordings)
				.set({ ...changes, updatedAt: clock.now(), version: version + 1 })
				.where(and(eq(recordings.id, id), eq(recordings.version, version)))
				.returning();
			if (row !== undefined) return view(actor, { ...found, row });
			const current = await whose.find(actor, id);
			throw new AppError('conflict', m.recordings_changed_meanwhile(), {
				details: { recording: await view(actor, current) }
			});
		},

		async remove(actor, id) {
			const { row, target } = await whose.find(actor, id);
			requirePermission(actor, 'delete:recording', target);
			await eraseOne(row);
			audit.record(actor, {
				...{ action: 'recording.deleted', objectType: 'recording', objectId: id, outcome: 'allowed' }
			});
		},

		async erase(where) {
			let erased = 0;
			for (;;) {
				const some = await database
					.select({ id: recordings.id, personId: recordings.personId })
					.from(recordings)
					.where(where)
					.limit(ERASED_AT_ONCE);
				for (const recording of some) await eraseOne(recording);
				erased += some.length;
				if (some.length < ERASED_AT_ONCE) return erased;
			}
		}
	};
}

/** In the title, the piece or the composer, letters of any size; the signs of LIKE mean themselves. */
function contains(query: string): SQL {
	const pattern = `%${query.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
	return sql`(${recordings.title} LIKE ${pattern} ESCAPE '\\' OR ${recordings.piece} LIKE ${pattern} ESCAPE '\\'
		OR ${recordings.composer} LIKE ${pattern} ESCAPE '\\')`;
}
