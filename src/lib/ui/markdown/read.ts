// Markdown to a bounded tree. Guarantees: it never throws, its depth is bounded, hostile text comes out as plain text, no
// markup of the author's is kept but six harmless elements, and every piece of text knows its place in the source.
import type { Nodes, Parents, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { isOutsideLink, safeHref } from './links.ts';
import { findMathSpans, type MathSpan } from './math-spans.ts';
import { PieceCutter } from './pieces.ts';
import type { Mark, Node } from './tree.ts';

const DEEPEST = 40;
/** Past this a page of Markdown is no page: it is shown as it is, undecorated. */
const LONGEST = 400_000;
const STAND_IN = '\uE000';
/** Openers whose sheer number makes any Markdown parser slow or deep; no honest text comes near. */
const HOSTILE =
	/^(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*){60}|^[ \t]{200}\S|[[\]!*_~<>`]{400}|(?:[[*_~<][^\s\]]{0,3}){500}/m;

export function readMarkdown(source: string, marks: readonly Mark[] = []): Node[] {
	const spans = findMathSpans(source);
	const cutter = new PieceCutter(source, marks, spans);
	if (source.length > LONGEST || isHostile(source)) return plainText(source, cutter);
	try {
		const root = parse(withStandIns(source, spans));
		return new Reader(cutter).blocks(root.children, 0);
	} catch {
		return plainText(source, cutter);
	}
}

/** Marks of any kind, and lines that begin or underline a block. The densest honest page has a few hundred of them. */
const MARK = /[[\]<>*_~`]|^[ \t]*(?:[-+=|>]|\d{1,9}[.)])/gm;
const MOST_MARKS = 4000;

