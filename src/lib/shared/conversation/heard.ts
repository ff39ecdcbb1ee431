// What remains of an answer that was being said aloud when somebody spoke up: the words that were heard, and what belongs to them. The log keeps
// what was written; readers, exports, the projection and the next turn get this.
import { messageText, type ConversationMessage, type MessagePart } from './message.ts';
import type { HeardData } from './parts.ts';

const WORD = /[\p{L}\p{M}\p{N}]/u;
const BEGINS_IN_WORD = /^[\p{L}\p{M}\p{N}]/u;
const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;
const HALF_A_WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u;
const SIGNS = /^[^\s\p{L}\p{M}\p{N}]+/u;

/** Where what was heard ends: half a word was not, nor half a character, and the signs that close the last one go with it. */
export function heardEnd(text: string, heardChars: number): number {
	const heard = text.slice(0, Math.max(0, heardChars)).replace(/[\uD800-\uDBFF]$/, '');
	const rest = text.slice(heard.length);
	if (BEGINS_IN_WORD.test(rest) && ENDS_IN_WORD.test(heard))
		return heard.replace(HALF_A_WORD, '').trimEnd().length;
	const signs = /\S$/u.test(heard) ? (SIGNS.exec(rest)?.[0] ?? '') : '';
	return rest === signs ? text.length : (heard + signs).trimEnd().length;
}

/** The first time holds: what comes again changes nothing. */
export function asHeard(
	message: ConversationMessage,
	seq: number,
	{ heardChars }: HeardData
): ConversationMessage {
	if (message.metadata.heard !== undefined) return message;
	const text = messageText(message);
	const end = heardEnd(text, heardChars);
	let from = 0;
	const parts = message.parts.flatMap((part): MessagePart[] => {
		if (part.type === 'data-citation') return WORD.test(text.slice(end, part.data.textEnd)) ? [] : [part];
		if (part.type === 'data-unsupported') {
			const { textStart, textEnd } = part.data;
			// Half a sentence that nothing bears out is no better than the whole.
			return textStart < end ? [{ ...part, data: { ...part.data, textEnd: Math.min(textEnd, end) } }] : [];
		}
		if (part.type !== 'text') return [part];
		const kept = part.text.slice(0, Math.max(0, end - from));
		from += part.text.length;
		return kept === '' ? [] : [{ ...part, text: kept }];
	});
	const cited = new Set(parts.map((part) => part.type === 'data-citation' && part.data.documentId));
	return {
		...message,
		parts: parts.filter((part) => part.type !== 'source-document' || cited.has(part.sourceId)),
		metadata: { ...message.metadata, heard: { chars: end, ofChars: text.length } },
		lastSeq: Math.max(message.lastSeq, seq)
	};
}
