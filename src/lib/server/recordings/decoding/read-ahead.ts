// A file that is read from its beginning to its end in small pieces, fetched in large ones: each range of R2 is a round trip, and there
// is a limit to how many a request may make. Headers, which lie here and there, are read as they are asked for.
import type { SoundFile } from './sound-file.ts';

const AHEAD = 1024 * 1024;
/** Who asks for this much reads sound, and goes on. */
const LARGE = 16 * 1024;

export function readAhead(file: SoundFile): SoundFile {
	let [start, held]: [number, Uint8Array] = [0, new Uint8Array(0)];
	return {
		sizeBytes: file.sizeBytes,
		read: async (from, to) => {
			const end = Math.min(to, file.sizeBytes);
			if (from < start || end > start + held.length) {
				const isLarge = end - from >= LARGE;
				held = await file.read(from, isLarge ? Math.min(file.sizeBytes, Math.max(end, from + AHEAD)) : end);
				start = from;
			}
			return held.subarray(from - start, Math.max(from, end) - start);
		}
	};
}
