// What the other parts of a DOCX say of its text: which styles are headings, which lists count (ECMA-376, 17.7.4 and 17.9).
import { readXml } from '../xml.ts';

/** Ids of styles with the level of their heading, from 1. */
export function headingStyles(xml: string): Map<string, number> {
	const levels = new Map<string, number>();
	const parents = new Map<string, string>();
	let id = '';
	readXml(xml, {
		open(name, attributes) {
			if (name === 'style') id = attributes.get('styleId') ?? '';
			else if (name === 'basedOn') parents.set(id, attributes.get('val') ?? '');
			else if (name === 'outlineLvl') setLevel(id, Number(attributes.get('val')) + 1);
			else if (name === 'name') {
				const value = (attributes.get('val') ?? '').toLowerCase();
				const level = /^heading ([1-9])$/.exec(value)?.[1];
				if (level !== undefined) setLevel(id, Number(level));
				else if (value === 'title') setLevel(id, 1);
			}
		}
	});
	function setLevel(style: string, level: number): void {
		if (style !== '' && level >= 1 && level <= 9) levels.set(style, Math.min(6, level));
	}
	// A style made from a heading's is one, too; what is made from itself ends somewhere.
	for (const [style] of parents) {
		let parent = parents.get(style);
		for (let depth = 0; parent !== undefined && depth < 10 && !levels.has(style); depth++) {
			const level = levels.get(parent);
			if (level !== undefined) levels.set(style, level);
			parent = parents.get(parent);
		}
	}
	return levels;
}

/** `list:level` of lists whose items have numbers or letters. */
export function numberedLists(xml: string): Set<string> {
	const formats = new Map<string, string>();
	const numbered = new Set<string>();
	let definition = '';
	let level = '';
	let list = '';
	readXml(xml, {
		open(name, attributes) {
			const value = attributes.get('val') ?? '';
			if (name === 'abstractNum') definition = attributes.get('abstractNumId') ?? '';
			else if (name === 'lvl') level = attributes.get('ilvl') ?? '';
			else if (name === 'numFmt' && list === '') formats.set(`${definition}:${level}`, value);
			else if (name === 'num') list = attributes.get('numId') ?? '';
			else if (name === 'abstractNumId' && list !== '')
				for (let at = 0; at < 9; at++) {
					const format = formats.get(`${value}:${at}`);
					if (format !== undefined && format !== 'bullet' && format !== 'none') numbered.add(`${list}:${at}`);
				}
		}
	});
	return numbered;
}
