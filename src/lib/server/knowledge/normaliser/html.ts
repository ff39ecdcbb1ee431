// HTML to Markdown-like text. Built on htmlparser2's tokenizer, not its parser: the parser keeps a stack that makes deep or
// unbalanced nesting quadratic; here nothing is recursive and no state grows with depth. Scripts, styles, frames, navigation, form
// controls and hidden elements are dropped with their content. Only http(s), mailto and tel link targets survive.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';

const DROPPED = new Set(
	'script style iframe object embed svg canvas template noscript noembed noframes nav select button textarea audio video math'.split(
		' '
	)
);
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const BLOCKS = new Set(
	'p div section article header footer main aside figure figcaption table ul ol dl dt dd blockquote form fieldset address details summary body html head tbody thead tfoot caption center'.split(
		' '
	)
);
/** A second one of these closes the first, as in HTML. */
const SELF_CLOSING_SIBLINGS = new Set(['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option']);
const LIST_DEPTH_LIMIT = 8;

interface Skip {
	name: string;
	depth: number;
}

class HtmlReader implements TokenizerCallbacks {
	title = '';
	private readonly out: string[] = [];
	/** The line being written, in pieces: joined once, so that a text of many small pieces stays linear. */
	private parts: string[] = [];
	private endsInSpace = true;
	private readonly source: string;
	private name = '';
	private attributeName = '';
	private attributeValue = '';
	private attributes = new Map<string, string>();
	private skip: Skip | undefined;
	private inTitle = false;
	private inPre = 0;
	/** Number of the next item of each open list; NaN for bullets. Deeper lists than the limit share the last place. */
	private readonly lists: number[] = [];
	private listDepth = 0;
	private heading = '';
	private cells = 0;
	private rows = 0;
	private href = '';
	private linkStart = -1;

	constructor(source: string) {
		this.source = source;
	}

