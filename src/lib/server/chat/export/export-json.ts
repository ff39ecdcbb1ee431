// A conversation as JSON, every branch, a page of messages at a time: src/lib/shared/conversation/export.ts is the schema.
import { EXPORT_VERSION, type ConversationExport } from '#lib/shared/conversation/export.ts';
import { messageText, type ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { ConversationView } from '#lib/shared/conversation/requests.ts';

export async function* exportJson(
	view: ConversationView,
	messages: AsyncIterable<ConversationMessage>,
	exportedAt: number
): AsyncGenerator<string> {
	const { id, title, status, language, channel, createdAt, updatedAt, pinned, tags, headId } = view;
	const head: Omit<ConversationExport, 'messages'> = {
		format: 'segue-conversation-export',
		version: EXPORT_VERSION,
		exportedAt,
		conversation: { id, title, status, language, channel, createdAt, updatedAt, pinned, tags, headId }
	};
	yield `${JSON.stringify(head, undefined, '\t').slice(0, -2)},\n\t"messages": [`;
	let separator = '\n';
	for await (const message of messages) {
		yield `${separator}\t\t${JSON.stringify(toExported(message))}`;
		separator = ',\n';
	}
	yield '\n\t]\n}\n';
}

function toExported(message: ConversationMessage): ConversationExport['messages'][number] {
	const { id, parentId, role, status, createdAt, parts, rating, metadata } = message;
	const text = messageText(message);
	return {
		...{
			id,
			parentId,
			role,
			status,
			createdAt,
			text,
			parts: parts as ConversationExport['messages'][number]['parts']
		},
		...(metadata.spoken && { spoken: metadata.spoken }),
		...(metadata.heard && { heard: metadata.heard }),
		...(rating === undefined
			? {}
			: {
					rating: {
						value: rating.value,
						...(rating.reason === undefined ? {} : { reason: rating.reason })
					}
				})
	};
}
