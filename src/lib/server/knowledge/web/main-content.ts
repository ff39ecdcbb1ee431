// What a page is about, without what stands on every page of its site. Where a page says itself what its main part is, that is taken; else
// headers, footers, asides and lists of links are left out. By the tokenizer alone: nothing is kept of the tree, so depth costs nothing. Never
// less than a fair share of the page's words: a page whose main part cannot be told is taken whole.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

interface Range {
	start: number;
	end: number;
	/** Visible characters, and those of them inside links. */
	text: number;
	linked: number;
	name: string;
	role: string;
}

const WATCHED = new Set('main article header footer aside nav div section ul ol table'.split(' '));
const UNSEEN = new Set('script style noscript template svg'.split(' '));
const ASIDE_ROLES = new Set(['banner', 'contentinfo', 'complementary', 'navigation', 'search']);
const ASIDE_NAMES = new Set(['header', 'footer', 'aside', 'nav']);
/** Of a page's words, what its main part has at least. */
const MAIN_SHARE = 0.25;
const ARTICLE_SHARE = 0.5;
const LEAST_CHARACTERS = 140;
/** A block that is mostly links leads elsewhere. */
const LINKED_SHARE = 0.7;
const LEAST_LINKED = 60;
/** What is left when all that is cut, or nothing is. */
const KEPT_SHARE = 0.3;
const DEEPEST = 500;

/** HTML in, HTML out. */
export function mainContent(html: string): string {
	const { ranges, text } = rangesOf(html);
	const most = (list: Range[]) => list.toSorted((one, other) => other.text - one.text)[0];
	const main = most(ranges.filter(({ name, role }) => name === 'main' || role === 'main'));
	const article = most(ranges.filter(({ name }) => name === 'article'));
	const chosen = [
		{ range: main, share: MAIN_SHARE },
		{ range: article, share: ARTICLE_SHARE }
	].find(({ range, share }) => range !== undefined && range.text >= Math.max(LEAST_CHARACTERS, share * text));
	const scope = chosen?.range ?? { start: 0, end: html.length, text };
	const cuts: Range[] = [];
	let cut = 0;
	for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
		if (range.start < scope.start || range.end > scope.end || !isBeside(range, chosen !== undefined))
			continue;
		if (range.start < (cuts.at(-1)?.end ?? 0)) continue;
		cuts.push(range);
		cut += range.text;
	}
	const kept = scope.text - cut < KEPT_SHARE * scope.text ? [] : cuts;
	let out = titleOf(html);
	let at = scope.start;
	for (const { start, end } of kept) {
		out += `${html.slice(at, start)} `;
		at = end;
	}
	return out + html.slice(at, scope.end);
}

/** Inside a main part a header is its own. */
function isBeside({ name, role, text, linked }: Range, isInMain: boolean): boolean {
	if (!isInMain && (ASIDE_NAMES.has(name) || ASIDE_ROLES.has(role))) return true;
	return linked >= LEAST_LINKED && linked > LINKED_SHARE * text;
}

/** The page's title stands in its head, outside of what is taken. */
function titleOf(html: string): string {
	return /<title[^>]{0,500}>[^<]{0,2000}<\/title>/i.exec(html.slice(0, 200_000))?.[0] ?? '';
}

function rangesOf(html: string): { ranges: Range[]; text: number } {
	const ranges: Range[] = [];
	const open: Range[] = [];
	let text = 0;
	let links = 0;
	let unseen = '';
	let name = '';
	let tagStart = 0;
	let role = '';
	let isRole = false;
	const begin = () => {
		if (unseen !== '') return;
		if (UNSEEN.has(name)) unseen = name;
		else if (name === 'a') links = 1;
		else if (WATCHED.has(name) && open.length < DEEPEST)
			open.push({ start: tagStart, end: html.length, text: -text, linked: 0, name, role });
	};
	const count = (length: number) => {
		if (unseen !== '') return;
		text += length;
		if (links > 0) for (const range of open) range.linked += length;
	};
	const callbacks: TokenizerCallbacks = {
		onopentagname(start, end) {
			name = html.slice(start, end).toLowerCase();
			tagStart = start - 1;
			role = '';
		},
		onattribname(start, end) {
			isRole = html.slice(start, end).toLowerCase() === 'role';
		},
		onattribdata(start, end) {
			if (isRole) role = html.slice(start, end).trim().toLowerCase();
		},
		onattribentity: () => undefined,
		onattribend: () => undefined,
		onopentagend: begin,
		onselfclosingtag: () => undefined,
		onclosetag(start, end) {
			const closed = html.slice(start, end).toLowerCase();
			if (unseen !== '') {
				if (closed === unseen) unseen = '';
				return;
			}
			if (closed === 'a') links = 0;
			const at = open.findLastIndex((range) => range.name === closed);
			if (at === -1) return;
			// What was left open inside ends here, too.
			for (const range of open.splice(at)) {
				range.text += text;
				range.end = html.indexOf('>', end) + 1 || html.length;
				ranges.push(range);
			}
		},
		ontext: (start, end) => count(html.slice(start, end).replace(/\s+/g, ' ').trim().length),
		ontextentity: () => count(1),
		oncdata: () => undefined,
		oncomment: () => undefined,
		ondeclaration: () => undefined,
		onprocessinginstruction: () => undefined,
		onend: () => undefined,
		isInForeignContext: () => false
	};
	const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, callbacks);
	tokenizer.write(html);
	tokenizer.end();
	for (const range of open) ranges.push({ ...range, text: range.text + text });
	return { ranges, text };
}
