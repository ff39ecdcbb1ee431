// A conversation as a file. It is read from its object a page at a time and goes out as it is read, however long it is; what is written to
// the conversation meanwhile is not in it.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import type { ExportFormat } from '#lib/shared/conversation/export.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationView } from '#lib/shared/conversation/requests.ts';
import { toByteStream, type Clock } from '../../platform/index.ts';
import type { TranscriptRequest } from '../reading/history.ts';
import { contentDisposition, fileNameFrom } from './download-name.ts';
import { exportJson } from './export-json.ts';
import { exportMarkdown } from './export-markdown.ts';

export interface ExportDependencies {
	clock: Clock;
	schoolName: string;
	view(actor: Actor, conversationId: string): Promise<ConversationView>;
	transcript(
		actor: Actor,
		conversationId: string,
		request: TranscriptRequest
	): Promise<ConversationMessage[]>;
}

/** Messages with all that their tools gave: a hop carries 32 MB at most. */
const PAGE = 50;

export type ExportConversation = (
	actor: Actor,
	conversationId: string,
	format: ExportFormat
) => Promise<Response>;

export function createExport({
	clock,
	schoolName,
	view,
	transcript
}: ExportDependencies): ExportConversation {
	return async (actor, conversationId, format) => {
		// Before the first byte, so that a refusal is one.
		const seen = await view(actor, conversationId);
		const read = (request: TranscriptRequest) => transcript(actor, conversationId, request);
		const exportedAt = clock.now();
		const { title } = seen;
		const pieces =
			format === 'json'
				? exportJson(seen, allMessages(read, seen.seq), exportedAt)
				: exportMarkdown({ title, schoolName, exportedAt }, branch(read, seen.headId));
		const name = fileNameFrom(title, m.export_untitled());
		return new Response(toByteStream(pieces), {
			headers: {
				'content-type':
					format === 'json' ? 'application/json; charset=utf-8' : 'text/markdown; charset=utf-8',
				'content-disposition': contentDisposition(name, format),
				'cache-control': 'private, no-store'
			}
		});
	};
}

type Read = (request: TranscriptRequest) => Promise<ConversationMessage[]>;

async function* allMessages(read: Read, upTo: number): AsyncGenerator<ConversationMessage> {
	for (let after = 0; ;) {
		const page = await read({ after, limit: PAGE });
		for (const message of page) if (message.seq <= upTo) yield message;
		const last = page.at(-1);
		if (page.length < PAGE || last === undefined || last.seq > upTo) return;
		after = last.seq;
	}
}

async function* branch(read: Read, headId: string | null): AsyncGenerator<ConversationMessage> {
	if (headId === null) return;
	for (let skip = 0; ; skip += PAGE) {
		const page = await read({ headId, skip, limit: PAGE });
		yield* page;
		if (page.length < PAGE) return;
	}
}
