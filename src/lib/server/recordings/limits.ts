// The numbers of keeping recordings. What a recording may be as sound stands in decoding/limits.ts.
import { LIMITS as SOUND } from './decoding/limits.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DERIVED_RATE = 22_050;

export const LIMITS = {
	fileBytes: SOUND.fileBytes,
	longestSeconds: SOUND.longestSeconds,
	/** Mono, 16 bits, with room for a header. */
	soundBytes: SOUND.longestSeconds * DERIVED_RATE * 2 + 4096,
	soundRate: DERIVED_RATE,
	/** R2 takes no smaller part but the last, and wants all others of one length. */
	partBytes: 5 * 1024 * 1024,
	/** After this an upload that was not completed is swept. */
	uploadMs: DAY_MS,
	/** Uploads of one person that may be under way. */
	uploadsAtOnce: 20,
	uploadsPerMinute: 60,
	/** A presigned PUT. */
	presignedSeconds: 60 * 60,
	memoBytes: 5_000_000,
	notesOfRecording: 500,
	sharesOfRecording: 20,
	studentsOfTeacher: 500,
	invitationMs: 14 * DAY_MS,
	lettersPerMinute: 30,
	linkMs: 60 * 60 * 1000,
	sweptAtOnce: 200
} as const;
