// Moments of a take that somebody is to work on: pieces of work with an owner and a state, with words, a voice memo, or both. Whoever sees
// the recording sees its notes; the words are their author's, the state is their owner's as well.
import { and, asc, eq, inArray } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { NoteView } from '#lib/shared/recordings/views.ts';
import { schema, type Clock, type Database } from '../../platform/index.ts';
import { isStudentOf, type FoundRecording, type Whose } from '../access/whose.ts';
import type { ChangeNote, NewNote } from '../library/forms.ts';
import { LIMITS } from '../limits.ts';
import { mediaTypeOf, memoKey } from '../storage/object-keys.ts';
import { recogniseMemo } from '../uploads/inspect.ts';

const { recordingNotes: notes, recordings, users } = schema;
type NoteRow = typeof notes.$inferSelect;

export interface Notes {
	/** In the order of the take. */
	list(actor: Actor, recordingId: string): Promise<NoteView[]>;
	/** The same client's key is the same note. `memo`: what was recorded, of at most LIMITS.memoBytes. */
	add(actor: Actor, recordingId: string, form: NewNote, memo?: Uint8Array<ArrayBuffer>): Promise<NoteView>;
	/** Throws `conflict`, with the note as it is, when it was changed in between. */
	change(actor: Actor, recordingId: string, noteId: string, form: ChangeNote): Promise<NoteView>;
	remove(actor: Actor, recordingId: string, noteId: string): Promise<void>;
}

export interface NotesInside extends Notes {
	/** For a reader who was shown the recording by a link. */
	listFor(found: FoundRecording, memoUrl: (noteId: string) => Promise<string>): Promise<NoteView[]>;
}

interface NotesOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
	whose: Whose;
}