	private startLine(mark = ''): void {
		this.parts = mark === '' ? [] : [mark];
		this.endsInSpace = true;
		this.linkStart = -1;
	}
	/** Ends the line being written, if there is anything on it but its mark. */
	private breakLine(): void {
		const line = this.parts.join('');
		const text = this.inPre > 0 ? line : line.trim();
		this.startLine();
		if (text !== '' && !/^(?:#{1,6}|-|\d+\.)$/.test(text)) this.out.push(text);
	}
	private breakBlock(): void {
		this.breakLine();
		if (this.out.length > 0 && this.out.at(-1) !== '') this.out.push('');
	}
	/** Whether the line is only a list mark so far, or belongs to a table row: a block then does not break it. */
	private holdsLine(): boolean {
		return this.cells > 0 || (this.parts.length === 1 && /^(?:-|\d+\.) $/.test(this.parts[0] ?? ''));
	}
	private write(text: string): void {
		if (this.skip) return;
		if (this.inTitle) {
			if (this.title.length < 1_000) this.title += text;
			return;
		}
		if (this.inPre > 0) {
			const [first = '', ...rest] = text.split('\n');
			this.parts.push(first);
			for (const next of rest) {
				this.out.push(this.parts.join(''));
				this.parts = [next];
			}
			return;
		}
		const collapsed = text.replace(/\s+/g, ' ');
		const piece = this.endsInSpace ? collapsed.trimStart() : collapsed;
		if (piece === '') return;
		this.parts.push(piece);
		this.endsInSpace = piece.endsWith(' ');
	}

	private isHidden(): boolean {
		const style = (this.attributes.get('style') ?? '').slice(0, 2_000).toLowerCase().replace(/\s+/g, '');
		return (
			this.attributes.has('hidden') ||
			this.attributes.get('aria-hidden') === 'true' ||
			style.includes('display:none') ||
			style.includes('visibility:hidden')
		);
	}

	private open(): void {
		const name = this.name;
		if (this.skip) {
			if (name !== this.skip.name) return;
			if (!SELF_CLOSING_SIBLINGS.has(name)) {
				this.skip.depth++;
				return;
			}
			this.skip = undefined;
		}
		if (!VOID.has(name) && (DROPPED.has(name) || this.isHidden())) {
			this.skip = { name, depth: 1 };
			return;
		}
		if (name === 'title') this.inTitle = this.out.length === 0 && this.parts.length === 0;
		else if (/^h[1-6]$/.test(name)) {
			this.breakBlock();
			this.heading = name;
			this.startLine(`${'#'.repeat(Number(name[1]))} `);
		} else if (name === 'br') this.breakLine();
		else if (name === 'hr') this.breakBlock();
		else if (name === 'pre') {
			this.breakBlock();
			if (this.inPre++ === 0) this.out.push('```');
		} else if (name === 'li') {
			this.breakLine();
			const at = Math.min(this.listDepth, LIST_DEPTH_LIMIT) - 1;
			const number = this.lists[at] ?? Number.NaN;
			if (!Number.isNaN(number)) this.lists[at] = number + 1;
			this.startLine(`${Number.isNaN(number) ? '-' : `${number}.`} `);
		} else if (name === 'tr') {
			this.endRow();
			this.breakLine();
		} else if (name === 'td' || name === 'th') {
			this.parts.push(this.cells++ === 0 ? '| ' : ' | ');
			this.endsInSpace = true;
		} else if (name === 'a') {
			const href = (this.attributes.get('href') ?? '').trim();
			this.closeLink();
			if (/^(?:https?:|mailto:|tel:)[^\s()<>]{1,2000}$/i.test(href)) {
				this.href = href;
				this.linkStart = this.parts.length;
			}
		} else if (BLOCKS.has(name)) {
			if (name === 'ul' || name === 'ol') {
				this.listDepth++;
				if (this.listDepth <= LIST_DEPTH_LIMIT)
					this.lists[this.listDepth - 1] = name === 'ol' ? 1 : Number.NaN;
			}
			if (name === 'table') this.rows = 0;
			if (!this.holdsLine()) this.breakBlock();
		}
	}

	/** A row ends with its tag, with the next row or with the table. */
	private endRow(): void {
		const { cells } = this;
		if (cells === 0) return;
		this.parts.push(this.endsInSpace ? '|' : ' |');
		this.cells = 0;
		this.breakLine();
		if (this.rows++ === 0) this.out.push(`|${' --- |'.repeat(Math.min(cells, 100))}`);
	}

	private closeLink(): void {
		if (this.linkStart < 0) return;
		const label = this.parts.splice(this.linkStart).join('');
		const isLabel = label.trim() !== '' && !/[[\]]/.test(label);
		this.parts.push(isLabel ? `[${label.trim()}](${this.href})${label.endsWith(' ') ? ' ' : ''}` : label);
		this.linkStart = -1;
	}

	private close(name: string): void {
		if (this.skip) {
			if (name === this.skip.name && --this.skip.depth === 0) this.skip = undefined;
			return;
		}
		if (name === 'title') this.inTitle = false;
		else if (name === 'a') this.closeLink();
		else if (/^h[1-6]$/.test(name)) {
			if (this.heading !== '') this.breakBlock();
			this.heading = '';
		} else if (name === 'pre' && this.inPre > 0) {
			this.breakLine();
			if (--this.inPre === 0) this.out.push('```', '');
		} else if (name === 'tr') this.endRow();
		else if (name === 'li') this.breakLine();
		else if (BLOCKS.has(name)) {
			if ((name === 'ul' || name === 'ol') && this.listDepth > 0) this.listDepth--;
			if (name === 'table') this.endRow();
			if (this.cells === 0) this.breakBlock();
		}
	}

	onopentagname(start: number, end: number): void {
		this.name = this.source.slice(start, end).toLowerCase();
		this.attributes = new Map();
	}
	onattribname(start: number, end: number): void {
		this.attributeName = this.source.slice(start, end).toLowerCase();
		this.attributeValue = '';
	}
	onattribdata(start: number, end: number): void {
		this.attributeValue += this.source.slice(start, end);
	}
	onattribentity(codePoint: number): void {
		this.attributeValue += String.fromCodePoint(codePoint);
	}
	onattribend(): void {
		if (this.attributes.size < 100) this.attributes.set(this.attributeName, this.attributeValue);
	}
	onopentagend(): void {
		this.open();
	}
	onselfclosingtag(): void {
		this.open();
	}
	onclosetag(start: number, end: number): void {
		this.close(this.source.slice(start, end).toLowerCase());
	}
	ontext(start: number, end: number): void {
		this.write(this.source.slice(start, end));
	}
	ontextentity(codePoint: number): void {
		this.write(String.fromCodePoint(codePoint));
	}
	oncdata(): void {}
	oncomment(): void {}
	ondeclaration(): void {}
	onprocessinginstruction(): void {}
	onend(): void {
		this.breakLine();
		if (this.inPre > 0) this.out.push('```');
	}
	isInForeignContext(): boolean {
		return false;
	}
	text(): string {
		return this.out.join('\n');
	}
}

export function readHtml(source: string): { text: string; title: string } {
	const reader = new HtmlReader(source);
	const tokenizer = new Tokenizer({ xmlMode: false, decodeEntities: true }, reader);
	tokenizer.write(source);
	tokenizer.end();
	return { text: reader.text(), title: reader.title.replace(/\s+/g, ' ').trim() };
}
