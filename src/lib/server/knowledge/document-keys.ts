// Under which names a document is kept in the stores, and where a page of their list begins.
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { cleanText } from './normaliser/clean.ts';

/** A UUID made from the name: adding a document that was interrupted half-way finds what the first attempt left. */
export async function documentIdOf(name: string): Promise<string> {
	const hex = await sha256Hex(`document:${name}`);
	const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		variant + hex.slice(17, 20),
		hex.slice(20, 32)
	].join('-');
}

/** At most 64 bytes, Vectorize's limit for an id. */
export function chunkId(documentId: string, revision: string, ordinal: number): string {
	return `${documentId}:${revision.slice(0, 16)}:${ordinal}`;
}

export function revisionKey(documentId: string, revision: string): string {
	return `documents/${documentId}/${revision}.md`;
}

/** At which offset of the revision's text each page of its original begins. */
export function pagesKey(documentId: string, revision: string): string {
	return `documents/${documentId}/${revision}.pages.json`;
}

/** Never a key that could be taken for a revision's, nor one outside the document's own prefix. */
export function originalKey(documentId: string, name: string): string {
	const last =
		name
			.split(/[\\/]/)
			.at(-1)
			?.replace(/[^\p{L}\p{N}._ -]/gu, '_')
			.slice(-150) ?? '';
	const isSafe = !/^(?:\.*|[0-9a-f]{64}\..*|ingest-.*)$/.test(last);
	return `documents/${documentId}/${isSafe ? last : `original-${last}`}`;
}

/** What names a document obeys the rules its text obeys, on one line of so many characters. */
export function plainLine(text: string, limit = Infinity): string {
	const line = cleanText(text)
		.text.replace(/\s*\n\s*/g, ' ')
		.trim();
	return Array.from(line).slice(0, limit).join('').trim();
}

export function readCursor(cursor: string): { updatedAt: number; id: string } {
	const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor);
	if (!match) throw new AppError('invalid', 'This page of the list does not exist.');
	return { updatedAt: Number(match[1]), id: match[2] ?? '' };
}