export function createNotes({ database, objects, clock, whose }: NotesOptions): NotesInside {
	const ofRecording = (recordingId: string, noteId: string) =>
		and(eq(notes.id, noteId), eq(notes.recordingId, recordingId));

	/** Addresses are for people of the school, not for whoever has a link. */
	async function namesOf(actor: Actor, rows: readonly NoteRow[]): Promise<Map<string, string>> {
		const ids = [...new Set(rows.flatMap(({ authorId, ownerId }) => [authorId, ownerId]))];
		const known = ids.filter((id) => id !== null).slice(0, 90);
		if (known.length === 0) return new Map();
		const people = await database
			.select({ id: users.id, displayName: users.displayName, email: users.email })
			.from(users)
			.where(inArray(users.id, known));
		return new Map(
			people.map(({ id, displayName, email }) => [
				id,
				displayName ?? (actor.role === 'guest' ? '' : (email ?? ''))
			])
		);
	}

	const mayRewrite = (actor: Actor, row: NoteRow, { target }: FoundRecording): boolean =>
		can(actor, 'write:recording', target) &&
		(row.authorId === actor.userId ||
			// What nobody owns any more is looked after by whoever looks after the recording.
			row.authorId === null ||
			can(actor, 'write:recording'));
	const maySetState = (actor: Actor, row: NoteRow, found: FoundRecording): boolean =>
		mayRewrite(actor, row, found) ||
		(row.ownerId === actor.userId && can(actor, 'write:recording', found.target));

	async function toViews(actor: Actor, rows: readonly NoteRow[], found: FoundRecording): Promise<NoteView[]> {
		const names = await namesOf(actor, rows);
		const personOf = (id: string | null) => {
			if (id === null) return null;
			return {
				id,
				name: names.get(id) || (id === found.row.personId ? found.studentName : m.recordings_nameless())
			};
		};
		return rows.map((row) => ({
			...{ id: row.id, recordingId: row.recordingId },
			...{ author: personOf(row.authorId), owner: personOf(row.ownerId) },
			...{ startSeconds: row.startSeconds, endSeconds: row.endSeconds, text: row.text, state: row.state },
			memoUrl:
				row.memoContainer === null
					? null
					: `/api/recordings/${row.recordingId}/file?part=${encodeURIComponent(`memo:${row.id}`)}`,
			...{ createdAt: row.createdAt, updatedAt: row.updatedAt, version: row.version },
			may: { write: mayRewrite(actor, row, found), setState: maySetState(actor, row, found) }
		}));
	}

	async function toView(actor: Actor, row: NoteRow, found: FoundRecording): Promise<NoteView> {
		const [view] = await toViews(actor, [row], found);
		if (view === undefined) throw goneNote();
		return view;
	}

	async function find(recordingId: string, noteId: string): Promise<NoteRow> {
		const [row] = await database.select().from(notes).where(ofRecording(recordingId, noteId));
		if (row === undefined) throw goneNote();
		return row;
	}

	/** The player, or a teacher of theirs. */
	async function requireOwner(ownerId: string, { row }: FoundRecording): Promise<void> {
		if (ownerId === row.personId || ownerId === row.uploadedBy) return;
		const [teacher] = await database
			.select({ id: recordings.id })
			.from(recordings)
			.where(and(eq(recordings.id, row.id), isStudentOf(recordings.personId, ownerId)));
		if (teacher === undefined) throw new AppError('invalid', m.notes_owner_unknown());
	}

	const inOrder = (recordingId: string) =>
		database
			.select()
			.from(notes)
			.where(eq(notes.recordingId, recordingId))
			.orderBy(asc(notes.startSeconds), asc(notes.createdAt), asc(notes.id));

	return {
		async list(actor, recordingId) {
			const found = await whose.find(actor, recordingId);
			return toViews(actor, await inOrder(recordingId), found);
		},

		async listFor(found, memoUrl) {
			const views = await toViews(VISITOR, await inOrder(found.row.id), found);
			return Promise.all(
				views.map(async (view) => ({
					...view,
					memoUrl: view.memoUrl === null ? null : await memoUrl(view.id)
				}))
			);
		},

		async add(actor, recordingId, form, memo) {
			const found = await whose.findToWrite(actor, recordingId);
			const { clientKey, startSeconds, endSeconds, text, ownerId = found.row.personId } = form;
			await requireOwner(ownerId, found);
			if (memo === undefined && text === '') throw new AppError('invalid', m.notes_empty());
			const container = memo === undefined ? null : recogniseMemo(memo.subarray(0, 64));
			if ((await database.$count(notes, eq(notes.recordingId, recordingId))) >= LIMITS.notesOfRecording)
				throw new AppError('conflict', m.notes_too_many({ limit: LIMITS.notesOfRecording }));
			const now = clock.now();
			const [made] = await database
				.insert(notes)
				.values({
					...{
						id: newId(),
						recordingId,
						personId: found.row.personId,
						authorId: actor.userId ?? null,
						ownerId
					},
					...{ clientKey, startSeconds, endSeconds, text, memoContainer: container, state: 'open' },
					...{ createdAt: now, updatedAt: now, version: 1 }
				})
				.onConflictDoNothing()
				.returning();
			if (made === undefined) {
				const [there] = await database
					.select()
					.from(notes)
					.where(and(eq(notes.recordingId, recordingId), eq(notes.clientKey, clientKey)));
				if (there === undefined) throw goneNote();
				return toView(actor, there, found);
			}
			if (memo !== undefined && container !== null)
				try {
					await objects.put(memoKey(found.row, made.id, container), memo, {
						httpMetadata: { contentType: mediaTypeOf(container) }
					});
				} catch (thrown) {
					await database.delete(notes).where(eq(notes.id, made.id));
					throw thrown;
				}
			return toView(actor, made, found);
		},

		async change(actor, recordingId, noteId, { version, state, ...words }) {
			const found = await whose.find(actor, recordingId);
			const before = await find(recordingId, noteId);
			const isRewritten = Object.values(words).some((value) => value !== undefined);
			if (isRewritten ? !mayRewrite(actor, before, found) : !maySetState(actor, before, found))
				throw new AppError('forbidden', m.notes_not_yours());
			if (words.ownerId !== undefined) await requireOwner(words.ownerId, found);
			const { startSeconds = before.startSeconds, endSeconds = before.endSeconds } = words;
			if (endSeconds < startSeconds) throw new AppError('invalid', m.notes_ends_before());
			if (words.text === '' && before.memoContainer === null) throw new AppError('invalid', m.notes_empty());
			const [row] = await database
				.update(notes)
				.set({
					...words,
					...(state === undefined ? {} : { state }),
					updatedAt: clock.now(),
					version: version + 1
				})
				.where(and(ofRecording(recordingId, noteId), eq(notes.version, version)))
				.returning();
			if (row !== undefined) return toView(actor, row, found);
			const note = await toView(actor, await find(recordingId, noteId), found);
			throw new AppError('conflict', m.notes_changed_meanwhile(), { details: { note } });
		},

		async remove(actor, recordingId, noteId) {
			const found = await whose.find(actor, recordingId);
			const row = await find(recordingId, noteId);
			requirePermission(actor, 'write:recording', found.target);
			if (!mayRewrite(actor, row, found)) throw new AppError('forbidden', m.notes_not_yours());
			if (row.memoContainer !== null)
				await objects.delete(memoKey(found.row, noteId, row.memoContainer as 'wav'));
			await database.delete(notes).where(ofRecording(recordingId, noteId));
		}
	};
}

const goneNote = (): AppError => new AppError('not-found', m.notes_gone());
