// The page's side of a trial: the product's call with its voice detection, pause and playback ring, in an audio device made of numbers. What
// the ring plays is what the microphone's echo is made of.
import { CallSession } from '../../src/lib/voice/call-session.ts';
import type { CallFields } from '../../src/lib/voice/call-fields.ts';
import type { CallTransportListener } from '../../src/lib/voice/call-transport.ts';
import type { MicrophoneListener } from '../../src/lib/voice/capture/microphone.ts';
import type { Equipment } from '../../src/lib/voice/equipment.ts';
import type { Player, PlayerListener } from '../../src/lib/voice/playback/player.ts';
import { SoundRing, type RingReport } from '../../src/lib/voice/playback/sound-ring.ts';
import { createVad } from '../../src/lib/voice/vad/energy-vad.ts';
import type { VoiceMetric } from '../../src/lib/voice/voice-metric.ts';
import { RATE } from './formant-voice.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A message between the audio thread and the page, either way. */
const HOP_MS = 3;
/** What the audio thread renders at once: 5 ms, as 128 samples at 24 kHz are. */
export const QUANTUM = 80;
const REPORT_EVERY = RATE / 50;

export type LaboratoryPage = ReturnType<typeof createLaboratoryPage>;

export function createLaboratoryPage(options: {
	time: VirtualTime;
	onMetric: (metric: VoiceMetric, atMs: number) => void;
	openTransport: (listener: CallTransportListener) => ReturnType<Equipment['openTransport']>;
}) {
	const { time } = options;
	const ring = new SoundRing(RATE);
	let microphone: MicrophoneListener | undefined;
	let player: PlayerListener | undefined;
	let sinceReport = 0;
	let last = ring.report();
	let ids = 0;
	const order = (work: () => void) => {
		time.later(HOP_MS, work);
	};
	const ringPlayer: Player = {
		open: () => Promise.resolve(true),
		play: (sound) => order(() => ring.push(sound)),
		done: (responseId) => order(() => ring.done(responseId)),
		pause: () => order(() => ring.pause()),
		resume: () => order(() => ring.resume()),
		clear: () => order(() => ring.clear()),
		close: () => undefined
	};
	const devices = { inputs: [{ id: 'laboratory', label: 'Laboratory' }], chosen: '' };
	const equipment: Equipment = {
		microphone(listener) {
			microphone = listener;
			return {
				open: () => Promise.resolve(),
				devices: () => Promise.resolve(devices),
				stream: undefined,
				close: () => (microphone = undefined)
			};
		},
		player(listener) {
			player = listener;
			return ringPlayer;
		},
		detector: () => createVad(),
		openTransport: (listener) => options.openTransport(listener),
		recognition: () => undefined,
		synthesis: () => undefined,
		mayCall: () => Promise.resolve(undefined),
		canRecognise: () => false,
		canSpeak: () => Promise.resolve(false),
		sessions: { read: () => undefined, write: () => undefined },
		approve: () => Promise.resolve(),
		watchNetwork: () => () => undefined,
		now: () => time.now(),
		date: () => time.now(),
		later: (delayMs, work) => time.later(delayMs, work),
		random: () => 0.5,
		newId: () => `page-${++ids}`,
		language: () => 'en',
		report: (metric) => options.onMetric(metric, time.now())
	};
	const fields: CallFields = {
		phase: 'idle',
		modes: { transcriber: 'typing', speaker: 'text' },
		degradations: [],
		microphoneLevel: 0,
		speakerLevel: 0,
		captions: [],
		isMuted: false,
		talkMode: 'open',
		isTalking: false,
		devices,
		error: undefined,
		needsGesture: false,
		startedAt: undefined
	};
	const session = new CallSession(fields, equipment, { conversationId: 'laboratory' }, (error) => {
		throw new Error(`The call was refused: ${error.code}`);
	});
	return {
		session,
		fields,
		/** What the loudspeaker plays now: a quantum, at the laboratory's rate. */
		render(output: Float32Array): RingReport {
			ring.render(output);
			sinceReport += QUANTUM;
			const isTime = sinceReport >= REPORT_EVERY;
			const report = ring.report(isTime);
			const isTurn =
				report.isAudible !== last.isAudible ||
				report.isPaused !== last.isPaused ||
				report.isEmpty !== last.isEmpty;
			if (isTurn || (isTime && (report.isAudible || last.level > 0))) {
				last = report;
				sinceReport = 0;
				time.later(HOP_MS, () => player?.onReport(report));
			}
			return report;
		},
		/** 20 ms of sound, as the microphone's worklet gives them. */
		hear(subframe: Int16Array): void {
			time.later(HOP_MS, () => microphone?.onSubframe(subframe));
		}
	};
}
