// What the team puts on a conversation: tags for all of them, bookmarks each for themselves.
import { and, eq, notInArray } from 'drizzle-orm';
import { schema, type Database } from '../platform/index.ts';
import type { ChangeTranscript } from './requests.ts';

const { transcriptBookmarks: bookmarks, transcriptTags: tags } = schema;

export async function changeMarks(
	database: Database,
	{ id: conversationId, personId }: { id: string; personId: string },
	agentId: string,
	change: ChangeTranscript,
	now: number
): Promise<void> {
	if (change.tags !== undefined) {
		const wanted = change.tags.map((tag) => ({ tag, folded: tag.toLowerCase() }));
		const isOf = eq(tags.conversationId, conversationId);
		await database.batch([
			database.delete(tags).where(
				and(
					isOf,
					notInArray(
						tags.folded,
						wanted.map(({ folded }) => folded)
					)
				)
			),
			...wanted.map((tag) =>
				database
					.insert(tags)
					.values({ ...tag, conversationId, personId, addedBy: agentId, createdAt: now })
					.onConflictDoNothing()
			)
		]);
	}
	if (change.isBookmarked === true)
		await database
			.insert(bookmarks)
			.values({ agentId, conversationId, personId, createdAt: now })
			.onConflictDoNothing();
	if (change.isBookmarked === false)
		await database
			.delete(bookmarks)
			.where(and(eq(bookmarks.agentId, agentId), eq(bookmarks.conversationId, conversationId)));
}
