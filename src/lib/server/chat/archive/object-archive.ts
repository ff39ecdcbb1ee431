// Archives in R2, and in the projection the word that a conversation is archived.
import { and, eq, lte } from 'drizzle-orm';
import { schema, type Database } from '../../platform/index.ts';
import { archiveKey, type ConversationArchive } from './archive.ts';

const { conversations } = schema;

export function createObjectArchive(objects: R2Bucket, database: Database): ConversationArchive {
	return {
		async ownerOf(conversationId) {
			const [row] = await database
				.select({ personId: conversations.personId })
				.from(conversations)
				.where(and(eq(conversations.id, conversationId), eq(conversations.status, 'archived')));
			return row?.personId;
		},
		async put(personId, conversationId, { bytes, sha256 }) {
			await objects.put(archiveKey(personId, conversationId), bytes, {
				// R2 refuses bytes that have another hash.
				sha256,
				customMetadata: { sha256 },
				httpMetadata: { contentType: 'application/gzip' }
			});
		},
		async get(personId, conversationId) {
			const object = await objects.get(archiveKey(personId, conversationId));
			if (object === null) return undefined;
			const bytes = new Uint8Array(await object.arrayBuffer());
			return { bytes, sha256: object.customMetadata?.['sha256'] ?? '' };
		},
		async remove(personId, conversationId) {
			await objects.delete(archiveKey(personId, conversationId));
		},
		async noteArchived(conversationId, seq) {
			await database
				.update(conversations)
				.set({ status: 'archived' })
				.where(and(eq(conversations.id, conversationId), lte(conversations.projectedSeq, seq)));
		}
	};
}
