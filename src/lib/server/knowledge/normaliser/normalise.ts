// The door of the knowledge base: any document in, clean Markdown-like text out. The text is what is hashed into a revision,
// chunked, cited and shown; offsets always refer to it. Same input, same output, on every machine.
import { AppError } from '#lib/shared/errors.ts';
import { readBlocks } from '#lib/shared/text/blocks.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import type { Audience } from '../audience.ts';
import { cleanText, tidyLines, type Removed } from './clean.ts';
import { decodeText, refuseTooLarge } from './decode.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';

export interface NormalisedDocument {
	title: string;
	text: string;
	mediaType: MediaType;
	tags: string[];
	audience?: Audience;
	removed: Removed;
}

export type MediaType = 'text/markdown' | 'text/html' | 'text/plain';

const TITLE_LIMIT = 200;
const BY_EXTENSION: Readonly<Record<string, MediaType>> = {
	md: 'text/markdown',
	markdown: 'text/markdown',
	mdown: 'text/markdown',
	html: 'text/html',
	htm: 'text/html',
	xhtml: 'text/html',
	txt: 'text/plain',
	text: 'text/plain'
};

/** The type by name first, as browsers and shells often say nothing useful; then by what was declared. */
export function mediaTypeOf(filename: string, declared: string): MediaType {
	const extension = /\.([a-z0-9]{1,10})$/i.exec(filename)?.[1]?.toLowerCase() ?? '';
	const known = BY_EXTENSION[extension];
	if (known) return known;
	const type = (declared.split(';')[0] ?? '').trim().toLowerCase();
	if (type === 'text/html' || type === 'application/xhtml+xml') return 'text/html';
	if (type === 'text/markdown' || type === 'text/x-markdown') return 'text/markdown';
	if (type === 'text/plain' || (type === '' && extension === '')) return 'text/plain';
	throw new AppError(
		'unsupported',
		`Documents of this kind (${extension || type}) cannot be read yet. Markdown, HTML and plain text can.`
	);
}

/** A name for text that is written here: it is read as what it was made into, whatever the document's own name ends in. */
export function writtenNameOf(mediaType: string): string {
	return mediaType === 'text/plain' ? 'written.txt' : 'written.md';
}

function titleFromName(filename: string): string {
	const last = filename.split(/[\\/]/).at(-1) ?? filename;
	return last
		.replace(/\.[a-z0-9]{1,10}$/i, '')
		.replace(/[-_]+/g, ' ')
		.trim();
}

function plainLine(markdown: string): string {
	return stripMarkdown(markdown.slice(0, 2_000)).text.replace(/\s+/g, ' ').trim().slice(0, TITLE_LIMIT);
}

/** The first heading, if it comes before any other text. */
function firstHeading(text: string): string {
	const block = readBlocks(text.slice(0, 20_000)).find(({ kind }) => kind !== 'rule');
	return block?.kind === 'heading' ? plainLine(text.slice(block.start, block.end)) : '';
}

/** The first heading, what the file says of itself, or its name. */
export function chooseTitle(text: string, own: string, filename: string): string {
	return (
		firstHeading(text) ||
		plainLine(cleanText(own).text) ||
		titleFromName(cleanText(filename).text).slice(0, TITLE_LIMIT) ||
		'Untitled'
	);
}

/** Throws `too-large`, `unsupported` or `invalid`. */
export function normalise(
	source: string | Uint8Array,
	mediaType: string,
	filename: string
): NormalisedDocument {
	const type = mediaTypeOf(filename, mediaType);
	// UTF-16 code units are a lower bound of the bytes: enough to refuse before any work is done.
	if (typeof source === 'string') refuseTooLarge(source.length);
	const decoded = typeof source === 'string' ? source : decodeText(source);
	const { text: clean, removed } = cleanText(decoded);
	const read =
		type === 'text/html'
			? { ...readHtml(clean), matter: {} }
			: type === 'text/markdown'
				? { ...readMarkdown(clean), title: '' }
				: { text: clean, title: '', matter: {} };
	// Entities can bring back what was cleaned away.
	const again = type === 'text/html' ? cleanText(read.text) : undefined;
	if (again)
		for (const key of ['controls', 'overrides', 'surrogates'] as const) removed[key] += again.removed[key];
	const text = tidyLines(again?.text ?? read.text);
	if (!/[\p{L}\p{N}]/u.test(text)) throw new AppError('invalid', 'This document has no readable text in it.');
	const matter: { title?: string; tags?: string[]; audience?: Audience } = read.matter;
	return {
		title: plainLine(matter.title ?? '') || chooseTitle(text, read.title, filename),
		text,
		mediaType: type,
		tags: matter.tags ?? [],
		...(matter.audience === undefined ? {} : { audience: matter.audience }),
		removed
	};
}
