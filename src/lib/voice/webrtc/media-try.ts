// One try to carry a call's sound by WebRTC: one peer connection, from its offer to its end. The server's part is said on the socket.
import type { SoundEvent, SoundLoss, SoundRequest } from '../../shared/voice/sound.ts';
import type { TrackSound } from './track-sound.ts';

interface MediaTryOptions {
	attempt: number;
	iceServers: readonly string[];
	sound: TrackSound;
	microphone: MediaStreamTrack;
	send(request: SoundRequest): void;
	later(delayMs: number, work: () => void): () => void;
	onLive(): void;
	/** Once, and nothing after it. */
	onLost(reason: SoundLoss): void;
}

export interface MediaTry {
	hear(event: SoundEvent): void;
	/** What is sent from now on. */
	show(track: MediaStreamTrack): void;
	stats(): Promise<RTCStatsReport>;
	close(): void;
}

/** From the offer until packets flow. */
const CONNECTED_WITHIN_MS = 4_000;
/** From then until both ways are open. */
const LIVE_WITHIN_MS = 6_000;
/** Candidates that are there by then go with the offer; the media server is found with the first of them. */
const GATHER_MS = 500;
/** A connection that is disturbed often comes back by itself. */
const DISTURBED_MS = 2_000;

export function openMediaTry(options: MediaTryOptions): MediaTry {
	const { attempt, iceServers, sound, microphone, send, later, onLive, onLost } = options;
	const peer = new RTCPeerConnection({ iceServers: [{ urls: [...iceServers] }] });
	const { sender, ...transceiver } = addMicrophone(peer, microphone);
	let isOver = false;
	let hasConnected = false;
	let deadline = later(CONNECTED_WITHIN_MS, () => {
		lose('timeout');
	});
	let disturbed: (() => void) | undefined;

	function close(): void {
		isOver = true;
		deadline();
		disturbed?.();
		peer.close();
	}

	function lose(reason: SoundLoss): void {
		if (isOver) return;
		close();
		onLost(reason);
	}

	/** What the browser refuses ends the try. */
	function run(work: Promise<void>): void {
		work.catch(() => {
			lose('unsupported');
		});
	}

	async function offer(): Promise<void> {
		await peer.setLocalDescription(await peer.createOffer());
		await gathered(peer, later);
		const { localDescription } = peer;
		const mid = transceiver.mid();
		if (isOver || localDescription === null || mid === null) return;
		send({ type: 'sound.offer', attempt, sdp: localDescription.sdp, mid });
	}

	async function subscribe(sdp: string): Promise<void> {
		await peer.setRemoteDescription({ type: 'offer', sdp });
		const answer = await peer.createAnswer();
		await peer.setLocalDescription(answer);
		if (!isOver) send({ type: 'sound.accept', attempt, sdp: answer.sdp ?? '' });
	}

	peer.ontrack = ({ receiver, track }) => {
		if (track.kind === 'audio') sound.hear(receiver);
	};
	peer.onconnectionstatechange = () => {
		disturbed?.();
		disturbed = undefined;
		const { connectionState } = peer;
		if (connectionState === 'failed' || connectionState === 'closed') lose('disconnected');
		if (connectionState === 'disconnected')
			disturbed = later(DISTURBED_MS, () => {
				lose('disconnected');
			});
		if (connectionState !== 'connected' || hasConnected) return;
		hasConnected = true;
		deadline();
		deadline = later(LIVE_WITHIN_MS, () => {
			lose('timeout');
		});
		send({ type: 'sound.connected', attempt });
	};
	run(offer());

	return {
		hear(event) {
			if (isOver) return;
			switch (event.type) {
				case 'sound.answer':
					run(peer.setRemoteDescription({ type: 'answer', sdp: event.sdp }));
					return;
				case 'sound.subscribe':
					run(subscribe(event.sdp));
					return;
				case 'sound.live':
					deadline();
					onLive();
					return;
				case 'sound.lost':
					lose(event.reason);
					return;
				case 'sound.available':
				case 'sound.frame':
			}
		},
		show(track) {
			// Fails only for a connection that is over.
			sender.replaceTrack(track).catch(() => undefined);
		},
		stats: () => peer.getStats(),
		close
	};
}

function addMicrophone(
	peer: RTCPeerConnection,
	track: MediaStreamTrack
): { sender: RTCRtpSender; mid: () => string | null } {
	const transceiver = peer.addTransceiver(track, { direction: 'sendonly' });
	return { sender: transceiver.sender, mid: () => transceiver.mid };
}

function gathered(peer: RTCPeerConnection, later: MediaTryOptions['later']): Promise<void> {
	return new Promise((resolve) => {
		if (peer.iceGatheringState === 'complete') {
			resolve();
			return;
		}
		const takeBack = later(GATHER_MS, resolve);
		peer.addEventListener('icegatheringstatechange', () => {
			if (peer.iceGatheringState !== 'complete') return;
			takeBack();
			resolve();
		});
	});
}
