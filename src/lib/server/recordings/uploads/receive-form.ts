// An upload that comes whole, in one form. It goes into quarantine as it comes, a part at a time, and is refused at its first bytes where
// those are no sound. Whose it is may be said before the file or behind it: said before, it is refused before anything is stored.
import { can, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import type { RecordingView } from '#lib/shared/recordings/views.ts';
import type { UploadFields } from '../library/forms.ts';
import { LIMITS } from '../limits.ts';
import { quarantineKey } from '../storage/object-keys.ts';
import { createObjectSink } from '../storage/object-sink.ts';
import { recogniseStart, START_BYTES } from './inspect.ts';
import type { UploadRow } from './upload-store.ts';
import { requireSize, type UploadsOptions } from './uploads.ts';

/** A form as it comes. Each is asked for once, in this order. */
export interface ReceivedForm {
	/** What stands before the file. */
	early: UploadFields;
	fileName: string;
	chunks: AsyncIterable<Uint8Array>;
	/** All fields, once the file was read. */
	fields(): Promise<UploadFields>;
}

export type ReceiveForm = (actor: Actor, form: ReceivedForm) => Promise<RecordingView>;

export function createReceiveForm(options: UploadsOptions): ReceiveForm {
	const { objects, clock, rateLimiter, whose, keeper, store, discard, view, startAnalysis } = options;

	async function storeFile(key: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
		const sink = createObjectSink(objects, key);
		let start = new Uint8Array(0);
		let isRecognised = false;
		let total = 0;
		try {
			for await (const chunk of chunks) {
				total += chunk.length;
				requireSize(total);
				if (!isRecognised) {
					start = Uint8Array.from([...start, ...chunk.subarray(0, START_BYTES)]);
					isRecognised = start.length >= START_BYTES;
					if (isRecognised) recogniseStart(start);
				}
				await sink.write(chunk);
			}
			if (!isRecognised) recogniseStart(start);
			return await sink.finish();
		} catch (thrown) {
			await sink.abort();
			throw thrown;
		}
	}

	return async (actor, { early, fileName, chunks, fields }) => {
		const { userId = '' } = actor;
		// Whoever can only send their own needs not say so.
		const isForOthers = can(actor, 'write:recording', { assigneeId: userId });
		const isKnownEarly = early.studentId !== undefined || !isForOthers;
		if (isKnownEarly) await whose.requirePlayer(actor, early.studentId);
		await rateLimiter.require({
			shard: `person:${userId}`,
			buckets: [{ name: 'uploads', perMinute: LIMITS.uploadsPerMinute }]
		});
		const made = early.clientKey === undefined ? undefined : await keeper.findByKey(userId, early.clientKey);
		if (made !== undefined) return view(actor, made);
		const now = clock.now();
		const id = newId();
		let upload: UploadRow = await store.insert({
			...{ id, recordingId: newId(), personId: userId, uploadedBy: userId, clientKey: `#${id}` },
			...{ kind: 'original', transport: 'chunks', details: { fileName }, sizeBytes: 0, multipartId: null },
			...{ parts: [], createdAt: now, expiresAt: now + LIMITS.uploadMs }
		});
		try {
			const sizeBytes = await storeFile(quarantineKey(upload), chunks);
			const { clientKey = id, studentId, ...details } = await fields();
			const personId = await whose.requirePlayer(actor, studentId);
			await store.setPerson(id, personId);
			upload = { ...upload, personId, sizeBytes };
			const { row, isNew } = await keeper.keepOriginal({ upload, personId, clientKey, fileName, details });
			// Nobody is there who would decode it: what cannot be decoded here is told so.
			if (isNew) startAnalysis(row.id);
			return await view(actor, row);
		} finally {
			await discard(upload);
		}
	};
}
