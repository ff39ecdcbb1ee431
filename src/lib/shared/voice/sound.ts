// A call's sound by WebRTC. Everything about it still travels on the call's own socket, as text: how the media connection is agreed on, and
// for every frame of sound one line that says which one it is. Only the samples take the other way, so a frame is numbered, paused, heard,
// dropped and acknowledged as one that came by the socket, and at any moment the next one may come by the socket again.
// Types and numbers only: read by the page. The server parses with realtime/messages.ts. Other readers pass `sound.*` over.

/** Why sound goes by the socket again. `idle`: nothing was said for long; it is no fault, and talking brings it back. */
export type SoundLoss = 'timeout' | 'refused' | 'disconnected' | 'silent' | 'unsupported' | 'idle' | 'closed';

/** Browser to server. `attempt` counts up by one with every try of one socket; what names an older one is passed over. */
export type SoundRequest =
	| { type: 'sound.offer'; attempt: number; sdp: string; mid: string }
	/** The answer was taken and packets flow. */
	| { type: 'sound.connected'; attempt: number }
	/** The answer to `sound.subscribe`. */
	| { type: 'sound.accept'; attempt: number; sdp: string }
	| { type: 'sound.close'; attempt: number; reason: SoundLoss }
	/** This frame of the microphone was recorded just now; its samples are in the track. */
	| ({ type: 'sound.frame' } & RecordedFrame)
	/** Now and then, content-free. */
	| ({ type: 'sound.stats' } & SoundStats);

/** What the header of the frame says. */
export interface RecordedFrame {
	seq: number;
	mediaMs: number;
	/** 1..4, each of 20 ms. */
	subframes: number;
}

/** As the browser measures it, over the whole connection but for the first and the third, which are of now. */
export interface SoundStats {
	jitterMs: number;
	/** How long a sample waits in the jitter buffer. */
	bufferMs: number;
	roundTripMs: number;
	lostRatio: number;
	/** Made up by the decoder for what did not come in time. */
	concealedRatio: number;
}

/** Server to browser. */
export type SoundEvent =
	/** After `session.ready`, where a media server is configured. */
	| { type: 'sound.available'; iceServers: string[] }
	| { type: 'sound.answer'; attempt: number; sdp: string }
	/** An offer with the track of the assistant's speech. */
	| { type: 'sound.subscribe'; attempt: number; sdp: string }
	/** From here on both ways are open. */
	| { type: 'sound.live'; attempt: number }
	| { type: 'sound.lost'; attempt: number; reason: SoundLoss }
	/** A frame of speech whose samples are in the track. */
	| ({ type: 'sound.frame' } & PlacedFrame);

export interface PlacedFrame {
	responseId: number;
	seq: number;
	mediaMs: number;
	/** How long it is, ms. */
	lengthMs: number;
	/** Where its first sample stands in the track, ms from the track's own beginning. */
	streamMs: number;
	/** Some of it is. A page that hears nothing of an audible frame waits for the track, or for the socket. */
	isAudible: boolean;
	/**
	 * Set where the sound before it was quiet for ONSET_QUIET_MS at least: so long after its first sample it becomes audible. The page finds
	 * that edge in what it hears, and knows how late the track is.
	 */
	audibleMs?: number;
}

/** As loud as this a sample is audible, of full scale: -40 dB, far above what Opus makes of silence and far below speech. */
export const AUDIBLE = 0.01;
export const ONSET_QUIET_MS = 100;
