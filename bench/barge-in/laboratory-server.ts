// The server's side of a trial: the product's call with a conversation that answers at once, a speaker whose words can be told to the sample,
// and a transcriber that says what the scene's script says.
import type { Actor } from '../../src/lib/shared/actor.ts';
import { createRandom } from '../../src/lib/shared/seeded-random.ts';
import type {
	Speaker,
	SpeechStream,
	Transcriber,
	TranscriptEvent
} from '../../src/lib/server/speech/index.ts';
import {
	createCall,
	type CallConnection,
	type CallRecord,
	type SpokenConversation,
	type SpokenPart
} from '../../src/lib/server/voice/index.ts';
import type { JournaledEvent } from '../../src/lib/shared/voice/protocol.ts';
import { RATE, speak } from './formant-voice.ts';
import type { Scene } from './scenes.ts';
import { seedFor } from './sets.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A word of the answer and where it sounds, ms of the response's sound. */
export interface SaidWord {
	text: string;
	startMs: number;
	endMs: number;
}

export type LaboratoryServer = ReturnType<typeof createLaboratoryServer>;

const ACTOR: Actor = { userId: 'caller', role: 'user', displayName: 'Caller', via: 'session' };
/** The answer's first words after its question, and between two of them: a quick model. */
const FIRST_WORD_MS = 150;
const WORD_MS = 20;
/** Speakers give sound faster than it is heard, in pieces. */
const SOUND_PART_MS = 200;
const PART_EVERY_MS = 40;
/** Speakers end a piece with a little silence. */
const TAIL_MS = 120;
const ASSISTANT_LEVEL = -20;
const EPOCH = 1_750_000_000_000;

export function createLaboratoryServer(scene: Scene, time: VirtualTime) {
	const random = createRandom(seedFor(scene.set, scene.seed, 'server'));
	const said: SaidWord[] = [];
	const heardBy = new Set<(event: TranscriptEvent) => void>();
	let saidMs = 0;
	let turns = 0;
	/** Only the first answer is listened to. */
	let isAnswered = false;

	const speaker: Speaker = {
		mode: 'scripted',
		open: () => Promise.resolve(openSpeech())
	};

	function openSpeech(): SpeechStream {
		const ready: { piece: number; samples: Int16Array }[] = [];
		let wake: (() => void) | undefined;
		let pieces = 0;
		let freeAt = 0;
		let unsaid = 0;
		let isFinished = false;
		let isOver = false;
		const change = () => {
			wake?.();
			wake = undefined;
		};
		function give(piece: number, samples: Int16Array): void {
			const part = Math.round((SOUND_PART_MS * RATE) / 1_000);
			const begin = Math.max(time.now() + scene.speakerMs, freeAt);
			let at = begin;
			for (let from = 0; from < samples.length; from += part) {
				const cut = samples.slice(from, from + part);
				const isLast = from + part >= samples.length;
				time.later(at - time.now(), () => {
					ready.push({ piece, samples: cut });
					if (isLast) unsaid--;
					change();
				});
				at += PART_EVERY_MS;
			}
			freeAt = at;
		}
		async function* sound() {
			for (;;) {
				const next = ready.shift();
				if (next !== undefined) yield next;
				else if (isOver || (isFinished && unsaid === 0)) return;
				else await new Promise<void>((resolve) => (wake = resolve));
			}
		}
		return {
			sampleRate: RATE,
			say(text) {
				const { samples, words } = speak(scene.assistant, text, ASSISTANT_LEVEL, random);
				const whole = new Int16Array(samples.length + (TAIL_MS * RATE) / 1_000);
				for (let i = 0; i < samples.length; i++) whole[i] = Math.round((samples[i] ?? 0) * 32_767);
				for (const word of words)
					said.push({
						text: word.text,
						startMs: saidMs + (word.start * 1_000) / RATE,
						endMs: saidMs + (word.end * 1_000) / RATE
					});
				saidMs += (whole.length * 1_000) / RATE;
				unsaid++;
				give(pieces++, whole);
			},
			finish() {
				isFinished = true;
				change();
			},
			cancel() {
				isOver = true;
				change();
			},
			sound: sound()
		};
	}

	const transcriber: Transcriber = {
		mode: 'scripted',
		detectsTurns: true,
		open({ onEvent }) {
			heardBy.add(onEvent);
			let close: () => void = () => undefined;
			const closed = new Promise<void>((resolve) => (close = resolve));
			return Promise.resolve({
				push: () => undefined,
				finish: () => undefined,
				keepAlive: () => undefined,
				close() {
					heardBy.delete(onEvent);
					close();
				},
				closed
			});
		}
	};

	let listener: ((part: SpokenPart & { messageId: string }) => void) | undefined;
	const conversation: SpokenConversation = {
		submit() {
			const turnId = `turn-${++turns}`;
			if (!isAnswered) {
				isAnswered = true;
				answer(turnId);
			}
			return Promise.resolve({ turnId });
		},
		approve: () => Promise.reject(new Error('Nothing is asked.')),
		answer: () => undefined,
		follow(next) {
			listener = next;
			return () => {
				listener = undefined;
			};
		},
		keepHeard: () => Promise.resolve()
	};

	function answer(turnId: string): void {
		const messageId = `answer-${turnId}`;
		const tell = (delayMs: number, part: SpokenPart) =>
			time.later(delayMs, () => listener?.({ ...part, messageId }));
		tell(10, { type: 'started', turnId, messageId, from: 'assistant' });
		let charsFrom = 0;
		let at = FIRST_WORD_MS;
		for (const text of scene.answer.match(/\S+\s*/g) ?? []) {
			tell(at, { type: 'text', text, charsFrom });
			charsFrom += text.length;
			at += WORD_MS;
		}
		tell(at, { type: 'ended', status: 'completed' });
	}

	let record: CallRecord | undefined;
	const journal: JournaledEvent[] = [];
	let ids = 0;
	const call = createCall({
		store: {
			load: () => record,
			save: (next) => (record = next),
			append(body) {
				const event = { ...body, eventSeq: journal.length + 1 };
				journal.push(event);
				return event;
			},
			after: (eventSeq) => journal.filter((event) => event.eventSeq > eventSeq),
			end: () => (record = undefined)
		},
		conversation,
		speech: { transcribers: [transcriber], speakers: [speaker] },
		clock: { now: () => EPOCH + Math.round(time.now()) },
		later: (delayMs, work) => time.later(delayMs, work),
		newId: () => `id-${++ids}`,
		newToken: () => `token-${++ids}`,
		inBackground: (label, work) => {
			work.catch((thrown: unknown) => {
				throw new Error(`${label} failed`, { cause: thrown });
			});
		},
		alarmChanged: () => undefined,
		measured: () => undefined
	});
	return {
		call,
		/** Words of the answer that were given to the speaker, with where they sound. */
		said,
		open: (connection: CallConnection) => call.open(connection, ACTOR),
		/** The transcriber says so, if somebody listens to it. */
		transcript(event: TranscriptEvent): void {
			for (const listen of [...heardBy]) listen(event);
		}
	};
}
