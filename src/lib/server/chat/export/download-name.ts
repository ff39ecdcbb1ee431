// A file name out of a title. Nothing in it is a path, a command or a hidden file, on any system; those who cannot read it get plain letters.

const LONGEST = 80;
/** Names that Windows keeps for devices. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Without its ending. */
export function fileNameFrom(title: string, otherwise: string): string {
	const name = Array.from(
		title
			.normalize('NFC')
			.replace(/[^\p{L}\p{M}\p{N} _-]+/gu, ' ')
			.replace(/\s+/g, ' ')
			.trim()
	)
		.slice(0, LONGEST)
		.join('')
		.trim();
	return name === '' || DEVICE.test(name) ? otherwise : name;
}

/** RFC 6266: both forms, for old readers and for every language. */
export function contentDisposition(name: string, ending: string): string {
	const plain = name
		.normalize('NFKD')
		.replace(/[^\x20-\x7e]/g, '')
		.replace(/["\\%]/g, '')
		.trim();
	const encoded = encodeURIComponent(`${name}.${ending}`).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${plain === '' ? 'conversation' : plain}.${ending}"; filename*=UTF-8''${encoded}`;
}
