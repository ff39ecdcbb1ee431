// Whether somebody speaks, from loudness alone. Guarantees: a steady noise, however loud, is no voice once it has lasted three seconds;
// clicks and knocks shorter than the onset are none; while sound plays, only what is louder than its echo can be. Does not know speech
// from other lasting sounds (a cough, a violin): whether what was said means anything is decided by the transcript, on the server.
import { MIC_SAMPLE_RATE, MIC_SUBFRAME_MS, PAUSE_AFTER_MS } from '../../shared/voice/protocol.ts';
import { toDb } from './decibel.ts';
import { createEchoEstimate } from './echo-estimate.ts';
import { createNoiseFloor } from './noise-floor.ts';
import type { Detection, Surround, VoiceDetector } from './voice-detection.ts';

export interface VadOptions {
	/** Voice for so long is speech, in a quiet room. */
	onsetMs?: number;
	/** The same while sound plays, when an error is dearer. */
	onsetWhilePlayingMs?: number;
	/** Speech goes on over gaps as long as this. */
	hangoverMs?: number;
	/** Above the noise, dB, to begin and to go on. */
	aboveNoiseDb?: number;
	goOnAboveNoiseDb?: number;
	/** Above the echo that was heard lately, dB. */
	aboveEchoDb?: number;
	goOnAboveEchoDb?: number;
	/** So much of an onset must be voice for certain; the rest may be its soft beginning, above what is needed to go on. */
	certainShare?: number;
}

/** Fainter than this (dBFS) is never voice: an open microphone in a silent room. */
const FAINTEST_DB = -55;
/** Below this (Hz) are knocks, hum and wind. */
const LOWEST_HZ = 90;

export function createVad(options: VadOptions = {}): VoiceDetector {
	const {
		onsetMs = 60,
		onsetWhilePlayingMs = PAUSE_AFTER_MS,
		hangoverMs = 400,
		aboveNoiseDb = 9,
		goOnAboveNoiseDb = 5,
		aboveEchoDb = 5,
		goOnAboveEchoDb = 2,
		certainShare = 0.6
	} = options;
	const noise = createNoiseFloor();
	const echo = createEchoEstimate();
	const loudness = createLoudness();
	let isSpeaking = false;
	let creditMs = 0;
	let certainMs = 0;
	let voicedMs = 0;
	let silentMs = 0;

	function push(subframe: Int16Array | Float32Array, { playbackLevel }: Surround): Detection {
		const levelDb = loudness(subframe);
		const noiseDb = noise.push(levelDb);
		const echoDb = echo.push(levelDb, playbackLevel, noiseDb);
		const isGoingOn = isSpeaking && silentMs === 0;
		const threshold = Math.max(
			FAINTEST_DB,
			noiseDb + (isGoingOn ? goOnAboveNoiseDb : aboveNoiseDb),
			echoDb + aboveEchoDb
		);
		const isVoiced = levelDb > threshold;
		echo.learn(isVoiced);
		const neededMs = echo.isPlaying() ? onsetWhilePlayingMs : onsetMs;
		// Words begin softly: what is nearly voice counts. A gap takes back as much as voice gave: words have closures in them, keys and knocks
		// have more gap than sound.
		const isLikely = levelDb > Math.max(FAINTEST_DB, noiseDb + goOnAboveNoiseDb, echoDb + goOnAboveEchoDb);
		creditMs = isLikely
			? Math.min(neededMs, creditMs + MIC_SUBFRAME_MS)
			: Math.max(0, creditMs - MIC_SUBFRAME_MS);
		if (creditMs === 0) {
			voicedMs = 0;
			certainMs = 0;
		} else {
			voicedMs += MIC_SUBFRAME_MS;
			if (isVoiced) certainMs += MIC_SUBFRAME_MS;
		}
		silentMs = isVoiced ? 0 : silentMs + MIC_SUBFRAME_MS;
		if (creditMs >= neededMs && certainMs >= neededMs * certainShare) isSpeaking = true;
		else if (silentMs > hangoverMs) isSpeaking = false;
		return { isSpeaking, isVoiced, voicedMs, silentMs, level: Math.min(1, Math.max(0, (levelDb + 60) / 50)) };
	}

	return {
		push,
		wasNoVoice() {
			echo.admit();
			isSpeaking = false;
			creditMs = 0;
			voicedMs = 0;
			certainMs = 0;
		}
	};
}

/** dBFS of a subframe, without what is below speech. */
function createLoudness(): (subframe: Int16Array | Float32Array) => number {
	const keep = Math.exp((-2 * Math.PI * LOWEST_HZ) / MIC_SAMPLE_RATE);
	let before = 0;
	let passed = 0;
	return (subframe) => {
		const scale = subframe instanceof Int16Array ? 1 / 32_768 : 1;
		let energy = 0;
		for (const sample of subframe) {
			const now = sample * scale;
			passed = now - before + keep * passed;
			before = now;
			energy += passed * passed;
		}
		return toDb(Math.sqrt(energy / Math.max(1, subframe.length)));
	};
}
