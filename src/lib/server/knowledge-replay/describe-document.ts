// Whether a document's text can be written here, and who wrote its revisions.
import { sql } from 'drizzle-orm';
import { REPLAY_LIMITS, type ReadOnlyReason } from '#lib/shared/knowledge-replay.ts';
import type { Database } from '../platform/index.ts';

export interface DocumentDescription {
	readOnly: ReadOnlyReason | null;
	/** Display names by id. */
	authors: ReadonlyMap<string, string>;
}

/** What has an original that says otherwise is changed there: a file by another one, a page of the web by whoever keeps it. */
export async function describeDocument(
	database: Database,
	{ id, mediaType, length }: { id: string; mediaType: string; length: number }
): Promise<DocumentDescription> {
	const [authors, pages] = await Promise.all([
		database.all<{ id: string; name: string }>(sql`
			SELECT DISTINCT u.id AS id, coalesce(u.display_name, u.email) AS name
			FROM knowledge_revisions r JOIN users u ON u.id = r.created_by WHERE r.document_id = ${id}`),
		database.all<{ url: string }>(sql`SELECT url FROM knowledge_web_pages WHERE document_id = ${id} LIMIT 1`)
	]);
	return {
		readOnly: readOnlyReason({ mediaType, length, isOfWeb: pages.length > 0 }),
		authors: new Map(authors.map((author) => [author.id, author.name]))
	};
}

function readOnlyReason({
	mediaType,
	length,
	isOfWeb
}: {
	mediaType: string;
	length: number;
	isOfWeb: boolean;
}): ReadOnlyReason | null {
	if (isOfWeb) return 'web';
	if (!mediaType.startsWith('text/')) return 'file';
	return length > REPLAY_LIMITS.textBytes ? 'too-long' : null;
}
