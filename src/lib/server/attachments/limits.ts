// The numbers of the attachments room.
const KB = 1024;
const MB = 1024 * KB;

export const LIMITS = {
	pictureBytes: 5 * MB,
	pictureMegapixels: 50,
	textBytes: 256 * KB,
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
