// A call's sound by WebRTC, on one socket: tries to connect while sound goes by the socket, takes it over when both ways are open, gives it
// back when they are lost, and tries again after a while. Loaded only where the server says that there is a media server.
//
// Nothing is lost in between: frames of the microphone stay kept until they are acknowledged and go by the socket then; frames of speech
// the server sends once more, and whoever plays them drops those it has.
import { encodeFrame } from '../../shared/voice/frames.ts';
import type { SoundEvent, SoundLoss, SoundRequest } from '../../shared/voice/sound.ts';
import type { SoundPath } from '../call-transport.ts';
import { CarriedFrames, isMicrophoneFrame } from './carried-frames.ts';
import { openMediaTry, type MediaTry } from './media-try.ts';
import { measureSound } from './sound-stats.ts';
import { TrackReader } from './track-reader.ts';
import { openTrackSound, type TrackSound } from './track-sound.ts';

interface MediaLineOptions {
	iceServers: readonly string[];
	send(request: SoundRequest): void;
	sendBytes(bytes: ArrayBuffer): void;
	/** A frame of speech, as the socket would have brought it. */
	onBytes(bytes: ArrayBuffer): void;
	onText(text: string): void;
	onSoundPath(path: SoundPath): void;
}

export interface MediaLine {
	listen(microphone: MediaStream | undefined): void;
	/** True: it goes by the track, and must not go by the socket. */
	carry(bytes: ArrayBuffer): boolean;
	hear(event: SoundEvent): void;
	/** A text for the call: handed on when its turn among the frames has come. */
	text(text: string): void;
	close(): void;
}

/** Waits before further tries; after those the socket keeps the sound. */
const AGAIN_AFTER_MS = [2_000, 10_000, 30_000];
/** A connection that held for so long was a good one. */
const PROVEN_MS = 30_000;
const RESENT_WITHIN_MS = 500;
/** The track carries the microphone when it has been sent for so long: what was said before is not all in it. */
const WARM_MS = 300;
/** No frame for so long: the microphone is muted, whatever was shown of it, and nothing of it may leave. */
const UNHEARD_MS = 400;
/** A frame that was announced and is not heard for so long. */
const SILENT_MS = 2_000;
const LOOK_EVERY_MS = 100;
const MEASURE_EVERY_MS = 15_000;

