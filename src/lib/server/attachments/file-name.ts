// A file's name as it may be shown and offered for saving: one visible line without a path, a direction trick or a hidden start, and the
// ending of what the file is.
import { LIMITS } from './limits.ts';

/** The ending without its dot, in small letters; empty where there is none. */
export function endingOf(name: string): string {
	return /\.([^./\\]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** `endings`: those that fit what the file is, the usual one first. */
export function screenName(given: string, endings: readonly string[]): string {
	const plain = given
		.toWellFormed()
		.normalize('NFC')
		// Controls, format characters (writing directions among them), halves of pairs, characters nobody has a sign for.
		.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\ufffd]/gu, '')
		.replace(/^.*[\\/]/, '')
		.replace(/["<>|:*?]/g, ' ')
		.replace(/\s+/g, ' ')
		.replace(/^[\s.]+/, '')
		.replace(/[\s.]+$/, '');
	const ending = endingOf(plain);
	const [usual = ''] = endings;
	const fits = endings.includes(ending);
	const stem = fits ? plain.slice(0, -ending.length - 1) : plain;
	const kept = fits ? ending : usual;
	const short = Array.from(stem)
		.slice(0, LIMITS.nameLength - kept.length - 1)
		.join('')
		.trim();
	return `${short === '' || endings.includes(plain.toLowerCase()) ? 'file' : short}.${kept}`;
}

/** RFC 6266: both forms, for old readers and for every language. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
	const plain = name
		.normalize('NFKD')
		.replace(/[^\x20-\x7e]/g, '')
		.replace(/["\\%]/g, '');
	const encoded = encodeURIComponent(name).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `${kind}; filename="${plain.startsWith('.') ? `file${plain}` : plain}"; filename*=UTF-8''${encoded}`;
}
