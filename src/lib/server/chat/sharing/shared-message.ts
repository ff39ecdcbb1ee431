// A message as somebody else may see it. An answer is made of the very words of its sources, so a sentence from a document that the reader
// may not open is left out, and not only its quote: a link is no way around who a document is for.
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import type { SharedCitation, SharedMessage } from '#lib/shared/conversation/sharing.ts';

export interface BranchMessage {
	position: number;
	role: SharedMessage['role'];
	text: string;
	citations: CitationData[];
	isComplete: boolean;
}

export const LEFT_OUT = '[…]';

export function toSharedMessage(message: BranchMessage, readable: ReadonlySet<string>): SharedMessage {
	const { position, role, isComplete } = message;
	const hidden = join(
		message.citations
			.filter(({ documentId }) => !readable.has(documentId))
			.map(({ textStart, textEnd }) => ({ from: textStart, to: Math.min(textEnd, message.text.length) }))
	);
	let text = '';
	let at = 0;
	for (const { from, to } of hidden) {
		text += message.text.slice(at, from) + LEFT_OUT;
		at = to;
	}
	text += message.text.slice(at);
	const citations = message.citations
		.filter(({ documentId }) => readable.has(documentId))
		.filter(({ textStart, textEnd }) => hidden.every(({ from, to }) => textEnd <= from || textStart >= to))
		.map((citation) => moved(citation, hidden));
	return { position, role, text, citations, withheld: hidden.length, isComplete };
}

interface Stretch {
	from: number;
	to: number;
}

/** In order, without overlaps. */
function join(stretches: Stretch[]): Stretch[] {
	const joined: Stretch[] = [];
	for (const { from, to } of stretches.sort((a, b) => a.from - b.from)) {
		const last = joined.at(-1);
		if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
		else if (to > from) joined.push({ from, to });
	}
	return joined;
}

/** Where the sentence stands after others were left out before it. Nothing but what a reader of the source may see. */
function moved(citation: CitationData, hidden: readonly Stretch[]): SharedCitation {
	const { number, documentId, revision, title, headings, start, end, quote, textStart, textEnd } = citation;
	let by = 0;
	for (const { from, to } of hidden) if (to <= textStart) by += LEFT_OUT.length - (to - from);
	return {
		...{ number, documentId, revision, title, headings, start, end, quote },
		textStart: textStart + by,
		textEnd: textEnd + by
	};
}
