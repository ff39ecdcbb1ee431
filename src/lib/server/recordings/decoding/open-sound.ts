// A file as sound: its limits checked by its size and its headers, before anything is decoded.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { LIMITS } from './limits.ts';
import { openMp3, type Decoders } from './mp3.ts';
import { readAhead } from './read-ahead.ts';
import { recognise, SIGNATURE_BYTES } from './recognise.ts';
import type { SoundFile, SoundStream } from './sound-file.ts';
import { openWav } from './wav.ts';

export async function openSound(file: SoundFile, decoders: Decoders = {}): Promise<SoundStream> {
	if (file.sizeBytes > LIMITS.fileBytes)
		throw new AppError('too-large', m.recordings_too_many_bytes({ limit: LIMITS.fileBytes / 1_000_000 }), {
			details: { maxBytes: LIMITS.fileBytes }
		});
	const sound = readAhead(file);
	const kind = recognise(await sound.read(0, Math.min(file.sizeBytes, SIGNATURE_BYTES)));
	const stream = await (kind === 'wav' ? openWav(sound) : openMp3(sound, decoders));
	if (stream.durationSeconds > LIMITS.longestSeconds)
		throw new AppError('too-large', m.recordings_too_long({ limit: LIMITS.longestSeconds / 60 }), {
			details: { maxSeconds: LIMITS.longestSeconds, seconds: Math.round(stream.durationSeconds) }
		});
	requireLength(stream.durationSeconds);
	return stream;
}

/** Also for what was decoded: headers may promise more than there is. */
export function requireLength(seconds: number): void {
	if (seconds < LIMITS.shortestSeconds)
		throw new AppError('invalid', m.recordings_too_short({ limit: LIMITS.shortestSeconds }), {
			details: { minSeconds: LIMITS.shortestSeconds, seconds: Number(seconds.toFixed(2)) }
		});
}
