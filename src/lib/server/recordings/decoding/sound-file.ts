// What decoding needs of the outside: a file of known size, read in ranges. A disk, R2 and a test's bytes all look like this, and none of
// them has to hold the file in memory.
export interface SoundFile {
	sizeBytes: number;
	/** The bytes from `from` up to `to`, or fewer where the file ends; good until the next call. */
	read: (from: number, to: number) => Promise<Uint8Array>;
}

/** Samples in -1..1 as they were recorded, all channels of one length; good until the next block is asked for. */
export interface SoundBlock {
	sampleRate: number;
	channels: readonly Float32Array[];
}

export interface SoundStream {
	format: 'wav' | 'mp3';
	/** Known before anything is decoded. */
	durationSeconds: number;
	/** True when the file ends before its own headers say. */
	isCutShort: boolean;
	blocks: () => AsyncGenerator<SoundBlock, void, undefined>;
}
