// How a person's key is written: `sgk_`, eight characters that name it in lists, thirty-two that are the secret (190 bits), six of
// checksum; letters and digits only, so that a double click takes it whole. Scanners find it by its shape and, as we do, tell by the
// checksum whether it is one: base62 of the first 32 bits of the sha-256 of what stands before.
import { sha256Hex } from '#lib/shared/ids.ts';

const MARK = 'sgk_';
const NAME_LENGTH = 8;
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^sgk_[0-9A-Za-z]{46}$/;

/** Whether this wants to be a person's key, right or wrong; every other is the deployment's own. */
export function isPersonalKey(key: string): boolean {
	return key.startsWith(MARK);
}

export async function makeKey(): Promise<{ key: string; prefix: string }> {
	const prefix = MARK + randomLetters(NAME_LENGTH);
	const body = prefix + randomLetters(SECRET_LENGTH);
	return { key: body + (await checksumOf(body)), prefix };
}

/** False for what cannot be a key: a typing error, half of one. Says nothing about whether it opens anything. */
export async function isWholeKey(key: string): Promise<boolean> {
	return (
		SHAPE.test(key) && (await checksumOf(key.slice(0, -CHECKSUM_LENGTH))) === key.slice(-CHECKSUM_LENGTH)
	);
}

async function checksumOf(body: string): Promise<string> {
	let number = Number.parseInt((await sha256Hex(body)).slice(0, 8), 16);
	let text = '';
	for (let i = 0; i < CHECKSUM_LENGTH; i++) {
		text = LETTERS.charAt(number % LETTERS.length) + text;
		number = Math.floor(number / LETTERS.length);
	}
	return text;
}

function randomLetters(count: number): string {
	let text = '';
	while (text.length < count)
		for (const byte of crypto.getRandomValues(new Uint8Array(count)))
			// 248 is four times 62: the rest would make some letters likelier.
			if (byte < 248 && text.length < count) text += LETTERS.charAt(byte % LETTERS.length);
	return text;
}
