// From what arrived to a recording: the bytes are looked at where they lie in quarantine, copied to where they will stay, and only then is
// there a row. Under a final key there is never anything that was not looked at. Done twice, or by two at once, it makes one recording.
import { and, eq, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { screenName } from '../../attachments/index.ts';
import { isKept, schema, type Clock, type Database } from '../../platform/index.ts';
import { gone, mayBeKept, type RecordingRow } from '../access/whose.ts';
import type { RecordingDetails } from '../library/forms.ts';
import { openObject } from '../storage/object-file.ts';
import { mediaTypeOf, originalKey, quarantineKey, soundKey } from '../storage/object-keys.ts';
import { inspect, inspectSound } from './inspect.ts';
import type { UploadRow } from './upload-store.ts';

const { recordings } = schema;
const ENDINGS = { wav: ['wav', 'wave'], mp3: ['mp3'], m4a: ['m4a', 'mp4'] } as const;

export interface NewRecording {
	upload: UploadRow;
	personId: string;
	/** The client's, under which the same upload is the same recording. */
	clientKey: string;
	fileName: string;
	details: RecordingDetails;
}

export interface Keeper {
	/** The recording, and whether it is this call that made it. */
	keepOriginal(upload: NewRecording): Promise<{ row: RecordingRow; isNew: boolean }>;
	keepSound(upload: UploadRow): Promise<RecordingRow>;
	findByKey(uploadedBy: string, clientKey: string): Promise<RecordingRow | undefined>;
}

export function createKeeper(options: { database: Database; objects: R2Bucket; clock: Clock }): Keeper {
	const { database, objects, clock } = options;

	async function findByKey(uploadedBy: string, clientKey: string): Promise<RecordingRow | undefined> {
		const [row] = await database
			.select()
			.from(recordings)
			.where(and(eq(recordings.uploadedBy, uploadedBy), eq(recordings.clientKey, clientKey)));
		return row;
	}

	/** False when it is not there any more: somebody else was as far. */
	async function copy(from: string, to: string, contentType: string): Promise<boolean> {
		const object = await objects.get(from);
		if (object === null) return false;
		await objects.put(to, object.body, { httpMetadata: { contentType } });
		return true;
	}

	/** Where the person is not being erased and, for a minor, a guardian's consent is in force: at this very moment. */
	async function insert(row: RecordingRow): Promise<boolean> {
		const inserted = await database.all(
			sql`INSERT INTO recordings (id, person_id, uploaded_by, client_key, status, title, piece, composer, instrument, notes, tags,
					file_name, container, size_bytes, duration_seconds, has_sound, played_at, created_at, updated_at, version)
				SELECT ${row.id}, ${row.personId}, ${row.uploadedBy}, ${row.clientKey}, ${row.status}, ${row.title}, ${row.piece},
					${row.composer}, ${row.instrument}, ${row.notes}, ${JSON.stringify(row.tags)}, ${row.fileName}, ${row.container},
					${row.sizeBytes}, ${row.durationSeconds}, 0, ${row.playedAt}, ${row.createdAt}, ${row.updatedAt}, 1
				WHERE ${isKept(row.personId)} AND ${mayBeKept(row.personId)}
				ON CONFLICT DO NOTHING RETURNING id`
		);
		return inserted.length > 0;
	}

	return {
		findByKey,

		async keepOriginal({ upload, personId, clientKey, fileName, details }) {
			const from = quarantineKey(upload);
			const { sizeBytes } = upload;
			const { container, durationSeconds } = await inspect(openObject(objects, from, sizeBytes));
			const now = clock.now();
			const row: RecordingRow = {
				...{ id: upload.recordingId, personId, uploadedBy: upload.uploadedBy, clientKey, status: 'uploaded' },
				...{ failureCode: null, piece: details.piece ?? null, composer: details.composer ?? null },
				...{ instrument: details.instrument ?? null, notes: details.notes ?? null, tags: details.tags ?? [] },
				title: titleOf(details.title, fileName),
				fileName: screenName(fileName, ENDINGS[container]),
				...{ container, sizeBytes, sha256: null, durationSeconds, hasSound: false },
				...{ playedAt: details.playedAt ?? now, createdAt: now, updatedAt: now, version: 1 }
			};
			const to = originalKey(row, container);
			if (!(await copy(from, to, mediaTypeOf(container)))) {
				const made = await findByKey(upload.uploadedBy, clientKey);
				if (made === undefined) throw gone();
				return { row: made, isNew: false };
			}
			if (await insert(row)) return { row, isNew: true };
			const made = await findByKey(upload.uploadedBy, clientKey);
			if (made?.id !== row.id) await objects.delete(to);
			if (made !== undefined) return { row: made, isNew: false };
			throw new AppError('forbidden', m.recordings_consent_needed(), { details: { reason: 'consent' } });
		},

		async keepSound(upload) {
			const from = quarantineKey(upload);
			const durationSeconds = await inspectSound(openObject(objects, from, upload.sizeBytes));
			const [before] = await database.select().from(recordings).where(eq(recordings.id, upload.recordingId));
			if (before === undefined) throw gone();
			const to = soundKey(before);
			if (!(await copy(from, to, mediaTypeOf('wav')))) return before;
			const [row] = await database
				.update(recordings)
				.set({
					...{ hasSound: true, durationSeconds, status: 'uploaded', failureCode: null },
					updatedAt: clock.now()
				})
				.where(eq(recordings.id, before.id))
				.returning();
			if (row === undefined) {
				await objects.delete(to);
				throw gone();
			}
			return row;
		}
	};
}

/** What the file is called, where nobody said what is played. */
function titleOf(title: string | undefined, fileName: string): string {
	if (title !== undefined && title !== '') return title;
	const stem = screenName(fileName, ['x'])
		.slice(0, -2)
		.replace(/\.[^.]{1,5}$/, '')
		.replaceAll('_', ' ')
		.trim();
	return fileName === '' || stem === '' ? m.recordings_untitled() : stem;
}
