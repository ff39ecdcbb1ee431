// A suggested reply as the words that are put where one writes: its text, and the articles it rests on as links the reader can follow.
import { m } from '#lib/paraglide/messages.js';
import type { SuggestedReply } from '#lib/shared/prepared-handover.ts';
import { citedDocuments } from '../citations.ts';

/** What the proof of sentences left out is no gap in what is sent. */
const LEFT_OUT = /^[ \t]*[-*] \[…\]\n?|[ \t]*\[…\]/gmu;

export function replyWords({ text: written, citations }: Pick<SuggestedReply, 'text' | 'citations'>): string {
	const text = written.replace(LEFT_OUT, '').trim();
	const links = citedDocuments(citations).map(
		({ documentId, title }) => `[${title.replace(/[[\]\\]/gu, '\\$&')}](/knowledge/${documentId})`
	);
	return links.length === 0 ? text : `${text}\n\n${m.handover_more({ links: links.join(', ') })}`;
}
