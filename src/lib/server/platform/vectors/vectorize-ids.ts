// How ids of the port are written in Vectorize, where an id has at most 64 bytes and is unique in the whole index, not in its namespace:
// the namespace goes in front, and a chunk's id, which would leave no room for it, is packed into two thirds of its length.
import { AppError } from '#lib/shared/errors.ts';

const ID_BYTES = 64;
/** uuid:16 hex digits:ordinal */
const CHUNK_ID =
	/^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12}):([0-9a-f]{16}):(\d{1,9})$/;
const PACKED = '~';
const PLAIN = '=';
/** 24 bytes in base64. */
const PACKED_LENGTH = 32;

export function toVectorizeId(namespace: string, id: string): string {
	const match = CHUNK_ID.exec(id);
	const own = match ? PACKED + packHex(match.slice(1, 7).join('')) + (match[7] ?? '') : PLAIN + id;
	const whole = `${namespace}/${own}`;
	if (new TextEncoder().encode(whole).length > ID_BYTES)
		throw new AppError('invalid', `An id of this index is too long: ${id.slice(0, 80)}`);
	return whole;
}

/** The other way; undefined for an id that is not of this namespace, or no vector's. */
export function fromVectorizeId(namespace: string, whole: string): string | undefined {
	if (!whole.startsWith(`${namespace}/`)) return undefined;
	const own = whole.slice(namespace.length + 1);
	if (own.startsWith(PLAIN)) return own.slice(1);
	if (!own.startsWith(PACKED)) return undefined;
	const hex = unpackHex(own.slice(1, 1 + PACKED_LENGTH));
	const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
	return `${uuid.join('-')}:${hex.slice(32)}:${own.slice(1 + PACKED_LENGTH)}`;
}

/** Where the namespace's own record is kept; no vector of the port gets this id. */
export function recordId(namespace: string): string {
	return `${namespace}/!`;
}

function packHex(hex: string): string {
	const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_');
}

function unpackHex(packed: string): string {
	const bytes = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
	return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