/** The time Markdown takes grows with the square of the blocks of a text, and of the marks that stay open in one paragraph. */
function isHostile(source: string): boolean {
	if (HOSTILE.test(source) || (source.match(MARK)?.length ?? 0) > MOST_MARKS) return true;
	return source
		.split(/\n[ \t]*\n/)
		.some((paragraph) => paragraph.split(/[[*_]/).length > 1500 || paragraph.split('<').length > 1000);
}

function parse(source: string): Root {
	return fromMarkdown(source, {
		extensions: [gfmTable(), gfmStrikethrough()],
		mdastExtensions: [gfmTableFromMarkdown(), gfmStrikethroughFromMarkdown()]
	});
}

/** Formulas give way to letters that Markdown leaves alone, one for one, so that offsets stay true. */
function withStandIns(source: string, spans: readonly MathSpan[]): string {
	let out = '';
	let at = 0;
	for (const { start, end } of spans) {
		out += source.slice(at, start) + STAND_IN.repeat(end - start);
		at = end;
	}
	return out + source.slice(at);
}

function plainText(source: string, cutter: PieceCutter): Node[] {
	const nodes: Node[] = [];
	for (const match of source.matchAll(/[^\n]+/g)) {
		const end = match.index + match[0].length;
		const children = cutter.plain(match.index, end);
		nodes.push({ type: 'paragraph', start: match.index, children });
	}
	return nodes;
}

class Reader {
	constructor(private readonly cutter: PieceCutter) {}

	blocks(nodes: readonly RootContent[], depth: number): Node[] {
		return nodes.flatMap((node) => this.block(node, depth));
	}

	private block(node: RootContent, depth: number): Node[] {
		const start = startOf(node);
		if (depth > DEEPEST) return this.verbatim(node);
		switch (node.type) {
			case 'paragraph':
				return [{ type: 'paragraph', start, children: this.phrases(node.children, depth + 1) }];
			case 'heading':
				return [
					{ type: 'heading', start, level: node.depth, children: this.phrases(node.children, depth + 1) }
				];
			case 'blockquote':
				return [{ type: 'quote', start, children: this.blocks(node.children, depth + 1) }];
			case 'list':
				return [
					{
						type: 'list',
						start,
						isOrdered: node.ordered === true,
						first: node.start ?? 1,
						children: node.children.map((item) => ({
							type: 'item' as const,
							start: startOf(item),
							children: this.item(item.children, node.spread === true || item.spread === true, depth + 1)
						}))
					}
				];
			case 'code':
				return [
					{
						type: 'block-code',
						start,
						text: node.value,
						language: node.lang ?? undefined,
						isMarked: this.cutter.touches(start, endOf(node))
					}
				];
			case 'thematicBreak':
				return [{ type: 'rule', start }];
			case 'table':
				return [this.table(node, depth)];
			case 'html':
				return this.verbatim(node);
			case 'definition':
				return [];
			default:
				return this.phrases([node as PhrasingContent], depth);
		}
	}

	/** A tight list's paragraphs are not drawn as paragraphs. */
	private item(nodes: readonly RootContent[], isLoose: boolean, depth: number): Node[] {
		if (isLoose || depth > DEEPEST) return this.blocks(nodes, depth);
		return nodes.flatMap((node) =>
			node.type === 'paragraph' ? this.phrases(node.children, depth + 1) : this.block(node, depth)
		);
	}

	private table(node: Extract<RootContent, { type: 'table' }>, depth: number): Node {
		const rows = node.children.map((row) =>
			row.children.map((cell) => this.phrases(cell.children, depth + 2))
		);
		return {
			type: 'table',
			start: startOf(node),
			align: (node.align ?? []).map((side) => side ?? undefined),
			head: rows[0] ?? [],
			rows: rows.slice(1)
		};
	}

	private phrases(nodes: readonly PhrasingContent[], depth: number): Node[] {
		const out: Node[] = [];
		for (let index = 0; index < nodes.length; index++) {
			const node = nodes[index];
			if (node === undefined) continue;
			const element = node.type === 'html' ? harmlessElement(node.value) : undefined;
			const closing = element === undefined ? -1 : closingIndex(nodes, index, element);
			if (element === 'br') out.push({ type: 'break', start: startOf(node) });
			else if (element !== undefined && closing > index) {
				const children = this.phrases(nodes.slice(index + 1, closing), depth + 1);
				out.push({ type: element, start: startOf(node), children });
				index = closing;
			} else out.push(...this.phrase(node, depth));
		}
		return out;
	}

	private phrase(node: PhrasingContent, depth: number): Node[] {
		const start = startOf(node);
		if (depth > DEEPEST) return this.verbatim(node);
		switch (node.type) {
			case 'text':
				return this.cutter.text(start, endOf(node), node.value);
			case 'emphasis':
				return [{ type: 'em', start, children: this.phrases(node.children, depth + 1) }];
			case 'strong':
				return [{ type: 'strong', start, children: this.phrases(node.children, depth + 1) }];
			case 'delete':
				return [{ type: 'del', start, children: this.phrases(node.children, depth + 1) }];
			case 'break':
				return [{ type: 'break', start }];
			case 'inlineCode':
				return [{ type: 'code', start, text: node.value, isMarked: this.cutter.touches(start, endOf(node)) }];
			case 'link': {
				const children = this.phrases(node.children, depth + 1);
				const href = safeHref(node.url);
				return href === undefined
					? children
					: [{ type: 'link', start, href, isOutside: isOutsideLink(href), children }];
			}
			case 'image':
				return node.alt ? [{ type: 'image', start, alt: node.alt }] : [];
			default:
				return this.verbatim(node);
		}
	}

	private verbatim(node: Nodes | Parents): Node[] {
		return this.cutter.plain(startOf(node), endOf(node));
	}
}

function startOf(node: Nodes): number {
	return node.position?.start.offset ?? 0;
}

function endOf(node: Nodes): number {
	return node.position?.end.offset ?? 0;
}

type Harmless = 'sup' | 'sub' | 'em' | 'strong' | 'br';

function harmlessElement(html: string): Harmless | undefined {
	return /^<(sup|sub|em|strong|br)\s*\/?>$/i.exec(html)?.[1]?.toLowerCase() as Harmless | undefined;
}

function closingIndex(nodes: readonly PhrasingContent[], from: number, element: Harmless): number {
	const closing = `</${element}>`;
	return nodes.findIndex(
		(node, index) => index > from && node.type === 'html' && node.value.toLowerCase() === closing
	);
}
