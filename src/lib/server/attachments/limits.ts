// The numbers of the attachments room. What a page refuses before it uploads anything is shared with it.
import { PICTURE_BYTES, TEXT_BYTES } from '#lib/shared/conversation/attachments.ts';

const MB = 1024 * 1024;

export const LIMITS = {
	pictureBytes: PICTURE_BYTES,
	pictureMegapixels: 50,
	textBytes: TEXT_BYTES,
	conversationBytes: 50 * MB,
	/** Tiny ones must not become endless rows. */
	conversationFiles: 500,
	/** What a person may have lying about without sending it. */
	unsentFiles: 40,
	unsentMs: 24 * 60 * 60 * 1000,
	/** Characters of a file's name. */
	nameLength: 120,
	/** Of one sweep. */
	sweptAtOnce: 200
} as const;
