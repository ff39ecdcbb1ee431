// Whether a conversation lives in its object or lies in the archive, and the way from one to the other. Guarantees: at every moment it is
// whole in one of the two, whatever step a process dies at; it leaves only while nobody uses it; somebody else's is not brought back, and
// looks like nothing there; an id too young to be archived costs no look-up.
import { requireVisible, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { timeOfId } from '#lib/shared/timed-id.ts';
import type { ConversationContext } from '../conversation-context.ts';
import { LIMITS } from '../limits.ts';
import { schemaVersion } from '../store/migrations.ts';
import type { ConversationArchive } from './archive.ts';
import { archiveLines } from './archive-lines.ts';
import { pack } from './pack.ts';
import { restore } from './restore.ts';
import type { Retention } from './retention.ts';

export interface ResidenceDependencies {
	/** The conversation's id. */
	name: string;
	context: ConversationContext;
	archive: ConversationArchive;
	retention: Retention;
	/** Empties the outbox. */
	send(): Promise<boolean>;
	/** Whether somebody reads or writes now. */
	isInUse(): boolean;
	/** The storage is empty: this process's conversation must not be used again. */
	onLeft(): void;
}

export interface Residence {
	/** What is asked next finds the conversation here, where there is one. False: it has just left; ask the one that comes after. */
	arrive(actor: Actor): Promise<boolean>;
	/** Moves the conversation into the archive if its time has come; otherwise plans the next look. True when it is gone. */
	leave(): Promise<boolean>;
}

/** Ids carry their time (UUID version 7). One without may be of any age. One of the future is not archived before its time has passed. */
export function mayBeArchived(id: string, now: number): boolean {
	const madeAt = timeOfId(id);
	return madeAt === undefined || madeAt <= now - LIMITS.youngMs;
}

export function createResidence(dependencies: ResidenceDependencies): Residence {
	const { name, context, archive, retention, send, isInUse } = dependencies;
	const { store, clock, log } = context;
	let isGone = false;
	let leaving: Promise<boolean> | undefined;
	/** Somebody came while it was leaving. */
	let isWanted = false;
	let coming: Promise<void> | undefined;

	/** Asked before every call: once it is here it is until this process's conversation is given up. */
	let wasHere = false;
	const isHere = () => (wasHere ||= schemaVersion(store.storage) > 0);

	async function bringBack(actor: Actor): Promise<void> {
		const personId = await ownerOfArchived();
		if (personId === undefined || isHere()) return;
		requireVisible(actor, 'read:conversation', { personId }, 'conversation');
		coming ??= restore(context, archive, personId, name).finally(() => {
			coming = undefined;
		});
		await coming;
		context.project();
	}

	async function ownerOfArchived(): Promise<string | undefined> {
		try {
			return await archive.ownerOf(name);
		} catch (cause) {
			// To go on as if nothing were archived could begin a second conversation in its place.
			throw new AppError('unavailable', 'The conversation cannot be reached just now. Please try again.', {
				cause,
				retryAfterSeconds: 1
			});
		}
	}

	async function goAway(): Promise<boolean> {
		const now = clock.now();
		const { personId, updatedAt, restoredAt, deletedAt } = context.requireRecord();
		const lastUsedAt = Math.max(updatedAt, restoredAt ?? 0);
		const dueAt = Math.max(
			lastUsedAt + (await retention.of(personId)),
			(timeOfId(name) ?? 0) + LIMITS.youngMs
		);
		if (dueAt > now) return later(dueAt);
		if (isInUse() || deletedAt !== null) return later(now + LIMITS.archiveAgainMs);
		if (!(await send())) return true;
		const seq = store.log.lastSeq();
		const isStillUnused = () =>
			!isWanted && !isInUse() && store.log.lastSeq() === seq && store.outbox.pending(1).length === 0;

		const packed = await pack(archiveLines(store.storage, name));
		if (packed === undefined) {
			log.warn('a conversation is too long to be archived', { conversationId: name });
			return later(now + retention.shortestMs);
		}
		if (!isStillUnused()) return later(now + LIMITS.archiveAgainMs);
		await archive.put(personId, name, packed);
		const { sha256, bytes } = packed;
		const kept = await archive.get(personId, name);
		if (schemaVersion(store.storage) === 0) {
			// Erased meanwhile, and whoever erased it may have looked into the archive before we wrote.
			await archive.remove(personId, name);
			return true;
		}
		if (kept?.bytes.byteLength !== bytes.byteLength || (await sha256Hex(kept.bytes)) !== sha256)
			throw new Error('the archive does not hold what was written to it');
		if (!isStillUnused()) return later(now + LIMITS.archiveAgainMs);
		await archive.noteArchived(name, seq);
		if (!isStillUnused()) {
			// The list says "archived" by now.
			store.outbox.mark('conversation', '', store.log.lastSeq());
			store.schedule.plan('outbox', now + LIMITS.outboxMs);
			return later(now + LIMITS.archiveAgainMs);
		}
		isGone = true;
		try {
			await store.storage.deleteAll();
		} finally {
			dependencies.onLeft();
		}
		return true;
	}

	function later(at: number): false {
		store.schedule.plan('archive', at);
		store.schedule.settle();
		return false;
	}

	return {
		async arrive(actor) {
			if (leaving !== undefined) {
				isWanted = true;
				await leaving.catch(() => undefined);
			}
			if (isGone) return false;
			if (!isHere() && mayBeArchived(name, clock.now())) await bringBack(actor);
			return !isGone;
		},
		leave() {
			isWanted = false;
			leaving ??= goAway().finally(() => {
				leaving = undefined;
			});
			return leaving;
		}
	};
}
