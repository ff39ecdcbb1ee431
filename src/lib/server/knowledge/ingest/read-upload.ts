// A file as a document, by its bytes: text is made plain as ever, PDF and DOCX are parsed. What is wrong with it is said in a sentence.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { recogniseFile, type FileKind, type ParseFile, type Reading } from '../../document-parsing/index.ts';
import { cleanText, tidyLines } from '../normaliser/clean.ts';
import { chooseTitle, normalise } from '../normaliser/normalise.ts';
import type { Audience } from '../audience.ts';

export interface ReadUpload {
	title: string;
	text: string;
	mediaType: string;
	pageStarts: number[] | undefined;
	tags: string[];
	audience: Audience | undefined;
}

const MEDIA_TYPES: Record<FileKind, string> = {
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
};
/** Word before 2007, and what it locks with a password (MS-CFB). */
const OLD_OFFICE = [0xd0, 0xcf, 0x11, 0xe0];

export async function readUpload(
	name: string,
	bytes: Uint8Array<ArrayBuffer>,
	parse: ParseFile,
	reading: Reading
): Promise<ReadUpload> {
	if (bytes.byteLength === 0) throw new AppError('invalid', m.documents_empty());
	if (OLD_OFFICE.every((byte, at) => bytes[at] === byte))
		throw new AppError('unsupported', m.documents_locked_docx());
	const kind = recogniseFile(bytes);
	if (kind === undefined) {
		const ending = /\.(pdf|docx?)$/i.exec(name)?.[1];
		if (ending !== undefined) throw new AppError('invalid', m.documents_not_what_it_says({ ending }));
		const { title, text, mediaType, tags, audience } = normalise(bytes, '', name);
		return { title, text, mediaType, pageStarts: undefined, tags, audience };
	}
	const parsed = await parse(kind, bytes, reading);
	const { text, pageStarts } = tidied(parsed.text, parsed.pageStarts);
	return {
		...{ text, pageStarts, mediaType: MEDIA_TYPES[kind], tags: [], audience: undefined },
		title: chooseTitle(text, parsed.title, name)
	};
}

/** By the rules every text of the knowledge obeys, page by page, so that each still knows where it begins. */
function tidied(
	source: string,
	starts: number[] | undefined
): { text: string; pageStarts: number[] | undefined } {
	let text = '';
	const pageStarts = (starts ?? [0]).map((start, at, all) => {
		const begins = text.length;
		text += cleanText(source.slice(start, all[at + 1] ?? source.length)).text;
		return begins;
	});
	const tidy = tidyLines(text);
	return {
		text: tidy,
		pageStarts: starts && pageStarts.map((start) => Math.min(start, tidy.length))
	};
}
