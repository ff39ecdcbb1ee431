import { sha256Hex } from '#lib/shared/ids.ts';

/** A UUID that follows from a text: the same wish finds what it made before. Version 8 of RFC 9562: "vendor specific". */
export async function idFrom(text: string): Promise<string> {
	const hex = await sha256Hex(text);
	const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		`8${hex.slice(13, 16)}`,
		variant + hex.slice(17, 20),
		hex.slice(20, 32)
	].join('-');
}
