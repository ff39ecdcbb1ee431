// One trial: both sides of the product's call in virtual time, a scene's sound in the microphone with the echo of what the page really plays
// in it, a scripted transcriber; and what came of it. Judges nothing: tally.ts does.
import { createRandom } from '../../src/lib/shared/seeded-random.ts';
import type { CallEvent } from '../../src/lib/shared/voice/protocol.ts';
import type { CallConnection } from '../../src/lib/server/voice/index.ts';
import type { CallTransport, CallTransportListener } from '../../src/lib/voice/call-transport.ts';
import { RATE } from './formant-voice.ts';
import { createLaboratoryPage, QUANTUM } from './laboratory-page.ts';
import { createLaboratoryServer } from './laboratory-server.ts';
import { createEcho } from './room.ts';
import { ASKED_AT_MS, drawScene, SCENE_MS, type Happening, type Scene } from './scenes.ts';
import { seedFor, type SetName } from './sets.ts';
import { transcribe } from './transcript-script.ts';
import { createVirtualTime } from './virtual-time.ts';
import { boundaryOf, type Boundary } from './word-boundary.ts';

export interface Trial {
	set: SetName;
	seed: number;
	happening: Happening;
	words: string;
	make: Scene['make'];
	onsetMs: number;
	endMs: number;
	echoLevel: number;
	residual: string;
	delayMs: number;
	level: number;
	snr: number;
	/** How long the assistant was audible in all. */
	audibleMs: number;
	/** When the page decided to pause, and when it was silent. */
	pauses: { decidedMs: number; silentMs: number }[];
	resumes: number[];
	/** When the page knew that the answer was cut off. */
	cancelledMs: number | null;
	/** What the transcriber made of it, joined. */
	transcript: string;
	/** What it made of the assistant's own echo. */
	echoTranscript: string;
	boundary: Boundary | null;
}

const STEP_MS = (QUANTUM * 1_000) / RATE;
const SUBFRAME = RATE / 50;
/** Microphone frames leave in fours: on average so much later. */
const FRAMING_MS = 60;
/** An echo is understood at this level at the microphone, and so far above the noise. */
const UNDERSTOOD_DBFS = -42;
const UNDERSTOOD_ABOVE_NOISE_DB = 12;
const ASSISTANT_LEVEL = -20;
/** After this the outcome of an interruption is known. */
const DECIDED_BY_MS = 4_500;

export async function runTrial(set: SetName, seed: number): Promise<Trial> {
	const scene = drawScene(set, seed);
	const random = createRandom(seedFor(set, seed, 'trial'));
	const time = createVirtualTime();
	const server = createLaboratoryServer(scene, time);
	const echo = createEcho(scene.room, random);
	let cancelled: Extract<CallEvent, { type: 'response.cancelled' }> | undefined;
	/** Of the page's metrics. */
	const cuts: number[] = [];
	const pauses: Trial['pauses'] = [];
	const resumes: number[] = [];
	const page = createLaboratoryPage({
		time,
		onMetric(metric, atMs) {
			if (metric.name === 'paused') pauses.push({ decidedMs: atMs, silentMs: NaN });
			else if (metric.name === 'resumed') resumes.push(atMs);
			else if (metric.name === 'cancelled') cuts.push(atMs);
		},
		openTransport: (listener) =>
			connect(scene, time, server, listener, (event) => {
				if (event.type === 'response.cancelled') cancelled ??= event;
			})
	});
	await page.session.start(false);
	time.later(ASKED_AT_MS, () => page.session.sendText('Tell me about it, please.'));
	for (const { atMs, event } of scene.transcript)
		time.later(scene.onsetMs + atMs + FRAMING_MS + scene.upMs, () => server.transcript(event));

	const output = new Float32Array(QUANTUM);
	let subframe = new Int16Array(SUBFRAME);
	let filled = 0;
	let audibleMs = 0;
	let audibleSince: number | undefined;
	let playedMs = 0;
	let wasAudible = false;
	let isEchoPlanned = false;
	const echoTexts: string[] = [];
	const untilMs =
		scene.happening === 'interruption' ? Math.min(SCENE_MS, scene.onsetMs + DECIDED_BY_MS) : SCENE_MS;
	for (let at = 0; at * STEP_MS < untilMs; at++) {
		const now = at * STEP_MS;
		await time.runUntil(now);
		if (cuts.length > 0) break;
		const report = page.render(output);
		if (report.isAudible) {
			audibleMs += STEP_MS;
			audibleSince ??= now;
			playedMs = report.playedMs;
		}
		const pause = pauses.at(-1);
		if (wasAudible && !report.isAudible && pause !== undefined && Number.isNaN(pause.silentMs))
			pause.silentMs = now;
		wasAudible = report.isAudible;
		if (audibleSince !== undefined && !isEchoPlanned && now > audibleSince + 1_500) {
			isEchoPlanned = true;
			planEcho(
				scene,
				random,
				(delayMs, work) => time.later(delayMs, work),
				server,
				() => playedMs,
				(text) => echoTexts.push(text)
			);
		}
		for (let i = 0; i < QUANTUM; i++) {
			const heard = (scene.near[at * QUANTUM + i] ?? 0) + echo(output[i] ?? 0);
			subframe[filled++] = Math.max(-32_768, Math.min(32_767, Math.round(heard * 32_767)));
		}
		if (filled === SUBFRAME) {
			page.hear(subframe);
			subframe = new Int16Array(SUBFRAME);
			filled = 0;
		}
	}
	return {
		...{ set, seed, happening: scene.happening, words: scene.words, make: scene.make },
		...{ onsetMs: scene.onsetMs, endMs: scene.endMs, echoLevel: scene.room.echoLevel },
		...{ residual: scene.room.residual, delayMs: scene.room.delayMs, level: scene.level, snr: scene.snr },
		...{ audibleMs, pauses, resumes, cancelledMs: cuts[0] ?? null },
		transcript: scene.transcript.map(({ event }) => ('text' in event ? event.text : '')).join(' | '),
		echoTranscript: echoTexts.join(' | '),
		boundary: cancelled === undefined ? null : boundaryOf(server.said, playedMs, cancelled.heardText)
	};
}

