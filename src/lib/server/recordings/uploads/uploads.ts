// Uploads: whole in one form, in parts that survive a reload, or straight into the bucket. What came lies in quarantine under whoever sends
// it until its bytes are known to be sound; a wrong file leaves neither an object nor a row. The same key of the same uploader is the same
// recording, however often and by however many at once it is sent.
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { RecordingView, UploadView } from '#lib/shared/recordings/views.ts';
import type { Clock } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import type { RecordingRow, Whose } from '../access/whose.ts';
import type { BeginSound, BeginUpload, RecordingDetails } from '../library/forms.ts';
import { LIMITS } from '../limits.ts';
import { quarantineKey } from '../storage/object-keys.ts';
import { recogniseStart, START_BYTES } from './inspect.ts';
import type { Keeper } from './keep-upload.ts';
import type { Presigner } from './presign.ts';
import { outcomeOf, type UploadRow, type UploadStore } from './upload-store.ts';
import { partsOf, toUploadView } from './upload-view.ts';

export interface Uploads {
	/** Throws before anything is stored: `too-large`, `forbidden` without a guardian's consent, `conflict` with too many under way. */
	begin(actor: Actor, form: BeginUpload): Promise<UploadView>;
	/** Derived sound of a recording that cannot be decoded here. */
	beginSound(actor: Actor, recordingId: string, form: BeginSound): Promise<UploadView>;
	/** The actor's own that are under way, oldest first. */
	list(actor: Actor): Promise<UploadView[]>;
	/** Parts may come in any order and more than once. `read` gives at most so many bytes. */
	putPart(
		actor: Actor,
		id: string,
		number: number,
		read: (maxBytes: number) => Promise<Uint8Array<ArrayBuffer>>
	): Promise<UploadView>;
	/** Throws `conflict` while parts are missing, and what is wrong with the bytes. */
	complete(actor: Actor, id: string): Promise<RecordingView>;
	/** What is not there is cancelled already. */
	cancel(actor: Actor, id: string): Promise<void>;
}

export interface UploadsOptions {
	objects: R2Bucket;
	clock: Clock;
	rateLimiter: RateLimiter;
	whose: Whose;
	keeper: Keeper;
	store: UploadStore;
	/** Where uploads can go straight into the bucket. */
	presigner: Presigner | undefined;
	discard: (upload: UploadRow) => Promise<void>;
	view: (actor: Actor, recording: RecordingRow) => Promise<RecordingView>;
	/** Measured as soon as it can be: behind the answer. */
	startAnalysis: (recordingId: string) => void;
}

