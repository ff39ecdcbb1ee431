// The rows of uploads that are under way. A row comes before the first byte and outlives the last: whatever broke off is found by it.
import { and, eq, gt, inArray, lt, or, sql } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';

const { recordingUploads: uploads } = schema;
export type UploadRow = typeof uploads.$inferSelect;
export type UploadPart = UploadRow['parts'][number];

/** Said in the details once an upload is over; its row stays until it expires. */
export type UploadOutcome = 'complete' | 'cancelled';

export const outcomeOf = ({ details }: UploadRow): UploadOutcome | undefined =>
	details.outcome as UploadOutcome | undefined;

export interface UploadStore {
	/** The row that has this key now: the new one, or the one that was there. */
	insert(row: UploadRow): Promise<UploadRow>;
	find(id: string): Promise<UploadRow | undefined>;
	/** Still under way. */
	openOf(uploadedBy: string, now: number): Promise<UploadRow[]>;
	addPart(id: string, part: UploadPart): Promise<UploadRow | undefined>;
	/** Whose it is: known late where a form says it behind the file. */
	setPerson(id: string, personId: string): Promise<void>;
	/** Every part is to be sent again. */
	forgetParts(id: string): Promise<void>;
	/** Frees the client's key where it was cancelled. */
	end(id: string, outcome: UploadOutcome): Promise<void>;
	expired(now: number, limit: number): Promise<UploadRow[]>;
	ofRecording(recordingId: string): Promise<UploadRow[]>;
	/** Whose sound it is, or who sends it. */
	ofPerson(personId: string): Promise<UploadRow[]>;
	remove(ids: readonly string[]): Promise<void>;
}

const isOpen = sql`json_extract(${uploads.details}, '$.outcome') IS NULL`;

export function createUploadStore(database: Database): UploadStore {
	return {
		async insert(row) {
			await database.insert(uploads).values(row).onConflictDoNothing();
			const [there] = await database
				.select()
				.from(uploads)
				.where(
					and(
						eq(uploads.uploadedBy, row.uploadedBy),
						eq(uploads.clientKey, row.clientKey),
						eq(uploads.kind, row.kind)
					)
				);
			return there ?? row;
		},
		async find(id) {
			const [row] = await database.select().from(uploads).where(eq(uploads.id, id));
			return row;
		},
		openOf: (uploadedBy, now) =>
			database
				.select()
				.from(uploads)
				.where(and(eq(uploads.uploadedBy, uploadedBy), isOpen, gt(uploads.expiresAt, now)))
				.orderBy(uploads.createdAt),
		async addPart(id, { number, etag, bytes }) {
			// In one statement: parts come several at a time.
			const [row] = await database
				.update(uploads)
				.set({
					parts: sql`(SELECT json_group_array(json(part)) FROM (
						SELECT value AS part FROM json_each(${uploads.parts}) WHERE json_extract(value, '$.number') <> ${number}
						UNION ALL SELECT json_object('number', ${number}, 'etag', ${etag}, 'bytes', ${bytes})))`
				})
				.where(and(eq(uploads.id, id), isOpen))
				.returning();
			return row;
		},
		async setPerson(id, personId) {
			await database.update(uploads).set({ personId }).where(eq(uploads.id, id));
		},
		async forgetParts(id) {
			await database.update(uploads).set({ parts: [] }).where(eq(uploads.id, id));
		},
		async end(id, outcome) {
			await database
				.update(uploads)
				.set({
					details: sql`json_set(${uploads.details}, '$.outcome', ${outcome})`,
					...(outcome === 'cancelled' ? { clientKey: `#${id}` } : {})
				})
				.where(eq(uploads.id, id));
		},
		expired: (now, limit) => database.select().from(uploads).where(lt(uploads.expiresAt, now)).limit(limit),
		ofRecording: (recordingId) => database.select().from(uploads).where(eq(uploads.recordingId, recordingId)),
		ofPerson: (personId) =>
			database
				.select()
				.from(uploads)
				.where(or(eq(uploads.personId, personId), eq(uploads.uploadedBy, personId))),
		async remove(ids) {
			// A statement takes 100 parameters.
			for (let at = 0; at < ids.length; at += 90)
				await database.delete(uploads).where(inArray(uploads.id, ids.slice(at, at + 90)));
		}
	};
}
