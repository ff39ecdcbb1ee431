// Compares texts the way the question set asks for: markup, typography and case do not count. A cheap check, not a judge.

const ENTITIES = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	ndash: '-',
	mdash: '-',
	hellip: '...',
	flat: '♭',
	sharp: '♯',
	natural: '♮'
};

/** @param {string} text */
export function normalise(text) {
	return decodeEntities(
		text
			.replace(/\r\n?/gu, '\n')
			.replace(/^---\n[\s\S]*?\n---\n/u, '')
			.replace(/<!--[\s\S]*?-->/gu, '')
			.replace(/!\[[^\]]*\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\])?/gu, '')
			.replace(/<\/?[a-z][^>]*>/giu, '')
			.replace(/\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/gu, '$1')
			.replace(/\[([^\]]*)\]\[[^\]]*\]/gu, '$1')
			.replace(/^\s*(?:(?:[-*+]|\d+[.)]|>|#{1,6})\s+)+/gmu, '')
	)
		.replace(/[*_\\`]/gu, '')
		.replace(/\|/gu, ' ')
		.replace(/[‘’‚‛′]/gu, "'")
		.replace(/[“”„‟″]/gu, '"')
		.replace(/[‐‑‒–—―−]/gu, '-')
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\s+/gu, ' ')
		.trim();
}

/** @param {string} text */
function decodeEntities(text) {
	return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/giu, (whole, decimal, hex, name) => {
		if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
		const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
		return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}

/**
 * @param {string} normalised a text that is normalised already
 * @param {string} phrase
 */
export function holdsPhrase(normalised, phrase) {
	const pattern = normalise(phrase).replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
	return new RegExp(String.raw`(?<![\p{L}\p{N}])${pattern}(?![\p{L}\p{N}])`, 'u').test(normalised);
}

/**
 * The beginning of a text, at most so many words of it.
 * @param {string} text
 * @param {number} words
 */
export function firstWords(text, words) {
	let end = 0;
	let count = 0;
	for (const match of text.matchAll(/\S+/gu)) {
		if (++count > words) return text.slice(0, end);
		end = match.index + match[0].length;
	}
	return text;
}
