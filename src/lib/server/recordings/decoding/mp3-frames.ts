// MPEG audio read by its headers alone, nothing decoded: where the sound begins behind tags of any size, and how long it lasts by
// counting frames. ISO/IEC 11172-3 and 13818-3 for the header; the Xing and VBRI tags as their writers describe them.
import type { SoundFile } from './sound-file.ts';

export interface FrameHeader {
	layer: 1 | 2 | 3;
	sampleRate: number;
	samples: number;
	/** Bytes of the frame; null for "free format", where only the next header tells. */
	bytes: number | null;
	isMono: boolean;
	isVersion1: boolean;
}

const RATES = [44_100, 48_000, 32_000];
/** Kilobits a second by index, for version 1 layers I, II and III, and for versions 2 and 2.5 layer I, and II and III. */
const BITRATES = {
	one: [
		[0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
		[0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
		[0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
	],
	two: [
		[0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
		[0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
		[0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
	]
} as const;

/** Null where no header begins at `at`. */
export function parseFrameHeader(bytes: Uint8Array, at: number): FrameHeader | null {
	if (at + 4 > bytes.length || bytes[at] !== 0xff) return null;
	const [second, third, fourth] = [bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0];
	if ((second & 0xe0) !== 0xe0) return null;
	const version = (second >> 3) & 3;
	const layerBits = (second >> 1) & 3;
	const rateIndex = (third >> 2) & 3;
	const bitrateIndex = third >> 4;
	if (version === 1 || layerBits === 0 || rateIndex === 3 || bitrateIndex === 15 || (fourth & 3) === 2)
		return null;
	const layer = (4 - layerBits) as 1 | 2 | 3;
	const isVersion1 = version === 3;
	const sampleRate = (RATES[rateIndex] ?? 0) / (isVersion1 ? 1 : version === 2 ? 2 : 4);
	const samples = layer === 1 ? 384 : layer === 3 && !isVersion1 ? 576 : 1_152;
	const kilobits = BITRATES[isVersion1 ? 'one' : 'two'][layer - 1]?.[bitrateIndex] ?? 0;
	const padding = (third >> 1) & 1;
	const bytesOf =
		layer === 1
			? (Math.floor((12 * kilobits * 1_000) / sampleRate) + padding) * 4
			: Math.floor(((samples / 8) * kilobits * 1_000) / sampleRate) + padding;
	return {
		layer,
		sampleRate,
		samples,
		bytes: kilobits === 0 ? null : bytesOf,
		isMono: fourth >> 6 === 3,
		isVersion1
	};
}

export interface Mp3Outline {
	/** Where the first frame begins. */
	from: number;
	/** By the frames that are there. */
	durationSeconds: number;
	/** By a Xing or VBRI tag; null without one. */
	claimedSeconds: number | null;
	frames: number;
}

const WINDOW = 256 * 1024;
/** Bytes looked through at once for a header. */
const SCAN = 8 * 1024;
/** Bytes of a file that belong to no frame, beyond any tag: more of them, and what follows is not looked for. */
const MOST_JUNK = 4 * 1024 * 1024;
/** Looks for the next frame of free format in a file: each goes through 8 KB. */
const MOST_FREE_TRIES = 256;
const MOST_TAGS = 100;

/** Null where there is no frame. Stops counting at `longestSeconds`: more is not needed to refuse. */
export async function outlineMp3(file: SoundFile, longestSeconds: number): Promise<Mp3Outline | null> {
	const cursor = createCursor(file);
	const from = await nextFrame(cursor, await behindTags(cursor), null);
	if (from === null) return null;
	const first = parseFrameHeader(await cursor.at(from, 4), 0);
	if (first === null) return null;
	const claimedSeconds = claimOf(await cursor.at(from, 200), first);
	let [at, seconds, frames] = [from, 0, 0];
	// Of free format all frames have one length, found between the first two.
	let freeBytes: number | null = null;
	while (at + 4 <= file.sizeBytes && seconds <= longestSeconds) {
		const header = parseFrameHeader(await cursor.at(at, 4), 0);
		if (header === null || header.layer !== first.layer) {
			const next = await nextFrame(cursor, at + 1, first);
			if (next === null) break;
			at = next;
			continue;
		}
		if (header.bytes === null) freeBytes ??= await freeLength(cursor, at, header);
		const bytes = header.bytes ?? freeBytes;
		if (bytes === null || bytes < 4) break;
		seconds += header.samples / header.sampleRate;
		frames += 1;
		at += bytes;
	}
	return { from, durationSeconds: seconds, claimedSeconds, frames };
}

type Cursor = ReturnType<typeof createCursor>;

/** Reads forward through a window, so that a header costs no read of its own. */
function createCursor(file: SoundFile) {
	let [from, window]: [number, Uint8Array] = [0, new Uint8Array(0)];
	return {
		sizeBytes: file.sizeBytes,
		/** What may still be spent on a file made to cost time. */
		junk: MOST_JUNK,
		freeTries: MOST_FREE_TRIES,
		/** Up to `count` bytes at `at`; fewer at the end of the file. */
		async at(at: number, count: number): Promise<Uint8Array> {
			if (at < from || at + count > from + window.length) {
				from = at;
				window = await file.read(at, Math.min(file.sizeBytes, at + Math.max(count, WINDOW)));
			}
			return window.subarray(at - from, at - from + count);
		}
	};
}

/** Behind every ID3v2 tag: their sizes are written in seven bits a byte. */
async function behindTags(cursor: Cursor): Promise<number> {
	let at = 0;
	for (let tags = 0; tags < MOST_TAGS; tags++) {
		const bytes = await cursor.at(at, 10);
		if (bytes.length < 10 || bytes[0] !== 0x49 || bytes[1] !== 0x44 || bytes[2] !== 0x33) return at;
		const size = [6, 7, 8, 9].reduce((sum, index) => sum * 128 + ((bytes[index] ?? 0) & 0x7f), 0);
		const hasFooter = ((bytes[5] ?? 0) & 0x10) !== 0;
		at += 10 + size + (hasFooter ? 10 : 0);
	}
	return at;
}

/** The next place where a frame begins that another one follows, or the end of the file. Bytes of pictures look like headers too. */
async function nextFrame(cursor: Cursor, from: number, like: FrameHeader | null): Promise<number | null> {
	for (let at = from; at < cursor.sizeBytes - 4 && cursor.junk > 0;) {
		// A copy: what follows a header is looked up in between.
		const bytes = (await cursor.at(at, SCAN)).slice();
		// The last three of them may begin a header that the next look sees whole.
		const looked = Math.max(1, bytes.length - 3);
		for (let index = 0; index < looked && cursor.junk > 0; index++, cursor.junk--) {
			const header = bytes[index] === 0xff ? parseFrameHeader(bytes, index) : null;
			if (header === null) continue;
			if (like !== null && (header.layer !== like.layer || header.sampleRate !== like.sampleRate)) continue;
			if (await isFollowed(cursor, at + index, header)) return at + index;
		}
		at += looked;
	}
	return null;
}

async function isFollowed(cursor: Cursor, at: number, header: FrameHeader): Promise<boolean> {
	if (header.bytes === null) return cursor.freeTries-- > 0 && (await freeLength(cursor, at, header)) !== null;
	const behind = at + header.bytes;
	if (behind + 4 > cursor.sizeBytes) return true;
	const next = parseFrameHeader(await cursor.at(behind, 4), 0);
	return next?.sampleRate === header.sampleRate && next.layer === header.layer;
}

/** Bytes from a frame of free format to the next one. */
async function freeLength(cursor: Cursor, at: number, header: FrameHeader): Promise<number | null> {
	const bytes = await cursor.at(at, 8_192);
	for (let length = 24; length + 4 <= bytes.length; length++) {
		if (bytes[length] !== 0xff) continue;
		const next = parseFrameHeader(bytes, length);
		if (next?.bytes === null && next.sampleRate === header.sampleRate && next.layer === header.layer)
			return length;
	}
	return null;
}

function claimOf(frame: Uint8Array, header: FrameHeader): number | null {
	const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
	const at = 4 + (header.isVersion1 ? (header.isMono ? 17 : 32) : header.isMono ? 9 : 17);
	const seconds = (count: number) => (count * header.samples) / header.sampleRate;
	const word = (from: number) => (from + 4 <= frame.length ? view.getUint32(from) : 0);
	if ((word(at) === 0x58696e67 || word(at) === 0x496e666f) && (word(at + 4) & 1) !== 0)
		return seconds(word(at + 8));
	return word(36) === 0x56425249 ? seconds(word(50)) : null;
}
