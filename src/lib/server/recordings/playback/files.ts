// The bytes of a recording: by an address that is signed and expires, for whoever has it, or for whoever may see the recording anyway. A
// signature is bound to one recording and one part of it.
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import { schema, type Clock, type Database } from '../../platform/index.ts';
import { gone, type RecordingRow, type Whose } from '../access/whose.ts';
import { LIMITS } from '../limits.ts';
import { mediaTypeOf, memoKey, originalKey, soundKey, type MemoContainer } from '../storage/object-keys.ts';
import type { Signer } from './signatures.ts';

const { recordingNotes, recordings } = schema;

/** `original`, `sound`, or `memo:` and a note's id. */
export const FilePart = z.union([
	z.enum(['original', 'sound']),
	z
		.string()
		.regex(/^memo:/)
		.transform((part) => part.slice('memo:'.length))
		.pipe(Id)
		.transform((noteId) => `memo:${noteId}` as const)
]);
export type FilePart = z.infer<typeof FilePart>;

export const FileLinkQuery = z.object({ part: FilePart.default('original') });
export const FileQuery = z.object({
	part: FilePart.default('original'),
	expires: z.coerce.number().int().optional(),
	signature: z.string().max(100).optional(),
	/** Offered for saving in place of played. */
	download: z.literal('1').optional()
});
export type FileQuery = z.infer<typeof FileQuery>;

export interface PlayableFile {
	contentType: string;
	/** For saving. */
	name: string;
	sizeBytes: number;
	/** Quoted, and strong. */
	etag: string;
	/** Milliseconds since epoch. */
	changedAt: number;
	/** Throws `not-found` when the bytes are gone. */
	open(range?: { offset: number; length: number }): Promise<ReadableStream>;
}

export interface Files {
	link(actor: Actor, id: string, part: FilePart): Promise<{ url: string; expiresAt: number }>;
	/** Throws `forbidden` for an address whose signature is wrong or over, `not-found` for what may not be heard. */
	read(actor: Actor, id: string, query: FileQuery): Promise<PlayableFile>;
	/** For whoever was shown the recording already. */
	linkFor(id: string, part: FilePart): Promise<{ url: string; expiresAt: number }>;
}

interface FilesOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
	whose: Whose;
	signer: Signer;
}

export function createFiles({ database, objects, clock, whose, signer }: FilesOptions): Files {
	const textOf = (id: string, part: FilePart, expires: number) => `${id}\n${part}\n${expires}`;

	async function linkFor(id: string, part: FilePart): Promise<{ url: string; expiresAt: number }> {
		const expiresAt = clock.now() + LIMITS.linkMs;
		const signature = await signer.sign(textOf(id, part, expiresAt));
		const query = new URLSearchParams({ part, expires: String(expiresAt), signature });
		return { url: `/api/recordings/${id}/file?${query}`, expiresAt };
	}

	async function place(
		row: RecordingRow,
		part: FilePart
	): Promise<{ key: string; container: MemoContainer }> {
		if (part === 'original') return { key: originalKey(row, row.container), container: row.container };
		if (part === 'sound') {
			if (!row.hasSound) throw gone();
			return { key: soundKey(row), container: 'wav' };
		}
		const noteId = part.slice('memo:'.length);
		const [note] = await database
			.select({ container: recordingNotes.memoContainer })
			.from(recordingNotes)
			.where(and(eq(recordingNotes.id, noteId), eq(recordingNotes.recordingId, row.id)));
		if (note?.container == null) throw gone();
		const container = note.container as MemoContainer;
		return { key: memoKey(row, noteId, container), container };
	}

	async function find(actor: Actor, id: string, query: FileQuery): Promise<RecordingRow> {
		const { part, expires, signature } = query;
		if (signature === undefined && expires === undefined) return (await whose.find(actor, id)).row;
		const isSigned =
			expires !== undefined &&
			signature !== undefined &&
			expires > clock.now() &&
			(await signer.isSigned(textOf(id, part, expires), signature));
		if (!isSigned) throw new AppError('forbidden', m.recordings_link_over());
		const [row] = await database.select().from(recordings).where(eq(recordings.id, id));
		if (row === undefined) throw gone();
		return row;
	}

	return {
		linkFor,
		async link(actor, id, part) {
			const { row } = await whose.find(actor, id);
			await place(row, part);
			return linkFor(id, part);
		},
		async read(actor, id, query) {
			const row = await find(actor, id, query);
			const { key, container } = await place(row, query.part);
			const object = await objects.head(key);
			if (object === null) throw gone();
			return {
				contentType: mediaTypeOf(container),
				name: query.part === 'original' ? row.fileName : `${stemOf(row.fileName)}.${container}`,
				sizeBytes: object.size,
				etag: object.httpEtag,
				changedAt: object.uploaded.getTime(),
				async open(range) {
					const found = await objects.get(key, range === undefined ? {} : { range });
					if (found === null) throw gone();
					return found.body;
				}
			};
		}
	};
}

const stemOf = (name: string): string => name.replace(/\.[^.]{1,10}$/, '');
