// The links of conversations, and the branch a link shows: read from the projection, so that a link costs its conversation's object nothing
// and shows an archived one too.
import { and, count, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import type { CitationData, UnsupportedData } from '#lib/shared/conversation/parts.ts';
import { schema, type Database } from '../../platform/index.ts';
import type { BranchMessage } from './shared-message.ts';

const { conversations, conversationShares: shares } = schema;

export type ShareRow = typeof shares.$inferSelect;

/** What a link leads to. */
export interface SharedTarget {
	share: ShareRow & { expiresAt: number };
	title: string;
	language: string;
}

export interface ShareStore {
	insert(share: ShareRow): Promise<void>;
	/** Links that can still be read, newest first. */
	open(personId: string, conversationId: string, now: number): Promise<ShareRow[]>;
	/** How many were ended. */
	revoke(personId: string, conversationId: string, linkId: string | undefined, now: number): Promise<number>;
	isOwner(personId: string, conversationId: string): Promise<boolean>;
	/** undefined for a link that is unknown, ended or over, and when its conversation is deleted. */
	find(tokenHash: string, now: number): Promise<SharedTarget | undefined>;
	/** Messages of the branch from `skip` on, oldest first, with the length of the whole. */
	branch(share: ShareRow, skip: number, limit: number): Promise<{ total: number; messages: BranchMessage[] }>;
}

interface BranchRow {
	total: number;
	depth: number;
	role: BranchMessage['role'];
	text: string;
	citations: string;
	unsupported: string;
	files: number;
	status: string | null;
}

/** Nothing of ours is deeper; a ring of parents would never end. */
const DEPTH_LIMIT = 100_000;

export function createShareStore(database: Database): ShareStore {
	const isOpen = (now: number) => and(isNull(shares.revokedAt), gt(shares.expiresAt, now));
	const ofOwner = (personId: string, conversationId: string) =>
		and(eq(shares.personId, personId), eq(shares.conversationId, conversationId));
	return {
		async insert(share) {
			await database.insert(shares).values(share);
		},
		open: (personId, conversationId, now) =>
			database
				.select()
				.from(shares)
				.where(and(ofOwner(personId, conversationId), isOpen(now)))
				.orderBy(desc(shares.createdAt), desc(shares.id)),
		async revoke(personId, conversationId, linkId, now) {
			const ended = await database
				.update(shares)
				.set({ revokedAt: now })
				.where(
					and(
						ofOwner(personId, conversationId),
						isOpen(now),
						linkId === undefined ? undefined : eq(shares.id, linkId)
					)
				)
				.returning({ id: shares.id });
			return ended.length;
		},
		async isOwner(personId, conversationId) {
			const [row] = await database
				.select({ n: count() })
				.from(conversations)
				.where(
					and(
						eq(conversations.id, conversationId),
						eq(conversations.personId, personId),
						isNull(conversations.deletedAt)
					)
				);
			return (row?.n ?? 0) > 0;
		},
		async find(tokenHash, now) {
			const [row] = await database
				.select({ share: shares, title: conversations.title, language: conversations.language })
				.from(shares)
				.innerJoin(conversations, eq(conversations.id, shares.conversationId))
				.where(
					and(
						eq(shares.tokenHash, tokenHash),
						isOpen(now),
						eq(conversations.personId, shares.personId),
						isNull(conversations.deletedAt)
					)
				);
			const expiresAt = row?.share.expiresAt ?? null;
			if (row === undefined || expiresAt === null) return undefined;
			return { ...row, share: { ...row.share, expiresAt } };
		},
		async branch({ conversationId, headId }, skip, limit) {
			// Of the parts only the citations and the doubts leave the database: tool calls hold whole passages.
			const rows = await database.all<BranchRow>(
				sql`WITH RECURSIVE branch(id, parent_id, depth) AS (
						SELECT id, parent_id, 0 FROM messages WHERE id = ${headId} AND conversation_id = ${conversationId}
						UNION ALL
						SELECT m.id, m.parent_id, b.depth + 1 FROM branch b JOIN messages m ON m.id = b.parent_id
						WHERE b.depth < ${DEPTH_LIMIT} AND m.conversation_id = ${conversationId}
					)
					SELECT (SELECT count(*) FROM branch) AS "total", b.depth AS "depth", m.role AS "role", m.text AS "text",
						m.metadata->>'status' AS "status",
						(SELECT count(*) FROM json_each(m.parts) p WHERE p.value->>'type' = 'file') AS "files",
						(SELECT json_group_array(json(p.value->'data')) FROM json_each(m.parts) p
							WHERE p.value->>'type' = 'data-citation') AS "citations",
						(SELECT json_group_array(json(p.value->'data')) FROM json_each(m.parts) p
							WHERE p.value->>'type' = 'data-unsupported') AS "unsupported"
					FROM branch b JOIN messages m ON m.id = b.id ORDER BY b.depth DESC LIMIT ${limit} OFFSET ${skip}`
			);
			return {
				total: rows[0]?.total ?? 0,
				messages: rows.map(({ total, depth, role, text, citations, unsupported, files, status }) => ({
					role,
					text: withFiles(text, files),
					position: total - depth,
					citations: JSON.parse(citations) as CitationData[],
					unsupported: JSON.parse(unsupported) as UnsupportedData[],
					isComplete: status === 'complete'
				}))
			};
		}
	};
}

/** That there were files, and nothing of them: a link shows words. */
function withFiles(text: string, files: number): string {
	if (files === 0) return text;
	return `${text}\n\n${files === 1 ? m.attachments_shared_one() : m.attachments_shared_many({ count: files })}`;
}
