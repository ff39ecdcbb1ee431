// Links by which anybody reads one conversation as it stood when the link was made. Guarantees: the secret in a link is told once and kept
// as a hash; a link shows nothing of its owner but what they wrote, and no words of a document that its reader may not open; a link that is
// unknown, ended or over, and one whose conversation is deleted, look all the same.
import { newSecret } from '#lib/shared/base64url.ts';
import type { Actor } from '#lib/shared/actor.ts';
import {
	ShareToken,
	type ImportedConversation,
	type NewShareLink,
	type SharedConversation,
	type ShareLink,
	type ShareLinks
} from '#lib/shared/conversation/sharing.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import type { ReadableDocuments } from '../../knowledge/index.ts';
import type { Audit, Clock, Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import { idFrom } from './copy-id.ts';
import type { ConversationCopy } from './receive-copy.ts';
import { createShareStore, type SharedTarget, type ShareRow } from './share-store.ts';
import { toSharedMessage } from './shared-message.ts';

export interface SharingDependencies {
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	readableDocuments: ReadableDocuments;
	audit?: Audit | undefined;
	/** Asks the conversation's object for the leaf of what is shown, once the projection holds all of it. */
	prepare(actor: Actor, conversationId: string): Promise<{ headId: string }>;
	/** Makes the copy; nothing when it is there already. */
	receive(actor: Actor, copy: ConversationCopy): Promise<void>;
}

export interface Sharing {
	share(actor: Actor, conversationId: string, wish: { expiresInDays: number }): Promise<NewShareLink>;
	/** Throws not-found for a conversation that is not the actor's own. */
	links(actor: Actor, conversationId: string): Promise<ShareLinks>;
	/** All links when none is named. */
	revoke(actor: Actor, conversationId: string, linkId?: string): Promise<{ revoked: number }>;
	/** What a link shows to this reader. `network` is whence they ask, truncated. */
	shared(
		actor: Actor,
		token: string,
		page: { cursor?: string | undefined; limit: number },
		network: string
	): Promise<SharedConversation>;
	/** A copy of the reader's own, to go on asking. */
	importShared(actor: Actor, token: string, key: string, network: string): Promise<ImportedConversation>;
}

const DAY_MS = 24 * 60 * 60_000;
const LINKS_AT_MOST = 20;
/** Wrong links a minute from one network; there are 2^256 to try. */
const MISSES_PER_MINUTE = 20;
/** One hop to the object, and one transaction there. */
const COPY_MESSAGES_AT_MOST = 2_000;
const COPY_CHARACTERS_AT_MOST = 4_000_000;
const PAGE = 100;

export function createSharing(dependencies: SharingDependencies): Sharing {
	const { clock, rateLimiter, readableDocuments, audit } = dependencies;
	const store = createShareStore(dependencies.database);

	async function requireOwner({ userId }: Actor, conversationId: string): Promise<string> {
		if (userId !== undefined && (await store.isOwner(userId, conversationId))) return userId;
		throw new AppError('not-found', 'There is no such conversation.');
	}

	async function find(token: string, network: string): Promise<SharedTarget> {
		const isToken = ShareToken.safeParse(token).success;
		const target = isToken ? await store.find(await sha256Hex(token), clock.now()) : undefined;
		if (target !== undefined) return target;
		await rateLimiter.require({
			shard: `network:${network}`,
			buckets: [{ name: 'shared-misses', perMinute: MISSES_PER_MINUTE }]
		});
		throw new AppError('not-found', 'This conversation was not found or is no longer shared.');
	}

	async function readBranch(actor: Actor, share: ShareRow, skip: number, limit: number) {
		const { total, messages } = await store.branch(share, skip, limit);
		const cited = new Set(messages.flatMap(({ citations }) => citations.map(({ documentId }) => documentId)));
		const readable = await readableDocuments(actor, [...cited]);
		return { total, messages: messages.map((message) => toSharedMessage(message, readable)) };
	}

	return {
		async share(actor, conversationId, { expiresInDays }) {
			const { headId } = await dependencies.prepare(actor, conversationId);
			const personId = await requireOwner(actor, conversationId);
			const now = clock.now();
			if ((await store.open(personId, conversationId, now)).length >= LINKS_AT_MOST)
				throw new AppError(
					'conflict',
					'This conversation has many links already. Please end one of them first.'
				);
			const token = newSecret();
			const link: ShareLink = { id: newId(), createdAt: now, expiresAt: now + expiresInDays * DAY_MS };
			const tokenHash = await sha256Hex(token);
			await store.insert({ ...link, tokenHash, conversationId, personId, headId, revokedAt: null });
			record(actor, 'conversation.shared', conversationId, { linkId: link.id, expiresInDays });
			return { ...link, token, path: `/shared/${token}` };
		},

		async links(actor, conversationId) {
			const personId = await requireOwner(actor, conversationId);
			const rows = await store.open(personId, conversationId, clock.now());
			return {
				links: rows.map(({ id, createdAt, expiresAt }) => ({ id, createdAt, expiresAt: expiresAt ?? 0 }))
			};
		},

		async revoke(actor, conversationId, linkId) {
			const personId = await requireOwner(actor, conversationId);
			const revoked = await store.revoke(personId, conversationId, linkId, clock.now());
			if (linkId !== undefined && revoked === 0) throw new AppError('not-found', 'There is no such link.');
			if (revoked > 0) record(actor, 'conversation.unshared', conversationId, { revoked });
			return { revoked };
		},

		async shared(actor, token, { cursor, limit }, network) {
			const { share, title, language } = await find(token, network);
			const skip = cursor === undefined ? 0 : readCursor(cursor);
			const { total, messages } = await readBranch(actor, share, skip, limit);
			const next = skip + messages.length;
			return {
				...{ title, language, messages, sharedAt: share.createdAt, expiresAt: share.expiresAt },
				messageCount: total,
				nextCursor: messages.length > 0 && next < total ? String(next) : null
			};
		},

		async importShared(actor, token, key, network) {
			const { share, title, language } = await find(token, network);
			const copy: ConversationCopy = {
				conversationId: await idFrom(`${actor.userId ?? ''}\n${share.id}\n${key}`),
				...{ title, language, messages: [] }
			};
			let characters = 0;
			for (let skip = 0; ; skip += PAGE) {
				const { total, messages } = await readBranch(actor, share, skip, PAGE);
				for (const { text } of messages) characters += text.length;
				if (total > COPY_MESSAGES_AT_MOST || characters > COPY_CHARACTERS_AT_MOST)
					throw new AppError('too-large', 'This conversation is too long to be copied.');
				copy.messages.push(...messages);
				if (skip + PAGE >= total) break;
			}
			await dependencies.receive(actor, copy);
			return { conversationId: copy.conversationId };
		}
	};

	function record(
		actor: Actor,
		action: string,
		objectId: string,
		details: Record<string, string | number>
	): void {
		audit?.record(actor, { action, objectType: 'conversation', objectId, outcome: 'allowed', details });
	}
}

function readCursor(cursor: string): number {
	if (!/^\d{1,6}$/.test(cursor)) throw new AppError('invalid', 'This is not the cursor of a page.');
	return Number(cursor);
}
