// Pages of rows as one text, with the offset at which each page begins. A paragraph that a page breaks off is one again, and the page begins
// inside it.
import { blocksOf, sizesOf, type Block } from './blocks.ts';
import { columnsOf } from './columns.ts';
import { createJoiner, type Joiner } from './hyphens.ts';
import { withoutMargins } from './margins.ts';
import type { PageText } from './page-text.ts';

export function toDocumentText(read: readonly PageText[]): { text: string; pageStarts: number[] } {
	const pages = withoutMargins(read);
	const rows = pages.flatMap((page) => page.rows);
	const sizes = sizesOf(rows);
	const joiner = createJoiner(rows.map(({ text }) => text));
	const pageStarts: number[] = [];
	let text = '';
	let open: Block | undefined;
	for (const page of pages) {
		let isFirst = true;
		for (const column of columnsOf(page))
			for (const block of blocksOf(column, sizes)) {
				const words = write(block, joiner);
				if (words === '') continue;
				if (open?.isOpen === true && block.kind === 'paragraph' && /^\p{Ll}/u.test(words)) {
					const joined = joiner.join(lastLine(text), words);
					text = text.slice(0, text.length - lastLine(text).length) + joined;
					// The first of the page's own letters: a word broken over two pages belongs to the one it ends on.
					if (isFirst) pageStarts.push(text.length - words.length);
				} else {
					const isList = open?.kind === 'item' && block.kind === 'item';
					text += text === '' ? '' : isList ? '\n' : '\n\n';
					if (isFirst) pageStarts.push(text.length);
					text += words;
				}
				isFirst = false;
				open = block;
			}
		if (isFirst) pageStarts.push(text.length);
	}
	return { text, pageStarts: pageStarts.map((start) => Math.min(start, text.length)) };
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1);

function write({ kind, level, lines }: Block, joiner: Joiner): string {
	if (kind === 'table') {
		const [head = '', ...rest] = lines.map(
			(line) =>
				`| ${line
					.split('\t')
					.map((cell) => cell.replaceAll('|', '\\|'))
					.join(' | ')} |`
		);
		const cells = (lines[0] ?? '').split('\t').length;
		return [head, `|${' --- |'.repeat(cells)}`, ...rest].join('\n');
	}
	const words = lines.reduce((before, line) => (before === '' ? line : joiner.join(before, line)), '').trim();
	if (words === '') return '';
	if (kind === 'heading') return `${'#'.repeat(level)} ${words.replace(/^#+\s*/, '')}`;
	// What would read as a mark of Markdown at the beginning of a line is only a letter here.
	return kind === 'item' ? words : words.replace(/^(#{1,6} |>|\||```|~~~|={3}|-{3})/, '\\$1');
}