export function openMediaLine(options: MediaLineOptions): MediaLine {
	const carried = new CarriedFrames();
	let reader = newReader();
	let sound: TrackSound | undefined;
	let current: MediaTry | undefined;
	let attempt = 0;
	let failures = 0;
	let isLive = false;
	let isOver = false;
	let isIdle = false;
	let microphone: MediaStreamTrack | undefined;
	/** Since when the microphone is sent; undefined while silence is. */
	let shownAt: number | undefined;
	let frameAt = -Infinity;
	let waitingSince: number | undefined;
	let liveAt = Infinity;
	/** The connection was lost just now: what it had on its way comes by the socket. */
	let isSoundComing = false;
	let measuredAt = 0;
	let held: string[] = [];
	const timers = new Set<() => void>();
	const look = setInterval(watch, LOOK_EVERY_MS);

	function newReader(): TrackReader {
		return new TrackReader((frame) => {
			waitingSince = undefined;
			options.onBytes(encodeFrame(frame));
			releaseHeld();
		});
	}

	function later(delayMs: number, work: () => void): () => void {
		const timer = setTimeout(() => {
			timers.delete(takeBack);
			work();
		}, delayMs);
		const takeBack = () => {
			clearTimeout(timer);
			timers.delete(takeBack);
		};
		timers.add(takeBack);
		return takeBack;
	}

	/** Meanwhile the call may have ended, or another try begun. */
	function isStale(own: number): boolean {
		if (isOver) sound?.close();
		return isOver || own !== attempt;
	}

	async function connect(): Promise<void> {
		if (isOver || current !== undefined || microphone === undefined) return;
		attempt++;
		const own = attempt;
		try {
			sound ??= await openTrackSound((samples, isMadeUp) => {
				reader.hear(samples, isMadeUp);
			});
		} catch {
			lost('unsupported');
			return;
		}
		if (isStale(own)) return;
		isIdle = false;
		shownAt = undefined;
		current = openMediaTry({
			attempt,
			iceServers: options.iceServers,
			sound,
			microphone: sound.silence,
			send: options.send,
			later,
			onLive: () => {
				isLive = true;
				liveAt = performance.now();
				measuredAt = liveAt;
				show();
				options.onSoundPath({ by: 'media' });
			},
			onLost: (reason) => {
				options.send({ type: 'sound.close', attempt, reason });
				lost(reason);
			}
		});
		// From the first packet on, so that the way of the microphone is known to be open.
		show();
	}

	/** Sends the microphone, or silence while it is not to be heard. */
	function show(): void {
		if (current === undefined || sound === undefined) return;
		const now = performance.now();
		const isHeard = microphone !== undefined && now - frameAt < UNHEARD_MS;
		if (isHeard === (shownAt !== undefined)) return;
		shownAt = isHeard ? now : undefined;
		current.show(isHeard ? (microphone ?? sound.silence) : sound.silence);
	}

	function watch(): void {
		show();
		const now = performance.now();
		if (!isLive || current === undefined) return;
		if (reader.waiting === 0) waitingSince = undefined;
		else waitingSince ??= now;
		if (waitingSince !== undefined && now - waitingSince > SILENT_MS) giveUp('silent');
		else if (now - measuredAt >= MEASURE_EVERY_MS) {
			measuredAt = now;
			void measureSound(current, options.send).catch(() => undefined);
		}
	}

	function giveUp(reason: SoundLoss): void {
		options.send({ type: 'sound.close', attempt, reason });
		current?.close();
		lost(reason);
	}

	function lost(reason: SoundLoss): void {
		current = undefined;
		isLive = false;
		shownAt = undefined;
		waitingSince = undefined;
		reader = newReader();
		for (const bytes of carried.takeAll()) options.sendBytes(bytes);
		if (performance.now() - liveAt > PROVEN_MS) failures = 0;
		liveAt = Infinity;
		if (isOver) return;
		// First the frames that the server sends once more.
		isSoundComing = true;
		later(RESENT_WITHIN_MS, () => {
			isSoundComing = false;
			releaseHeld();
		});
		options.onSoundPath({ by: 'socket', reason });
		isIdle = reason === 'idle';
		if (isIdle || reason === 'unsupported') return;
		const delayMs = AGAIN_AFTER_MS[failures];
		failures++;
		if (delayMs !== undefined) later(delayMs, again);
	}

	function again(): void {
		// While muted there is no hurry.
		if (microphone === undefined) isIdle = true;
		else void connect();
	}

	/** `response.done` says that all of its sound was sent: it comes after that sound. */
	function releaseHeld(): void {
		if (reader.waiting > 0 || isSoundComing) return;
		const texts = held;
		held = [];
		for (const text of texts) options.onText(text);
	}

	return {
		listen(stream) {
			[microphone] = stream?.getAudioTracks() ?? [];
			// Another device: what was shown is not it.
			shownAt = undefined;
			if (sound !== undefined) current?.show(sound.silence);
			show();
			if (microphone !== undefined && attempt === 0) void connect();
		},
		carry(bytes) {
			if (!isMicrophoneFrame(bytes)) return false;
			const now = performance.now();
			frameAt = now;
			show();
			if (isIdle && current === undefined) void connect();
			if (!isLive || shownAt === undefined || now - shownAt < WARM_MS) return false;
			options.send({ type: 'sound.frame', ...carried.keep(bytes) });
			return true;
		},
		hear(event) {
			if (event.type === 'sound.frame') {
				if (isLive) reader.place(event);
			} else if (event.type !== 'sound.available' && event.attempt === attempt) current?.hear(event);
		},
		text(text) {
			if (text.includes('"audio.ack"')) carried.acknowledge((JSON.parse(text) as { seq: number }).seq);
			if (text.includes('"response.cancelled"'))
				reader.drop((JSON.parse(text) as { responseId: number }).responseId);
			const isDone = text.includes('"response.done"');
			if (isDone) reader.end((JSON.parse(text) as { responseId: number }).responseId);
			const isAfterSound = held.length > 0 || isDone;
			// What has no number may pass: it is about now.
			if (isAfterSound && text.includes('"eventSeq"')) held.push(text);
			else options.onText(text);
			releaseHeld();
		},
		close() {
			isOver = true;
			clearInterval(look);
			for (const takeBack of [...timers]) takeBack();
			current?.close();
			sound?.close();
		}
	};
}
