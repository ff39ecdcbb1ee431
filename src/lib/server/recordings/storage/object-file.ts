// An object of R2 as a file that is read in ranges. A window is kept, because headers are read a few bytes at a time and every read of R2
// is a request.
import type { SoundFile } from '../decoding/sound-file.ts';

const WINDOW = 256 * 1024;

export function openObject(objects: R2Bucket, key: string, sizeBytes: number): SoundFile {
	let from = 0;
	let window = new Uint8Array(0);
	return {
		sizeBytes,
		async read(first, last) {
			const end = Math.min(last, sizeBytes);
			if (first >= end) return new Uint8Array(0);
			if (first < from || end > from + window.length) {
				const length = Math.min(sizeBytes - first, Math.max(end - first, WINDOW));
				const object = await objects.get(key, { range: { offset: first, length } });
				from = first;
				window = object === null ? new Uint8Array(0) : new Uint8Array(await object.arrayBuffer());
			}
			return window.subarray(first - from, end - from);
		}
	};
}
