// Makes any string safe to store, slice, hash and show: LF line ends, NFC, no control characters, lone surrogates, bidirectional
// overrides or byte order marks. Says how many of them were removed. Linear time, also for endless runs of combining marks.

export interface Removed {
	/** NUL and other C0 and C1 controls. */
	controls: number;
	/** Bidirectional embeddings, overrides and isolates: they can make a text read differently from what it says. */
	overrides: number;
	/** Halves of surrogate pairs standing alone. */
	surrogates: number;
}

const OVERRIDES = /[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/g;
// eslint-disable-next-line no-control-regex -- removing them is the point
const CONTROLS = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;
const LONE_SURROGATES = /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g;
/** Unicode's stream-safe limit (UAX #15): without it, normalising a run of n marks takes time n². */
const MARK_RUN = /(\p{M}{30})\p{M}+/gu;

export function cleanText(source: string): { text: string; removed: Removed } {
	const removed: Removed = { controls: 0, overrides: 0, surrogates: 0 };
	const drop = (key: keyof Removed) => () => {
		removed[key]++;
		return '';
	};
	const text = source
		.replace(/\r\n?|[\u0085\u2028\u2029]|\f/g, '\n')
		.replace(CONTROLS, drop('controls'))
		.replace(OVERRIDES, drop('overrides'))
		.replace(LONE_SURROGATES, drop('surrogates'))
		.replace(MARK_RUN, '$1')
		.replaceAll('\u00a0', ' ')
		.normalize('NFC');
	return { text, removed };
}

/** No blanks at line ends, never more than one empty line, nothing around it. */
export function tidyLines(text: string): string {
	const lines: string[] = [];
	let isBlank = true;
	for (const line of text.split('\n')) {
		const trimmed = line.trimEnd();
		if (trimmed === '' && isBlank) continue;
		isBlank = trimmed === '';
		lines.push(trimmed);
	}
	return lines.join('\n').trimEnd();
}
