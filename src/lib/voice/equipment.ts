// What a call needs of the browser, so that it can be tested without one.
import type { CallError } from './call-face.ts';
import type { OpenCallTransport } from './call-transport.ts';
import { openMediaTransport } from './webrtc/open-media-transport.ts';
import { browserVoices, hasVoice, voicesReady } from './browser/browser-voices.ts';
import { later } from './browser/later.ts';
import {
	ContinuousRecognition,
	recognitionClass,
	type Recognition,
	type RecognitionListener
} from './browser/recognition.ts';
import { Synthesis, type SynthesisListener } from './browser/synthesis.ts';
import { BrowserMicrophone, type Microphone, type MicrophoneListener } from './capture/microphone.ts';
import { WorkletPlayer, type Player, type PlayerListener } from './playback/player.ts';
import { createVad } from './vad/energy-vad.ts';
import type { VoiceDetector } from './vad/voice-detection.ts';
import { reportMetric, type VoiceMetric } from './voice-metric.ts';
import { toWireError } from '../shared/wire-error.ts';

export interface KeptSession {
	sessionId: string;
	token: string;
	/** ms since epoch. */
	startedAt: number;
}

export interface Equipment {
	microphone(listener: MicrophoneListener): Microphone;
	player(listener: PlayerListener): Player;
	detector(): VoiceDetector;
	openTransport: OpenCallTransport;
	/** Before a socket, and after one that was refused: whether this person may call; undefined when nothing is against it. */
	mayCall(): Promise<CallError | undefined>;
	/** undefined where the browser has none. */
	recognition(listener: RecognitionListener, language: string): Recognition | undefined;
	synthesis(listener: SynthesisListener, language: string): Synthesis | undefined;
	canRecognise(): boolean;
	/** Waits a moment for voices that are on their way. */
	canSpeak(): Promise<boolean>;
	sessions: { read(): KeptSession | undefined; write(session: KeptSession | undefined): void };
	approve(toolCallId: string, approved: boolean): Promise<void>;
	/** Calls back when the network is back or the tab is looked at, and when the network is gone. */
	watchNetwork(onBack: () => void, onGone: () => void): () => void;
	/** ms of a clock that never goes back, and since epoch. */
	now(): number;
	date(): number;
	later(delayMs: number, work: () => void): () => void;
	random(): number;
	newId(): string;
	language(): string;
	report(metric: VoiceMetric): void;
}

const VOICES_WITHIN_MS = 500;

export function browserEquipment(conversationId: string): Equipment {
	// Chrome looks for its voices when it is first asked.
	hasVoice();
	const address = `/api/chat/${conversationId}`;
	return {
		microphone: (listener) => new BrowserMicrophone(listener),
		player: (listener) => new WorkletPlayer(listener),
		detector: () => createVad(),
		openTransport: (listener) => openMediaTransport(conversationId, listener),
		mayCall: () => mayCall(`${address}/voice`),
		recognition(listener, language) {
			const create = recognitionClass();
			if (create === undefined) return undefined;
			return new ContinuousRecognition({ create, now: () => performance.now(), later }, listener, language);
		},
		synthesis(listener, language) {
			const voices = browserVoices();
			return voices === undefined ? undefined : new Synthesis(voices, later, listener, language);
		},
		canRecognise: () => recognitionClass() !== undefined,
		canSpeak: () => voicesReady(VOICES_WITHIN_MS),
		sessions: keptSessions(`segue:voice:${conversationId}`),
		async approve(toolCallId, approved) {
			const response = await fetch(`${address}/approve`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ toolCallId, approved })
			});
			if (!response.ok) throw await toWireError(response);
			// The answer is heard; its stream is for readers.
			await response.body?.cancel();
		},
		watchNetwork(onBack, onGone) {
			const onVisible = () => {
				if (document.visibilityState === 'visible') onBack();
			};
			addEventListener('online', onBack);
			addEventListener('offline', onGone);
			addEventListener('visibilitychange', onVisible);
			return () => {
				removeEventListener('online', onBack);
				removeEventListener('offline', onGone);
				removeEventListener('visibilitychange', onVisible);
			};
		},
		now: () => performance.now(),
		date: () => Date.now(),
		later,
		random: () => Math.random(),
		newId: () => crypto.randomUUID(),
		language: () => document.documentElement.lang || 'en',
		report: reportMetric
	};
}

/** Whoever has no session gets one by it, which a socket cannot give; and a refusal says why, which no page sees of a socket. */
async function mayCall(address: string): Promise<CallError | undefined> {
	const response = await fetch(address, { method: 'POST' });
	if (response.ok || response.status >= 500) return undefined;
	const { code, message, isRetryable } = await toWireError(response);
	return { code: code as CallError['code'], isRetryable, message };
}

/** Of this tab alone, and gone with it. */
function keptSessions(key: string): Equipment['sessions'] {
	return {
		read() {
			try {
				return (JSON.parse(sessionStorage.getItem(key) ?? 'null') as KeptSession | undefined) ?? undefined;
			} catch {
				return undefined;
			}
		},
		write(session) {
			try {
				if (session === undefined) sessionStorage.removeItem(key);
				else sessionStorage.setItem(key, JSON.stringify(session));
			} catch {
				// A full or forbidden store costs only the way back after a reload.
			}
		}
	};
}
