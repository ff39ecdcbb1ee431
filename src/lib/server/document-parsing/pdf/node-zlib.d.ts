// What is used here of node:zlib, which workerd has. The whole of @types/node would bring Node's globals, which workerd has not.
declare module 'node:zlib' {
	export function inflateSync(
		source: Uint8Array,
		options: { maxOutputLength: number; finishFlush: number }
	): Uint8Array;
	export const constants: { Z_SYNC_FLUSH: number };
}
