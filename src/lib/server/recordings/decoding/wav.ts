// WAV as it is met: PCM of 8 to 32 bits, float of 32 and 64, extensible, RF64 and BW64, any number of chunks, and headers whose sizes
// are wrong: the samples that are there are read, and whether there should have been more is said. Never more than one block in memory.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { LIMITS } from './limits.ts';
import type { SoundBlock, SoundFile, SoundStream } from './sound-file.ts';

interface Layout {
	isFloat: boolean;
	channels: number;
	sampleRate: number;
	/** Bytes of one sample of one channel. */
	width: number;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
/** Chunks looked at before giving up: a file of nothing but empty chunks must not be read to its end. */
const MOST_CHUNKS = 2_000;
const BLOCK_FRAMES = 16_384;
/** What a writer puts for a size that it did not know. */
const UNKNOWN_SIZE = 0xffffffff;
/** Louder than any converter: a float file's mistake. */
const LOUDEST = 16;

export async function openWav(file: SoundFile): Promise<SoundStream> {
	const { layout, from, claimed } = await findData(file);
	const frameBytes = layout.width * layout.channels;
	const there = Math.max(0, file.sizeBytes - from);
	const bytes = claimed === null ? there : Math.min(claimed, there);
	const frames = Math.floor(bytes / frameBytes);
	return {
		format: 'wav',
		durationSeconds: frames / layout.sampleRate,
		isCutShort: claimed !== null && claimed > there + frameBytes,
		blocks: () => readBlocks(file, layout, from, frames)
	};
}

async function findData(file: SoundFile): Promise<{ layout: Layout; from: number; claimed: number | null }> {
	let layout: Layout | undefined;
	let longSize: number | undefined;
	let at = 12;
	for (let count = 0; count < MOST_CHUNKS && at + 8 <= file.sizeBytes; count++) {
		const view = viewOf(await file.read(at, at + 48));
		if (view.byteLength < 8) break;
		const id = String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(index)));
		const size = view.getUint32(4, true);
		if (id === 'ds64' && view.byteLength >= 24) longSize = Number(view.getBigUint64(16, true)) || undefined;
		if (id === 'fmt ') layout = parseLayout(view, size);
		if (id === 'data') {
			if (layout === undefined) throw broken();
			// Zero is what a recorder that was switched off leaves behind.
			const isUnknown = size === 0 || size === UNKNOWN_SIZE;
			return { layout, from: at + 8, claimed: isUnknown ? (longSize ?? null) : size };
		}
		at += 8 + size + (size % 2);
	}
	throw broken();
}

function parseLayout(view: DataView, size: number): Layout {
	if (size < 16 || view.byteLength < 24) throw broken();
	const isExtensible = view.getUint16(8, true) === EXTENSIBLE;
	if (isExtensible && view.byteLength < 34) throw broken();
	const tag = view.getUint16(isExtensible ? 32 : 8, true);
	const channels = view.getUint16(10, true);
	const sampleRate = view.getUint32(12, true);
	const frameBytes = view.getUint16(20, true);
	const bits = view.getUint16(22, true);
	if (tag !== PCM && tag !== FLOAT) throw new AppError('unsupported', m.recordings_wav_codec());
	if (channels < 1 || sampleRate < LIMITS.lowestRate || sampleRate > LIMITS.highestRate) throw broken();
	if (channels > LIMITS.channels)
		throw new AppError('unsupported', m.recordings_channels({ limit: LIMITS.channels }));
	// Samples of 20 bits lie in 24: the frame's size decides, and what it says must be possible.
	const width = frameBytes / channels;
	const widths = tag === FLOAT ? [4, 8] : [1, 2, 3, 4];
	if (!widths.includes(width) || bits > 8 * width || bits <= 8 * (width - 1)) throw broken();
	return { isFloat: tag === FLOAT, channels, sampleRate, width };
}

async function* readBlocks(
	file: SoundFile,
	layout: Layout,
	from: number,
	frames: number
): AsyncGenerator<SoundBlock, void, undefined> {
	const frameBytes = layout.width * layout.channels;
	const room = Array.from(
		{ length: layout.channels },
		() => new Float32Array(Math.min(frames, BLOCK_FRAMES))
	);
	for (let first = 0; first < frames; first += BLOCK_FRAMES) {
		const count = Math.min(BLOCK_FRAMES, frames - first);
		const start = from + first * frameBytes;
		const bytes = await file.read(start, start + count * frameBytes);
		const whole = Math.floor(bytes.length / frameBytes);
		fillChannels(room, viewOf(bytes), layout, whole);
		yield { sampleRate: layout.sampleRate, channels: room.map((list) => list.subarray(0, whole)) };
		if (whole < count) return;
	}
}

function fillChannels(room: readonly Float32Array[], view: DataView, layout: Layout, frames: number): void {
	const sample = reader(view, layout);
	const step = layout.width * layout.channels;
	for (const [channel, list] of room.entries())
		for (let frame = 0, at = channel * layout.width; frame < frames; frame++, at += step)
			list[frame] = sample(at);
}

function reader(view: DataView, { isFloat, width }: Layout): (at: number) => number {
	if (isFloat) {
		const read =
			width === 8 ? (at: number) => view.getFloat64(at, true) : (at: number) => view.getFloat32(at, true);
		return (at) => {
			const value = read(at);
			return Number.isFinite(value) ? Math.max(-LOUDEST, Math.min(LOUDEST, value)) : 0;
		};
	}
	if (width === 1) return (at) => (view.getUint8(at) - 128) / 128;
	if (width === 2) return (at) => view.getInt16(at, true) / 32_768;
	if (width === 3) return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608;
	return (at) => view.getInt32(at, true) / 2_147_483_648;
}

const viewOf = (bytes: Uint8Array): DataView =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const broken = (): AppError => new AppError('invalid', m.recordings_broken());
