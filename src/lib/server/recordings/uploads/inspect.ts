// What an upload is, by its bytes: the container, and how long it lasts by its headers. Nothing is decoded. Throws `unsupported` for what is
// no sound, `invalid` for what is damaged or too short, `too-large` for what lasts too long.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { Container } from '#lib/shared/recordings/views.ts';
import { LIMITS as SOUND } from '../decoding/limits.ts';
import { outlineMp3 } from '../decoding/mp3-frames.ts';
import { recognise, SIGNATURE_BYTES } from '../decoding/recognise.ts';
import type { SoundFile } from '../decoding/sound-file.ts';
import { openWav } from '../decoding/wav.ts';
import { LIMITS } from '../limits.ts';
import type { MemoContainer } from '../storage/object-keys.ts';
import { isMp4, outlineMp4 } from './mp4-outline.ts';

export interface Inspected {
	container: Container;
	/** null where the file does not say. */
	durationSeconds: number | null;
}

/** By the first bytes alone: enough to refuse a picture before the rest of it has come. */
export function recogniseStart(start: Uint8Array): Container {
	return isMp4(start) ? 'm4a' : recognise(start);
}

export const START_BYTES = SIGNATURE_BYTES;

export async function inspect(file: SoundFile): Promise<Inspected> {
	const container = recogniseStart(await file.read(0, Math.min(file.sizeBytes, START_BYTES)));
	const durationSeconds = await durationOf(file, container);
	if (durationSeconds !== null) requireDuration(durationSeconds);
	return { container, durationSeconds };
}

/** Sound that the browser decoded: one channel of 16 bits at the one rate. */
export async function inspectSound(file: SoundFile): Promise<number> {
	if (recogniseStart(await file.read(0, START_BYTES)) !== 'wav') throw wrongSound();
	const stream = await openWav(file);
	const first = await stream.blocks().next();
	const bytes = stream.durationSeconds * LIMITS.soundRate * 2;
	const isPlain =
		first.done !== true &&
		first.value.sampleRate === LIMITS.soundRate &&
		first.value.channels.length === 1 &&
		Math.abs(file.sizeBytes - bytes) <= 4096;
	if (!isPlain || stream.isCutShort) throw wrongSound();
	requireDuration(stream.durationSeconds);
	return stream.durationSeconds;
}

/** A voice memo: what browsers record, and what the school records anyway. */
export function recogniseMemo(start: Uint8Array): MemoContainer {
	const begins = (...signature: number[]) => signature.every((byte, at) => start[at] === byte);
	if (begins(0x1a, 0x45, 0xdf, 0xa3)) return 'webm';
	if (begins(0x4f, 0x67, 0x67, 0x53)) return 'ogg';
	return recogniseStart(start);
}

async function durationOf(file: SoundFile, container: Container): Promise<number | null> {
	switch (container) {
		case 'wav':
			return (await openWav(file)).durationSeconds;
		case 'mp3': {
			const outline = await outlineMp3(file, SOUND.longestSeconds);
			if (outline === null) throw new AppError('invalid', m.recordings_broken());
			// What claims to be too long is refused for it, whether or not it is.
			const { claimedSeconds, durationSeconds } = outline;
			return claimedSeconds !== null && claimedSeconds > SOUND.longestSeconds
				? claimedSeconds
				: durationSeconds;
		}
		case 'm4a': {
			const outline = await outlineMp4(file);
			if (outline === null) throw new AppError('invalid', m.recordings_broken());
			if (!outline.tracks.includes('soun') || outline.tracks.includes('vide'))
				throw new AppError('unsupported', m.recordings_not_sound());
			return outline.durationSeconds;
		}
	}
}

function requireDuration(seconds: number): void {
	if (seconds > SOUND.longestSeconds)
		throw new AppError('too-large', m.recordings_too_long({ limit: SOUND.longestSeconds / 60 }), {
			details: { maxSeconds: SOUND.longestSeconds, seconds: Math.round(seconds) }
		});
	if (seconds < SOUND.shortestSeconds)
		throw new AppError('invalid', m.recordings_too_short({ limit: SOUND.shortestSeconds }), {
			details: { minSeconds: SOUND.shortestSeconds, seconds: Number(seconds.toFixed(2)) }
		});
}

const wrongSound = (): AppError => new AppError('invalid', m.recordings_sound_wrong());
