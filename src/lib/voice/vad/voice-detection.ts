// The face of voice detection: sound in, 20 ms at a time, and whether somebody speaks. energy-vad.ts is the one that is always there;
// Silero stands behind the same face. No clock and no browser: the same subframes give the same answers.

export interface Surround {
	/** RMS (0..1) of what the loudspeaker was given during this subframe; 0 while nothing plays. Some of it may come back as echo. */
	playbackLevel: number;
}

export interface Detection {
	/** Somebody speaks; stays true over the short gaps between words. */
	isSpeaking: boolean;
	/** There is voice in this very subframe. */
	isVoiced: boolean;
	/** Voice has lasted so long without a real gap, ms; 0 when there is none. */
	voicedMs: number;
	/** How long ago the last voice was, ms; 0 in a voiced subframe. */
	silentMs: number;
	/** 0..1, for a meter: -60 dB is 0, -10 dB is 1. */
	level: number;
}

export interface VoiceDetector {
	/** 16 kHz mono, 320 samples. */
	push(subframe: Int16Array | Float32Array, surround: Surround): Detection;
	/** What was just taken for voice while sound played turned out to be none: be harder to convince of the like. */
	wasNoVoice(): void;
}
