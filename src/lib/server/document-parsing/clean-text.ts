// Text as it may be stored and shown: composed, without controls, overrides, halves of characters or private marks. One line.

const NEVER =
	// eslint-disable-next-line no-control-regex -- removing them is the point
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000-\uf8ff]/g;
const LONE_SURROGATES = /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g;
/** Letters that fonts draw as one. */
const LIGATURES: Record<string, string> = {
	'\ufb00': 'ff',
	'\ufb01': 'fi',
	'\ufb02': 'fl',
	'\ufb03': 'ffi',
	'\ufb04': 'ffl',
	'\ufb05': 'st',
	'\ufb06': 'st'
};
/** Hebrew and Arabic letters in the form they have in the midst of a word: what a PDF paints, and nobody types. */
const PAINTED_FORMS = /[\ufb1d-\ufdfb\ufe70-\ufefc]+/g;
/** Unicode's stream-safe limit (UAX #15): without it, composing a run of n marks takes time n². */
const MARK_RUN = /(\p{M}{30})\p{M}+/gu;

export function cleanText(text: string): string {
	return text
		.replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000\n\r\t]/g, ' ')
		.replace(NEVER, '')
		.replace(LONE_SURROGATES, '')
		.replace(/[\ufb00-\ufb06]/g, (letter) => LIGATURES[letter] ?? letter)
		.replace(PAINTED_FORMS, (letters) => letters.normalize('NFKC'))
		.replace(MARK_RUN, '$1')
		.normalize('NFC');
}
