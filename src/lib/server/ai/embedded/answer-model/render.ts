// Writes a selection down as an answer: the block of the direct answer first, every block in the order of its source,
// sentences joined to paragraphs, items as a list under the sentence that introduces them, and 【n】 behind each.
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { opensList, withoutConnective } from './answer-signals.ts';
import type { Selection } from './select.ts';
import type { Unit } from './units.ts';

export function render({ chosen, leadIns }: Selection): string {
	const paragraphs: string[] = [];
	let before: Unit | undefined;
	let isListedBefore = false;
	for (const unit of inReadingOrder(chosen)) {
		const follows = before !== undefined && before.n === unit.n && unit.order === before.order + 1;
		const text = escapeMarkdown(follows ? unit.text : withoutConnective(unit.text));
		const isListed = unit.kind !== 'prose' && isInList(unit, chosen);
		// The second sentence of a list item stays on the item's line.
		if (isListed && before?.n === unit.n && before.block === unit.block) {
			paragraphs.push(`${paragraphs.pop() ?? ''} ${cited(text, unit.n)}`);
			before = unit;
			continue;
		}
		const mark = isListed ? (unit.isNumbered ? `${numberOf(unit, chosen)}. ` : '- ') : '';
		const sentence =
			mark + cited(isListed ? text : leadIns.has(unit) ? asOpening(text) : asSentence(text), unit.n);
		const last = paragraphs.at(-1);
		if (isListed) {
			const continues = isListedBefore && before?.leadIn === unit.leadIn;
			if (continues && last !== undefined) paragraphs[paragraphs.length - 1] = `${last}\n${sentence}`;
			else paragraphs.push(sentence);
		} else if (
			last !== undefined &&
			before !== undefined &&
			!isListedBefore &&
			before.passage.documentId === unit.passage.documentId
		) {
			paragraphs[paragraphs.length - 1] = `${last} ${sentence}`;
		} else paragraphs.push(sentence);
		before = unit;
		isListedBefore = isListed;
	}
	return paragraphs.join('\n\n');
}

/** A unit is one sentence of its source, but without its markup it may read as two: each gets its mark. */
function cited(text: string, n: number): string {
	const sentences = splitSentences(text);
	if (sentences.length < 2) return `${text} 【${n}】`;
	return sentences.map(({ start, end }) => `${text.slice(start, end)} 【${n}】`).join(' ');
}

/** Blocks in the order in which their first unit was chosen; a list stays with the sentence that introduces it. */
function inReadingOrder(chosen: Unit[]): Unit[] {
	const groups = new Map<string, Unit[]>();
	for (const unit of chosen) {
		const anchor = unit.leadIn && chosen.includes(unit.leadIn) ? unit.leadIn : unit;
		const key = `${anchor.n}:${unit.leadIn && anchor === unit ? `list ${unit.leadIn.order}` : anchor.block}`;
		groups.set(key, [...(groups.get(key) ?? []), unit]);
	}
	return [...groups.values()].flatMap((group) => group.toSorted((a, b) => a.order - b.order));
}

/** Items under their introduction are a list, and so are several together; one or two whole sentences read better as prose. */
function isInList(unit: Unit, chosen: Unit[]): boolean {
	if (unit.leadIn && chosen.includes(unit.leadIn)) return true;
	const together = chosen.filter(
		(other) => other.kind !== 'prose' && other.n === unit.n && other.leadIn === unit.leadIn
	);
	const isSentence = /^\p{Lu}.*[.!?]$/su.test(unit.text);
	return new Set(together.map((other) => other.block)).size > (isSentence ? 2 : 1);
}

function numberOf(unit: Unit, chosen: Unit[]): number {
	const items = chosen.filter((other) => other.leadIn === unit.leadIn && other.kind === 'item');
	return new Set(items.filter((other) => other.order <= unit.order).map((other) => other.block)).size;
}

/** "Poetry differs from prose by its" opens a list without saying so. */
function asOpening(text: string): string {
	return opensList(text) && !/[:;,–—-]$/u.test(text) ? `${text}:` : text;
}

function asSentence(text: string): string {
	const opened = text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
	return /[.!?…:;"'”’)\]]$/u.test(opened) ? opened : `${opened}.`;
}

/** Text of a document is text: what Markdown or HTML would make of it is switched off. */
export function escapeMarkdown(text: string): string {
	return text
		.replace(
			/[*`~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[a-z/!?])|\[(?=[^\]]*\]\()/giu,
			(mark) => `\\${mark}`
		)
		.replace(/^(\d+)([.)])(?=\s)/u, '$1\\$2')
		.replace(/^([-+#>])(?=\s)/u, '\\$1');
}