export function createUploads(options: UploadsOptions): Uploads {
	const { objects, clock, rateLimiter, whose, keeper, store, presigner, discard, view, startAnalysis } =
		options;

	async function present(row: UploadRow): Promise<UploadView> {
		const { transport, expiresAt } = row;
		if (transport === 'chunks' || presigner === undefined) return toUploadView(row, undefined);
		const seconds = Math.floor((expiresAt - clock.now()) / 1000);
		const life = Math.max(1, Math.min(LIMITS.presignedSeconds, seconds));
		return toUploadView(row, await presigner.put(quarantineKey(row), row.sizeBytes, life));
	}

	async function findOwn({ userId }: Actor, id: string): Promise<UploadRow | undefined> {
		const row = await store.find(id);
		return row !== undefined && row.uploadedBy === userId && outcomeOf(row) !== 'cancelled' ? row : undefined;
	}

	async function findOpen(actor: Actor, id: string): Promise<UploadRow> {
		const row = await findOwn(actor, id);
		if (row === undefined || row.expiresAt <= clock.now()) throw goneUpload();
		return row;
	}

	async function open(
		uploadedBy: string,
		wish: Pick<UploadRow, 'recordingId' | 'personId' | 'clientKey' | 'kind' | 'details' | 'sizeBytes'>
	): Promise<UploadRow> {
		const now = clock.now();
		if ((await store.openOf(uploadedBy, now)).length >= LIMITS.uploadsAtOnce)
			throw new AppError('conflict', m.recordings_too_many_uploads({ limit: LIMITS.uploadsAtOnce }));
		const id = newId();
		const multipart =
			presigner === undefined
				? await objects.createMultipartUpload(quarantineKey({ id, uploadedBy }))
				: undefined;
		const row: UploadRow = {
			...{ id, uploadedBy, ...wish, multipartId: multipart?.uploadId ?? null, parts: [] },
			...{ transport: multipart === undefined ? 'presigned' : 'chunks' },
			...{ createdAt: now, expiresAt: now + LIMITS.uploadMs }
		};
		const there = await store.insert(row);
		if (there.id !== id) await multipart?.abort();
		return there;
	}

	/** Long after the upload was forgotten, its key is still the recording. */
	function alreadyComplete(uploadedBy: string, made: RecordingRow): UploadRow {
		const { id: recordingId, personId, clientKey, sizeBytes, fileName, title } = made;
		const now = clock.now();
		return {
			...{ id: newId(), recordingId, personId, uploadedBy, clientKey, kind: 'original', sizeBytes },
			...{ transport: 'chunks', details: { fileName, title, outcome: 'complete' }, multipartId: null },
			...{ parts: [], createdAt: now, expiresAt: now + LIMITS.uploadMs }
		};
	}

	async function limitUploads(userId: string): Promise<void> {
		await rateLimiter.require({
			shard: `person:${userId}`,
			buckets: [{ name: 'uploads', perMinute: LIMITS.uploadsPerMinute }]
		});
	}

	function requireSame(row: UploadRow, sizeBytes: number): UploadRow {
		if (row.sizeBytes !== sizeBytes) throw new AppError('conflict', m.recordings_key_used());
		return row;
	}

	/** Puts the parts together. A second call finds them together already. */
	async function assemble(row: UploadRow): Promise<void> {
		if (row.multipartId !== null) {
			const missing = partsOf(row).filter(({ number, bytes }) =>
				row.parts.every((part) => part.number !== number || part.bytes !== bytes)
			);
			if (missing.length > 0)
				throw new AppError('conflict', m.recordings_parts_missing(), {
					details: { missing: missing.map(({ number }) => number) }
				});
			const parts = row.parts.map(({ number, etag }) => ({ partNumber: number, etag }));
			try {
				await objects
					.resumeMultipartUpload(quarantineKey(row), row.multipartId)
					.complete(parts.toSorted((one, other) => one.partNumber - other.partNumber));
			} catch (cause) {
				const object = await objects.head(quarantineKey(row));
				if (object === null) {
					const now = await store.find(row.id);
					if (now !== undefined && outcomeOf(now) === 'complete') return;
					await store.forgetParts(row.id);
					throw new AppError('conflict', m.recordings_parts_lost(), { retryable: true, cause });
				}
			}
			return;
		}
		const object = await objects.head(quarantineKey(row));
		if (object === null) {
			const now = await store.find(row.id);
			if (now !== undefined && outcomeOf(now) === 'complete') return;
			throw new AppError('conflict', m.recordings_parts_missing(), { details: { missing: [1] } });
		}
		if (object.size !== row.sizeBytes)
			throw new AppError('invalid', m.recordings_size_wrong(), { details: { sizeBytes: object.size } });
	}

	/** Where the bytes are not what they should be, nothing of them stays. */
	async function orDiscard<T>(row: UploadRow, work: Promise<T>): Promise<T> {
		try {
			return await work;
		} catch (thrown) {
			if (thrown instanceof AppError && isFinal(thrown)) await discard(row);
			throw thrown;
		}
	}

	async function recordingOf(actor: Actor, id: string): Promise<RecordingView> {
		const { row } = await whose.findToWrite(actor, id);
		return view(actor, row);
	}

	return {
		async begin(actor, { fileName, sizeBytes, clientKey, studentId, ...details }) {
			const personId = await whose.requirePlayer(actor, studentId);
			const { userId = '' } = actor;
			requireSize(sizeBytes);
			await limitUploads(userId);
			const made = await keeper.findByKey(userId, clientKey);
			const wish = { personId, clientKey, kind: 'original', sizeBytes } as const;
			const row =
				made === undefined
					? await open(userId, { ...wish, recordingId: newId(), details: { ...details, fileName } })
					: await store.insert(alreadyComplete(userId, made));
			return present(requireSame(row, sizeBytes));
		},

		async beginSound(actor, recordingId, { sizeBytes, clientKey }) {
			const { row: recording } = await whose.findToWrite(actor, recordingId);
			if (recording.container !== 'm4a') throw new AppError('conflict', m.recordings_sound_needless());
			if (sizeBytes > LIMITS.soundBytes)
				throw new AppError('too-large', m.recordings_too_long({ limit: LIMITS.longestSeconds / 60 }), {
					details: { maxBytes: LIMITS.soundBytes }
				});
			const { userId = '' } = actor;
			await limitUploads(userId);
			const row = await open(userId, {
				...{ recordingId, personId: recording.personId, clientKey, kind: 'sound', sizeBytes },
				details: { fileName: recording.fileName, title: recording.title }
			});
			if (row.recordingId !== recordingId) throw new AppError('conflict', m.recordings_key_used());
			return present(requireSame(row, sizeBytes));
		},

		async list(actor) {
			requirePermission(actor, 'write:recording', { personId: actor.userId });
			const rows = await store.openOf(actor.userId ?? '', clock.now());
			// One that is sent in a form is nothing to go on with.
			return Promise.all(rows.filter(({ clientKey }) => !clientKey.startsWith('#')).map(present));
		},

		async putPart(actor, id, number, read) {
			const row = await findOpen(actor, id);
			const part = partsOf(row).find((one) => one.number === number);
			if (part === undefined || row.multipartId === null || outcomeOf(row) !== undefined)
				throw new AppError('conflict', m.recordings_no_such_part());
			const bytes = await read(part.bytes);
			if (bytes.length !== part.bytes)
				throw new AppError('invalid', m.recordings_part_size(), { details: { expectedBytes: part.bytes } });
			if (number === 1) {
				const start = bytes.subarray(0, START_BYTES);
				await orDiscard(
					row,
					Promise.resolve().then(() => recogniseStart(start))
				);
			}
			const { etag } = await objects
				.resumeMultipartUpload(quarantineKey(row), row.multipartId)
				.uploadPart(number, bytes);
			const changed = await store.addPart(id, { number, etag, bytes: bytes.length });
			if (changed === undefined) throw goneUpload();
			return present(changed);
		},

		async complete(actor, id) {
			const row = await findOwn(actor, id);
			// Whoever asks again long after it was complete.
			if (row === undefined) throw goneUpload();
			if (outcomeOf(row) === 'complete') return recordingOf(actor, row.recordingId);
			if (row.expiresAt <= clock.now()) throw goneUpload();
			await orDiscard(row, assemble(row));
			const { fileName, ...details } = row.details as RecordingDetails & { fileName: string };
			let recording: RecordingRow;
			if (row.kind === 'sound') {
				await whose.findToWrite(actor, row.recordingId);
				recording = await orDiscard(row, keeper.keepSound(row));
			} else {
				await whose.requirePlayer(actor, row.personId);
				const { personId, clientKey } = row;
				const wish = { upload: row, personId, clientKey, fileName, details };
				({ row: recording } = await orDiscard(row, keeper.keepOriginal(wish)));
			}
			await store.end(id, 'complete');
			await objects.delete(quarantineKey(row));
			if (row.kind === 'sound' || recording.container !== 'm4a') startAnalysis(recording.id);
			return view(actor, recording);
		},

		async cancel(actor, id) {
			requirePermission(actor, 'write:recording', { personId: actor.userId });
			const row = await findOwn(actor, id);
			if (row !== undefined && outcomeOf(row) === undefined) await discard(row);
		}
	};
}

export function requireSize(sizeBytes: number): void {
	if (sizeBytes > LIMITS.fileBytes)
		throw new AppError('too-large', m.recordings_too_many_bytes({ limit: LIMITS.fileBytes / 1_000_000 }), {
			details: { maxBytes: LIMITS.fileBytes }
		});
}

/** What sending the same bytes again would not mend. */
const isFinal = ({ code }: AppError): boolean =>
	code === 'unsupported' || code === 'invalid' || code === 'too-large' || code === 'forbidden';

const goneUpload = (): AppError => new AppError('not-found', m.recordings_upload_gone());
