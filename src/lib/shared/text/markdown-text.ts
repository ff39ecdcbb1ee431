// Markdown-like text as a reader sees it: marks, link targets, images and tags are left out, and every character that stays
// knows where it came from. Linear time (every pattern is bounded); nothing is rendered and no HTML is trusted.
import { readBlocks } from './blocks.ts';

export interface PlainText {
	text: string;
	/** offsets[i] is the source offset of text[i]; offsets[text.length] is the end of the last kept character. */
	offsets: number[];
}

const INLINE =
	/!\[[^[\]]{0,500}\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)|\[(?<label>[^[\]]{1,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)|<\/?[a-zA-Z][^<>]{0,1000}>|&(?<entity>amp|lt|gt|quot|nbsp|#39|#x27|ndash|mdash|flat|sharp);|\\(?<escaped>[!-/:-@[-`{-~])|\*+|`+|~~|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|\n {0,3}>[ >]{0,20}/gu;

const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	nbsp: ' ',
	'#39': "'",
	'#x27': "'",
	ndash: '–',
	mdash: '—',
	flat: '♭',
	sharp: '♯'
};

/** Appends source[from, to) without inline marks. Links nest nothing but emphasis, so one further pass over a label is enough. */
function appendInline(source: string, from: number, to: number, out: string[], offsets: number[]): void {
	const keep = (start: number, end: number) => {
		for (let at = start; at < end; at++) {
			out.push(source[at] ?? '');
			offsets.push(at);
		}
	};
	let at = from;
	const slice = source.slice(from, to);
	for (const match of slice.matchAll(INLINE)) {
		const start = from + match.index;
		keep(at, start);
		at = start + match[0].length;
		const { label, entity, escaped } = match.groups ?? {};
		if (label !== undefined) {
			const labelStart = start + 1;
			const inner = label.replace(/[*`]/g, '\0');
			for (let i = 0; i < inner.length; i++) if (inner[i] !== '\0') keep(labelStart + i, labelStart + i + 1);
		} else if (entity !== undefined) {
			out.push(ENTITIES[entity] ?? '');
			offsets.push(start);
		} else if (escaped !== undefined) {
			out.push(escaped);
			offsets.push(start + 1);
		} else if (match[0].startsWith('\n')) {
			out.push(' ');
			offsets.push(start);
		}
	}
	keep(at, to);
}

export function stripMarkdown(source: string): PlainText {
	const out: string[] = [];
	const offsets: number[] = [];
	let end = 0;
	for (const block of readBlocks(source)) {
		if (block.kind === 'rule') continue;
		if (out.length > 0) {
			out.push('\n');
			offsets.push(end);
		}
		if (block.kind === 'code') {
			for (let at = block.start; at < block.end; at++) {
				out.push(source[at] ?? '');
				offsets.push(at);
			}
		} else appendInline(source, block.start, block.end, out, offsets);
		end = block.end;
	}
	offsets.push(end);
	return { text: out.join(''), offsets };
}
