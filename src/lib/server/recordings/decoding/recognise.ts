// What kind of sound a file holds, by its bytes: names and claimed types are not looked at. Throws `unsupported`, with what to do, for
// kinds that are known and cannot be read here, and for everything else.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { parseFrameHeader } from './mp3-frames.ts';

export type Kind = 'wav' | 'mp3';

/** Enough for every signature below. */
export const SIGNATURE_BYTES = 64;

export function recognise(start: Uint8Array): Kind {
	if (start.length === 0) throw new AppError('invalid', m.recordings_empty());
	const at = (from: number, signature: string) =>
		Array.from(signature, (letter) => letter.charCodeAt(0)).every(
			(code, index) => start[from + index] === code
		);
	if (['RIFF', 'RF64', 'BW64'].some((container) => at(0, container)) && at(8, 'WAVE')) return 'wav';
	if (at(4, 'ftyp')) throw unsupported(m.recordings_m4a());
	if (at(0, 'fLaC')) throw unsupported(m.recordings_other_format({ format: 'FLAC' }));
	if (at(0, 'OggS')) throw unsupported(m.recordings_other_format({ format: 'Ogg' }));
	if (at(0, 'FORM')) throw unsupported(m.recordings_other_format({ format: 'AIFF' }));
	if (at(0, 'caff')) throw unsupported(m.recordings_other_format({ format: 'CAF' }));
	if (at(0, '\x1aE\xdf\xa3')) throw unsupported(m.recordings_other_format({ format: 'WebM' }));
	if (at(0, '0&\xb2u')) throw unsupported(m.recordings_other_format({ format: 'WMA' }));
	if (isAdts(start)) throw unsupported(m.recordings_m4a());
	if (at(0, 'ID3') || parseFrameHeader(start, 0) !== null) return 'mp3';
	throw unsupported(m.recordings_not_sound());
}

/** AAC without a container begins like MPEG audio, with layer 0. */
const isAdts = (start: Uint8Array): boolean => start[0] === 0xff && ((start[1] ?? 0) & 0xf6) === 0xf0;

const unsupported = (message: string): AppError => new AppError('unsupported', message);
