// A message as somebody else may see it. An answer is made of the very words of its sources, so a sentence from a document that the reader
// may not open is left out, and not only its quote: a link is no way around who a document is for.
import type { CitationData, UnsupportedData } from '#lib/shared/conversation/parts.ts';
import type { SharedCitation, SharedDoubt, SharedMessage } from '#lib/shared/conversation/sharing.ts';

export interface BranchMessage {
	position: number;
	role: SharedMessage['role'];
	text: string;
	citations: CitationData[];
	unsupported?: readonly UnsupportedData[];
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
		.filter((citation) => isApart(citation, hidden))
		.map((citation) => moved(citation, hidden));
	const doubts = (message.unsupported ?? [])
		.filter((doubt) => isApart(doubt, hidden))
		.map(({ textStart, textEnd, struck }): SharedDoubt => {
			const by = shiftAt(textStart, hidden);
			return { textStart: textStart + by, textEnd: textEnd + by, ...(struck ? { struck } : {}) };
		});
	const unsupported = doubts.length > 0 ? { unsupported: doubts } : {};
	return { position, role, text, citations, ...unsupported, withheld: hidden.length, isComplete };
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

const isApart = (
	{ textStart, textEnd }: { textStart: number; textEnd: number },
	hidden: readonly Stretch[]
): boolean => hidden.every(({ from, to }) => textEnd <= from || textStart >= to);

/** By how much a place moves when what is hidden before it is left out. */
function shiftAt(textStart: number, hidden: readonly Stretch[]): number {
	let by = 0;
	for (const { from, to } of hidden) if (to <= textStart) by += LEFT_OUT.length - (to - from);
	return by;
}

/** Where the sentence stands after others were left out before it. Nothing but what a reader of the source may see. */
function moved(citation: CitationData, hidden: readonly Stretch[]): SharedCitation {
	const { number, documentId, revision, title, headings, start, end, quote, textStart, textEnd } = citation;
	const by = shiftAt(textStart, hidden);
	return {
		...{ number, documentId, revision, title, headings, start, end, quote },
		textStart: textStart + by,
		textEnd: textEnd + by
	};
}
