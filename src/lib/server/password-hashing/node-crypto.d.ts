// The three functions of node:crypto used here. The whole of @types/node would bring Node's globals, which workerd has not.
declare module 'node:crypto' {
	export function randomBytes(size: number): Uint8Array<ArrayBuffer>;
	export function scrypt(
		password: string,
		salt: Uint8Array,
		keyLength: number,
		options: { N: number; r: number; p: number; maxmem: number },
		done: (error: Error | null, key: Uint8Array<ArrayBuffer>) => void
	): void;
	/** Throws when the lengths differ. */
	export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}
