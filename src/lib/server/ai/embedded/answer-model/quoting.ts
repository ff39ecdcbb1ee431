// Words of people, and of other rooms, within the model's own sentences.
import { escapeMarkdown } from './render.ts';

const MOST_QUOTED = 300;

/** Somebody's words, on one line, with nothing in them that a page or a reader of citations would take for more. */
export function quoted(text: string, most = MOST_QUOTED): string {
	const line = text.replace(/[\p{Cc}\p{Cf}\s【】]+/gu, ' ').trim();
	const cut = line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
	return escapeMarkdown(cut);
}

/** "20 November 2026". */
export function dayOf(iso: string): string {
	const at = new Date(iso);
	if (Number.isNaN(at.getTime())) return iso.slice(0, 10);
	return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}
