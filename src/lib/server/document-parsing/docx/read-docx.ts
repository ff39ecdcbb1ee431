// A DOCX as Markdown: headings by their styles, paragraphs, lists, tables. What was deleted with changes tracked is left out, what was
// inserted is in; text boxes stand where they are anchored. Pictures, macros, links to elsewhere and embedded files are never opened.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { cleanText } from '../clean-text.ts';
import { LIMITS } from '../limits.ts';
import type { ParsedFile } from '../parsed-file.ts';
import { openArchive, type Archive } from './archive.ts';
import { headingStyles, numberedLists } from './document-parts.ts';
import { readXml } from '../xml.ts';

const DEFAULT_PART = 'word/document.xml';
const TITLE_CHARACTERS = 200;
const MOST_COLUMNS = 60;

export async function readDocx(bytes: Uint8Array): Promise<ParsedFile> {
	const archive = openArchive(bytes);
	const part = mainPart(archive);
	const xml = archive.read(part);
	if (xml === undefined)
		throw new AppError(
			'unsupported',
			archive.read('[Content_Types].xml') === undefined ? m.documents_not_a_docx() : m.documents_broken_docx()
		);
	if (!isWord(xml)) throw new AppError('unsupported', m.documents_not_a_docx());
	const folder = part.slice(0, part.lastIndexOf('/') + 1);
	const text = toMarkdown(xml, {
		headings: headingStyles(archive.read(`${folder}styles.xml`) ?? ''),
		numbered: numberedLists(archive.read(`${folder}numbering.xml`) ?? '')
	});
	if (!/[\p{L}\p{N}]/u.test(text)) throw new AppError('invalid', m.documents_no_text());
	return { title: titleOf(archive), text, pageStarts: undefined };
}

/** Tables and slides come in the same kind of archive. Told by the first of its elements. */
function isWord(xml: string): boolean {
	return /<(?:[\w-]{1,40}:)?([\w-]{1,40})/.exec(xml.slice(0, 20_000))?.[1] === 'document';
}

/** As its relations name it; everybody calls it the same. */
function mainPart(archive: Archive): string {
	let found = DEFAULT_PART;
	readXml(archive.read('_rels/.rels') ?? '', {
		open(name, attributes) {
			if (name === 'Relationship' && attributes.get('Type')?.endsWith('/officeDocument') === true)
				found = (attributes.get('Target') ?? found).replace(/^\//, '');
		}
	});
	return found;
}

function titleOf(archive: Archive): string {
	let title = '';
	let isTitle = false;
	readXml(archive.read('docProps/core.xml') ?? '', {
		open: (name) => (isTitle = name === 'title'),
		close: () => (isTitle = false),
		text: (text) => (title += isTitle && title.length < 1_000 ? text : '')
	});
	return cleanText(title).replace(/\s+/g, ' ').trim().slice(0, TITLE_CHARACTERS);
}

interface Parts {
	headings: ReadonlyMap<string, number>;
	numbered: ReadonlySet<string>;
}

interface Paragraph {
	style: string;
	level: number;
	list: string;
	listLevel: number;
	pieces: string[];
}

function toMarkdown(xml: string, { headings, numbered }: Parts): string {
	const blocks: { text: string; isItem: boolean }[] = [];
	let length = 0;
	/** Open paragraphs: a text box is one within another. */
	const paragraphs: Paragraph[] = [];
	/** Rows of the table that is open; those of one inside a cell become its words. */
	let rows: string[][] = [];
	let cell: string[] = [];
	let depth = 0;
	let isText = false;
	let deleted = 0;
	let fallback = 0;
	let inProperties = 0;

	function write(text: string, isItem = false): void {
		length += text.length + 2;
		if (length > LIMITS.characters) throw new AppError('too-large', m.documents_too_much_text());
		blocks.push({ text, isItem });
	}

	function endParagraph(): void {
		const paragraph = paragraphs.pop();
		if (paragraph === undefined) return;
		const text = cleanText(paragraph.pieces.join('')).replace(/ +/g, ' ').trim();
		if (text === '') return;
		if (depth > 0) {
			cell.push(text);
			return;
		}
		const level = paragraph.level > 0 ? paragraph.level : (headings.get(paragraph.style) ?? 0);
		if (level > 0) write(`${'#'.repeat(level)} ${text}`);
		else if (paragraph.list !== '' && paragraph.list !== '0') {
			const isNumbered = numbered.has(`${paragraph.list}:${paragraph.listLevel}`);
			write(`${'  '.repeat(Math.min(6, paragraph.listLevel))}${isNumbered ? '1.' : '-'} ${text}`, true);
		} else write(text.replace(/^(#{1,6} |>|\||```|~~~|={3}|-{3})/, '\\$1'));
	}

	function endTable(): void {
		const width = Math.min(MOST_COLUMNS, Math.max(0, ...rows.map((row) => row.length)));
		const lines = rows
			.filter((row) => row.some((words) => words !== ''))
			.map(
				(row) =>
					`| ${Array.from({ length: width }, (_, at) => (row[at] ?? '').replaceAll('|', '\\|')).join(' | ')} |`
			);
		if (lines.length > 0) write([lines[0], `|${' --- |'.repeat(width)}`, ...lines.slice(1)].join('\n'));
		rows = [];
	}

	readXml(xml, {
		open(name, attributes) {
			const paragraph = paragraphs.at(-1);
			const value = attributes.get('val') ?? '';
			// The same text box twice, once for programs that are older.
			if (name === 'Fallback') fallback++;
			if (fallback > 0) return;
			if (name === 'p') paragraphs.push({ style: '', level: 0, list: '', listLevel: 0, pieces: [] });
			else if (name === 'pPr') inProperties++;
			else if (name === 'pStyle' && paragraph) paragraph.style = value;
			else if (name === 'outlineLvl' && paragraph && Number(value) < 9)
				paragraph.level = Math.min(6, Number(value) + 1);
			else if (name === 'numId' && paragraph) paragraph.list = value;
			else if (name === 'ilvl' && paragraph) paragraph.listLevel = Number(value) || 0;
			else if (name === 't') isText = true;
			else if (name === 'del' || name === 'moveFrom') deleted++;
			else if (name === 'tab' && inProperties === 0) paragraph?.pieces.push(' ');
			else if (name === 'br' || name === 'cr') paragraph?.pieces.push(' ');
			else if (name === 'noBreakHyphen') paragraph?.pieces.push('-');
			else if (name === 'tbl' && depth++ === 0) rows = [];
			else if (name === 'tr' && depth === 1) rows.push([]);
			else if (name === 'tc' && depth === 1) cell = [];
		},
		close(name) {
			if (name === 'Fallback') fallback = Math.max(0, fallback - 1);
			if (fallback > 0) return;
			if (name === 'p') endParagraph();
			else if (name === 'pPr') inProperties = Math.max(0, inProperties - 1);
			else if (name === 't') isText = false;
			else if (name === 'del' || name === 'moveFrom') deleted = Math.max(0, deleted - 1);
			else if (name === 'tc' && depth === 1) rows.at(-1)?.push(cell.join(' '));
			else if (name === 'tbl' && depth > 0 && --depth === 0) endTable();
		},
		text(text) {
			if (isText && deleted === 0 && fallback === 0) paragraphs.at(-1)?.pieces.push(text);
		}
	});
	let text = '';
	let before = false;
	for (const block of blocks) {
		text += (text === '' ? '' : before && block.isItem ? '\n' : '\n\n') + block.text;
		before = block.isItem;
	}
	return text;
}
