// MPEG-4 files by their boxes alone (ISO/IEC 14496-12), nothing decoded: how long they last and what kinds of track they hold.
import type { SoundFile } from '../decoding/sound-file.ts';

export interface Mp4Outline {
	/** null where the file does not say: recorders that write as they go leave it at nothing. */
	durationSeconds: number | null;
	/** Four letters each: `soun`, `vide`. */
	tracks: string[];
}

interface Box {
	type: string;
	from: number;
	to: number;
}

/** Boxes looked at before giving up: a file of nothing but empty boxes must not be read to its end. */
const MOST_BOXES = 2_000;

export const isMp4 = (start: Uint8Array): boolean => lettersAt(start, 4) === 'ftyp';

/** null where there is no table of contents: such a file cannot be played. */
export async function outlineMp4(file: SoundFile): Promise<Mp4Outline | null> {
	let left = MOST_BOXES;

	async function boxesIn({ from, to }: Pick<Box, 'from' | 'to'>): Promise<Box[]> {
		const boxes: Box[] = [];
		for (let at = from; at + 8 <= to && left > 0; left--) {
			const bytes = await file.read(at, at + 16);
			if (bytes.length < 8) break;
			const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
			const short = view.getUint32(0);
			const isLong = short === 1 && bytes.length >= 16;
			// Nothing means up to the end.
			const size = isLong ? Number(view.getBigUint64(8)) : short === 0 ? to - at : short;
			const header = isLong ? 16 : 8;
			if (size < header) break;
			boxes.push({ type: lettersAt(bytes, 4), from: at + header, to: Math.min(to, at + size) });
			at += size;
		}
		return boxes;
	}

	const movie = (await boxesIn({ from: 0, to: file.sizeBytes })).find(({ type }) => type === 'moov');
	if (movie === undefined) return null;
	const tracks: string[] = [];
	let durationSeconds: number | null = null;
	for (const box of await boxesIn(movie)) {
		if (box.type === 'mvhd') durationSeconds = durationOf(await file.read(box.from, box.from + 32));
		if (box.type !== 'trak') continue;
		const media = (await boxesIn(box)).find(({ type }) => type === 'mdia');
		const handler = media && (await boxesIn(media)).find(({ type }) => type === 'hdlr');
		if (handler) tracks.push(lettersAt(await file.read(handler.from, handler.from + 12), 8));
	}
	return { durationSeconds, tracks };
}

function durationOf(header: Uint8Array): number | null {
	if (header.length < 32) return null;
	const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
	const isLong = view.getUint8(0) === 1;
	const ticks = view.getUint32(isLong ? 20 : 12);
	const duration = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
	const isUnknown = duration === 0 || duration === 0xffffffff || duration > Number.MAX_SAFE_INTEGER;
	return ticks === 0 || isUnknown ? null : duration / ticks;
}

const lettersAt = (bytes: Uint8Array, at: number): string =>
	String.fromCharCode(...bytes.subarray(at, at + 4));
