// Fills a conversation's empty storage from its archive. Until the last transaction the tables have no schema version, so a process that
// dies on the way leaves what the next one throws away; the archive itself is not touched.
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { setStatus } from '../changes.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { LIMITS } from '../limits.ts';
import { applySteps, noteVersions, SCHEMA_VERSION, schemaVersion } from '../store/migrations.ts';
import type { ConversationArchive } from './archive.ts';
import { ArchiveProblem, createArchiveReader } from './archive-lines.ts';
import { unpack } from './pack.ts';

const ROWS_AT_ONCE = 500;

export async function restore(
	context: ConversationContext,
	archive: ConversationArchive,
	personId: string,
	conversationId: string
): Promise<void> {
	const { storage } = context.store;
	try {
		const stored = await archive.get(personId, conversationId);
		if (stored === undefined) throw new ArchiveProblem('there is no archive');
		if ((await sha256Hex(stored.bytes)) !== stored.sha256)
			throw new ArchiveProblem('the archive’s bytes have changed');
		// What an attempt that broke off has left.
		if (storage.sql(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'`).length > 0)
			await storage.deleteAll();
		const reader = createArchiveReader(storage, conversationId);
		for await (const line of unpack(stored.bytes)) {
			reader.take(line);
			if (reader.waiting() >= ROWS_AT_ONCE) reader.flush();
		}
		reader.flush();
		reopen(context, reader.finish());
	} catch (cause) {
		if (schemaVersion(storage) === 0) await storage.deleteAll();
		context.log.error('a conversation did not come back from the archive', { conversationId, cause });
		throw new AppError(
			'unavailable',
			'This conversation lies in the archive, and the archive cannot be read just now. Nothing is lost.',
			{ cause, retryAfterSeconds: 30 }
		);
	}
}

/** From here on it is a conversation like any other. */
function reopen(context: ConversationContext, archivedVersion: number): void {
	const { store, clock, journal } = context;
	const now = clock.now();
	store.forget();
	store.storage.transaction(() => {
		noteVersions(store.storage, 0, archivedVersion);
		applySteps(store.storage, archivedVersion, SCHEMA_VERSION);
		noteVersions(store.storage, archivedVersion, SCHEMA_VERSION);
		store.record.change({ restoredAt: now });
		setStatus(context, 'idle');
		store.schedule.plan('rest', now + LIMITS.endedMs - LIMITS.idleMs);
		store.schedule.settle();
	});
	journal.publish();
}
