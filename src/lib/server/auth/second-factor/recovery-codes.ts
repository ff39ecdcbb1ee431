// Codes for whoever has lost the device that makes the others. 80 random bits each: a plain hash of one cannot be guessed back, and no
// number of tries finds one.
import { sha256Hex } from '#lib/shared/ids.ts';

const COUNT = 10;
const LENGTH = 16;
/** Crockford's base32: no letter that looks like a digit or another letter. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const SHAPE = new RegExp(`^[${LETTERS}]{${LENGTH}}$`);

export function newRecoveryCodes(): string[] {
	return Array.from({ length: COUNT }, () => {
		const bytes = crypto.getRandomValues(new Uint8Array(LENGTH));
		return inGroups(Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join(''));
	});
}

/** Its hash as the table keeps it, or undefined for what cannot be one. Written with any case, spaces and dashes; O is 0, I and L are 1. */
export async function hashRecoveryCode(typed: string): Promise<string | undefined> {
	const code = typed
		.toLowerCase()
		.replace(/[\s\p{Pd}]/gu, '')
		.replaceAll('o', '0')
		.replace(/[il]/g, '1');
	return SHAPE.test(code) ? sha256Hex(code) : undefined;
}

function inGroups(code: string): string {
	return code.replace(/.{4}(?=.)/g, '$&-');
}
