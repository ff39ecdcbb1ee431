// A message with words in place of personal data. What the school has published stays: quotes, titles, and an address or a number in an
// answer that stands in what it cites.
import { citationsOf, type ConversationMessage, type MessagePart } from '#lib/shared/conversation/message.ts';
import type { Mask } from './mask.ts';

export function maskMessage(message: ConversationMessage, mask: Mask): ConversationMessage {
	const own = mask.sparing(
		message.role === 'assistant' ? citationsOf(message).map(({ quote }) => quote) : []
	);
	/** Citations count in the text parts joined. */
	const pieces: { start: number; end: number; newStart: number; offsetOf: (offset: number) => number }[] = [];
	let length = 0;
	let newLength = 0;
	const parts = message.parts.map((part): MessagePart => {
		if (part.type !== 'text') return part;
		const { text, offsetOf } = own.text(part.text);
		pieces.push({ start: length, end: length + part.text.length, newStart: newLength, offsetOf });
		length += part.text.length;
		newLength += text.length;
		return { ...part, text };
	});
	const offsetOf = (offset: number): number => {
		const piece = pieces.find(({ end }) => offset <= end) ?? pieces.at(-1);
		return piece === undefined ? offset : piece.newStart + piece.offsetOf(offset - piece.start);
	};
	return {
		...message,
		parts: parts.map((part) => maskPart(part, own, offsetOf)),
		...(message.rating?.reason === undefined
			? {}
			: { rating: { ...message.rating, reason: mask.text(message.rating.reason).text } })
	};
}

function maskPart(part: MessagePart, mask: Mask, offsetOf: (offset: number) => number): MessagePart {
	switch (part.type) {
		case 'text':
		case 'step-start':
		case 'source-document':
		case 'data-notice':
			return part;
		case 'file':
			return { ...part, filename: mask.text(part.filename).text };
		case 'reasoning':
			return { ...part, text: mask.text(part.text).text };
		case 'data-citation': {
			const { sentence, textStart, textEnd } = part.data;
			const moved = { textStart: offsetOf(textStart), textEnd: offsetOf(textEnd) };
			return { ...part, data: { ...part.data, ...moved, sentence: mask.text(sentence).text } };
		}
		case 'data-handover':
			return { ...part, data: { ...part.data, reason: mask.text(part.data.reason).text } };
		case 'data-turn':
			return {
				...part,
				data: {
					...part.data,
					topics: mask.deep(part.data.topics),
					entities: part.data.entities.map(({ kind, text }) => ({ kind, text: mask.text(text).text }))
				}
			};
		default: {
			if (!('toolCallId' in part)) return withOffsets(part, offsetOf);
			const { input, output, errorText } = part;
			return {
				...part,
				...(input === undefined ? {} : { input: mask.deep(input) }),
				...(output === undefined ? {} : { output: mask.deep(output) }),
				...(errorText === undefined ? {} : { errorText: mask.text(errorText).text })
			};
		}
	}
}

/** What else points into the text points to the same words again. */
function withOffsets<Part extends MessagePart>(part: Part, offsetOf: (offset: number) => number): Part {
	const { data } = part as { data?: { textStart?: number; textEnd?: number } };
	if (data?.textStart === undefined || data.textEnd === undefined) return part;
	return {
		...part,
		data: { ...data, textStart: offsetOf(data.textStart), textEnd: offsetOf(data.textEnd) }
	};
}
