// Where each character of a parsed text node stands in the source: Markdown drops escapes, entities and the marks that
// open a continued line, and citations are placed by source offset.

/** For every index of `value` (and one past its end) its offset in `source`, given that the node covers [start, end). */
export function alignText(source: string, start: number, end: number, value: string): Uint32Array {
	const offsets = new Uint32Array(value.length + 1);
	let at = start;
	for (let index = 0; index < value.length; index++) {
		const wanted = value[index];
		if (source[at] === '\\' && source[at + 1] === wanted && wanted !== '\n') {
			offsets[index] = at;
			at += 2;
			continue;
		}
		if (source[at] === '&' && (wanted !== '&' || /^&(?:amp|#38|#x26);/i.test(source.slice(at, at + 6)))) {
			const length = /^&[#\w]{1,32};/.exec(source.slice(at, at + 34))?.[0].length ?? 1;
			offsets[index] = at;
			// An entity may stand for two code units; the second shares its place.
			if (!continuesEntity(value, index)) at += length;
			continue;
		}
		while (at < end && source[at] !== wanted) at++;
		offsets[index] = at;
		if (at < end) at++;
	}
	offsets[value.length] = end;
	return offsets;
}

function continuesEntity(value: string, index: number): boolean {
	const unit = value.charCodeAt(index);
	return unit >= 0xd800 && unit < 0xdc00;
}
