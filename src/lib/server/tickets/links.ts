// What a ticket may point at: a conversation, recording or note of its requester. Somebody else's looks like one that is not there.
import { eq } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { schema, type Database } from '../platform/index.ts';

const { conversations, recordingNotes, recordings } = schema;

export interface Links {
	conversationId: string | null;
	recordingId: string | null;
	noteId: string | null;
}

export async function requireLinks(database: Database, requesterId: string, links: Links): Promise<void> {
	const { conversationId, recordingId, noteId } = links;
	const owner = async (
		table: typeof conversations | typeof recordings | typeof recordingNotes,
		id: string | null
	) =>
		id === null
			? undefined
			: (await database.select({ personId: table.personId }).from(table).where(eq(table.id, id)))[0]
					?.personId;
	const [ofConversation, ofRecording, ofNote] = await Promise.all([
		owner(conversations, conversationId),
		owner(recordings, recordingId),
		owner(recordingNotes, noteId)
	]);
	// A conversation that has only just begun is not in its table yet.
	const isWrong =
		(ofConversation !== undefined && ofConversation !== requesterId) ||
		(recordingId !== null && ofRecording !== requesterId) ||
		(noteId !== null && ofNote !== requesterId);
	if (isWrong) throw new AppError('not-found', m.tickets_link_unknown());
}
