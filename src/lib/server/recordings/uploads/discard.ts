// The end of an upload that became nothing, and of everything that was forgotten: no object and no part of one stays behind.
import type { Clock } from '../../platform/index.ts';
import { LIMITS } from '../limits.ts';
import { deletePrefix } from '../storage/delete-prefix.ts';
import { prefixOf, quarantineKey } from '../storage/object-keys.ts';
import { outcomeOf, type UploadRow, type UploadStore } from './upload-store.ts';

export interface Disposal {
	discard(upload: UploadRow): Promise<void>;
	/** Uploads under way for this recording. */
	discardOfRecording(recordingId: string): Promise<void>;
	/** Everything this person sends, and everything that is sent of them. */
	discardOfPerson(personId: string): Promise<void>;
	/** What is sent of this person, by whomever. */
	discardOfStudent(personId: string): Promise<void>;
	/** What ran out, some at a time. Gives how many. */
	sweep(): Promise<number>;
}

interface DisposalOptions {
	objects: R2Bucket;
	clock: Clock;
	store: UploadStore;
	hasRecording: (id: string) => Promise<boolean>;
}

export function createDisposal({ objects, clock, store, hasRecording }: DisposalOptions): Disposal {
	async function eraseBytes(row: UploadRow): Promise<void> {
		const key = quarantineKey(row);
		if (row.multipartId !== null && outcomeOf(row) === undefined)
			await objects
				.resumeMultipartUpload(key, row.multipartId)
				.abort()
				// It was completed or aborted before.
				.catch(() => undefined);
		await objects.delete(key);
	}

	async function discard(row: UploadRow): Promise<void> {
		await eraseBytes(row);
		// An address that was signed takes bytes until it expires: its row stays as long, and sweeping it erases them.
		if (row.transport === 'presigned') await store.end(row.id, 'cancelled');
		else await store.remove([row.id]);
	}

	return {
		discard,
		async discardOfRecording(recordingId) {
			for (const row of await store.ofRecording(recordingId)) await discard(row);
		},
		async discardOfPerson(personId) {
			for (const row of await store.ofPerson(personId)) await discard(row);
		},
		async discardOfStudent(personId) {
			for (const row of await store.ofPerson(personId)) if (row.personId === personId) await discard(row);
		},
		async sweep() {
			const rows = await store.expired(clock.now(), LIMITS.sweptAtOnce);
			for (const row of rows) {
				await eraseBytes(row);
				// Copied to where it would have stayed, and then the process died.
				if (row.kind === 'original' && !(await hasRecording(row.recordingId)))
					await deletePrefix(objects, prefixOf({ id: row.recordingId, personId: row.personId }));
			}
			await store.remove(rows.map(({ id }) => id));
			return rows.length;
		}
	};
}