/** The socket: every message takes its time on the way, and none overtakes another. */
function connect(
	scene: Scene,
	time: ReturnType<typeof createVirtualTime>,
	server: ReturnType<typeof createLaboratoryServer>,
	listener: CallTransportListener,
	onEvent: (event: CallEvent) => void
): CallTransport {
	let isClosed = false;
	const connection: CallConnection = {
		send(text) {
			time.later(scene.downMs, () => {
				onEvent(JSON.parse(text) as CallEvent);
				if (!isClosed) listener.onText(text);
			});
		},
		sendBytes(bytes) {
			time.later(scene.downMs, () => {
				if (!isClosed) listener.onBytes(bytes);
			});
		},
		close(code) {
			isClosed = true;
			time.later(scene.downMs, () => listener.onClose(code));
		},
		kept: () => undefined,
		keep: () => undefined
	};
	time.later(scene.upMs, () => {
		server.open(connection);
		time.later(scene.downMs, () => listener.onOpen());
	});
	const up = (data: string | ArrayBuffer) => {
		time.later(scene.upMs, () => time.hold(server.call.hear(connection, data)));
	};
	return { bufferedAmount: 0, sendText: up, sendBytes: up, close: () => (isClosed = true) };
}

/** The transcriber hears the assistant itself: some words of what sounded a moment ago, some of them wrong. */
function planEcho(
	scene: Scene,
	random: () => number,
	later: (delayMs: number, work: () => void) => unknown,
	server: ReturnType<typeof createLaboratoryServer>,
	playedMs: () => number,
	onText: (text: string) => void
): void {
	const echoDbfs = ASSISTANT_LEVEL + scene.room.echoLevel;
	const isClear =
		echoDbfs > UNDERSTOOD_DBFS && echoDbfs > scene.level - scene.snr + UNDERSTOOD_ABOVE_NOISE_DB;
	if (!isClear || scene.room.residual === 'bursts' || random() >= scene.echoUnderstood) return;
	later(random() * 1_500, () => {
		const until = playedMs();
		const heard = server.said.filter(({ endMs }) => endMs <= until && endMs > until - 1_500);
		const first = heard[0];
		if (first === undefined) return;
		const words = heard.map(({ text, startMs, endMs }) => ({
			text: text.replace(/[^\p{L}\p{N}']/gu, ''),
			start: ((startMs - first.startMs) * RATE) / 1_000,
			end: ((endMs - first.startMs) * RATE) / 1_000
		}));
		const beganAgoMs = until - first.startMs;
		for (const { atMs, event } of transcribe(words, random, { wrongShare: 0.2 }))
			later(Math.max(0, atMs - beganAgoMs) + scene.room.delayMs + scene.upMs, () => {
				if ('text' in event) onText(event.text);
				server.transcript(event);
			});
	});
}
