// Files that are sent to become documents: received, listed, cancelled, tried again, forgotten. Reading them is the workflow's (ingest-work.ts).
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { IngestView } from '#lib/shared/knowledge.ts';
import { PARSING_LIMITS } from '../../document-parsing/index.ts';
import type { RunInBackground } from '../../observability/index.ts';
import type { Clock, JobsRpc } from '../../platform/index.ts';
import type { Audience } from '../audience.ts';
import { documentIdOf, plainLine } from '../document-keys.ts';
import { preparedKey, uploadKey } from './ingest-keys.ts';
import { toIngestView, UNDER_WAY, type IngestRow, type IngestStore } from './ingest-store.ts';

export interface BeginIngest {
	/** A path or file name: what the document is known by. */
	name: string;
	tags?: readonly string[] | undefined;
	audience?: Audience | undefined;
	/** As the sender says, and as it must be. */
	sizeBytes: number | undefined;
	body: ReadableStream<Uint8Array> | null;
}

export interface Ingests {
	/** Throws `too-large`, `invalid` for what did not arrive whole. */
	begin(actor: Actor, input: BeginIngest): Promise<IngestView>;
	/** Those under way, and how the last ones ended. */
	list(actor: Actor): Promise<IngestView[]>;
	/** Throws not-found. */
	find(actor: Actor, id: string): Promise<IngestView>;
	/** Of one that failed or was cancelled. Throws `conflict`, and `not-found` where its file is gone. */
	retry(actor: Actor, id: string): Promise<IngestView>;
	/** Cancels what is under way; forgets what has ended. What is not there is forgotten already. */
	remove(actor: Actor, id: string): Promise<void>;
	/** Forgets what ended long ago, and goes on with what nobody looks at. Gives how many it forgot. */
	sweep(): Promise<number>;
}

export interface IngestsDependencies {
	ingests: IngestStore;
	objects: R2Bucket;
	clock: Clock;
	start: JobsRpc['startIngest'];
	runInBackground: RunInBackground;
}

const NAME_LIMIT = 500;
const SHOWN = 30;
const KEPT_MS = 7 * 24 * 3_600_000;
const SWEPT_AT_ONCE = 100;
/** Nothing was heard of it for so long: whoever looks goes on with it. Killed before its alarm was set, it has no other. */
const STALLED_MS = 90_000;
const MEGABYTE = 1024 * 1024;

export function createIngests(dependencies: IngestsDependencies): Ingests {
	const { ingests, objects, clock, start, runInBackground } = dependencies;

	async function findRow(actor: Actor, id: string): Promise<IngestRow> {
		requirePermission(actor, 'write:knowledge');
		const row = await ingests.find(id);
		if (row === undefined) throw new AppError('not-found', m.documents_gone());
		return row;
	}

	function goOn(rows: readonly IngestRow[]): void {
		const isStalled = ({ status, updatedAt }: IngestRow) =>
			UNDER_WAY.some((one) => one === status) && clock.now() - updatedAt > STALLED_MS;
		for (const { id } of rows.filter(isStalled)) runInBackground('going on with a file', start(id));
	}

	async function forget(row: IngestRow): Promise<void> {
		await objects.delete([uploadKey(row), preparedKey(row)]);
		await ingests.remove(row.id);
	}

	return {
		async begin(actor, { name: given, tags, audience, sizeBytes, body }) {
			requirePermission(actor, 'write:knowledge');
			const name = plainLine(given);
			if (name === '' || name.length > NAME_LIMIT)
				throw new AppError('invalid', `A document needs a name of 1 to ${NAME_LIMIT} characters.`);
			requireSize(sizeBytes);
			if (body === null) throw new AppError('invalid', m.documents_empty());
			const now = clock.now();
			const row: IngestRow = {
				...{ id: newId(), documentId: await documentIdOf(name), name, sizeBytes },
				...{ tags: tags === undefined ? null : [...tags], audience: audience ?? null },
				...{ status: 'waiting', attempts: 0, outcome: null, problem: null },
				...{ pagesDone: 0, pagesTotal: 0, chunksDone: 0, chunksTotal: 0 },
				...{ createdBy: actor.userId ?? 'system', createdAt: now, updatedAt: now }
			};
			// The row first: what is killed in between is found, and said to have not arrived whole.
			await ingests.insert(row);
			try {
				const { readable, writable } = new FixedLengthStream(sizeBytes);
				await Promise.all([objects.put(uploadKey(row), readable), body.pipeTo(writable)]);
			} catch (cause) {
				await ingests.advance(row.id, { status: 'cancelled' }, clock.now());
				await forget(row);
				throw new AppError('invalid', m.documents_cut_off(), { retryable: true, cause });
			}
			// What cannot be started now is by the alarm, or by whoever looks.
			runInBackground('starting to take a file in', start(row.id));
			return toIngestView(row);
		},

		async list(actor) {
			requirePermission(actor, 'write:knowledge');
			const rows = await ingests.list(SHOWN);
			goOn(rows);
			return rows.map(toIngestView);
		},

		async find(actor, id) {
			const row = await findRow(actor, id);
			goOn([row]);
			return toIngestView(row);
		},

		async retry(actor, id) {
			const row = await findRow(actor, id);
			if ((await objects.head(uploadKey(row))) === null)
				throw new AppError('not-found', m.documents_cut_off());
			if (!(await ingests.restart(id, clock.now()))) throw new AppError('conflict', m.documents_not_ended());
			await start(id);
			return toIngestView(await findRow(actor, id));
		},

		async remove(actor, id) {
			requirePermission(actor, 'write:knowledge');
			const row = await ingests.find(id);
			if (row === undefined) return;
			// What is under way is tidied up by whoever is at it, or by the alarm.
			if (await ingests.advance(id, { status: 'cancelled' }, clock.now())) return;
			// So is what has only just ended: its row says what is left to do.
			if ((await objects.head(preparedKey(row))) === null) await forget(row);
		},

		async sweep() {
			const rows = await ingests.endedBefore(clock.now() - KEPT_MS, SWEPT_AT_ONCE);
			for (const row of rows) await forget(row);
			goOn(await ingests.list(SHOWN));
			return rows.length;
		}
	};
}

function requireSize(sizeBytes: number | undefined): asserts sizeBytes is number {
	if (sizeBytes === undefined) throw new AppError('invalid', m.documents_no_length());
	if (sizeBytes === 0) throw new AppError('invalid', m.documents_empty());
	const limit = PARSING_LIMITS.fileBytes;
	if (sizeBytes > limit)
		throw new AppError(
			'too-large',
			m.documents_too_large({ size: (sizeBytes / MEGABYTE).toFixed(1), limit: limit / MEGABYTE }),
			{ details: { sizeBytes, limitBytes: limit } }
		);
}
