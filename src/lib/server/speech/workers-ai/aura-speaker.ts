// Aura on Workers AI: over a socket, on which a piece is a Speak and a Flush, as long as flushes are left; what is beyond them, and
// everything where no socket is to be had, by a request for each piece. https://developers.cloudflare.com/workers-ai/models/aura-2-en/
import { SPEECH_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Logger } from '../../observability/index.ts';
import { createSpeakReader } from '../deepgram/speak-reader.ts';
import { lost } from '../providers/failure.ts';
import { openPieces } from '../providers/open-pieces.ts';
import { createPcmReader, type PcmReader } from '../providers/pcm.ts';
import { createPiecewiseSpeech, type PiecewiseSpeech } from '../providers/piecewise-speech.ts';
import {
	openProviderSocket,
	type Dial,
	type ProviderSocket,
	type SocketListener
} from '../providers/provider-socket.ts';
import type { SoundQueue } from '../sound-queue.ts';
import type { Speaker } from '../ports.ts';
import type { SpeechAi } from './speech-ai.ts';

export interface AuraOptions {
	ai: SpeechAi;
	mode: 'aura-2' | 'aura-1';
	voice: string;
	log: Logger;
}

const MODELS = { 'aura-2': '@cf/deepgram/aura-2-en', 'aura-1': '@cf/deepgram/aura-1' } as const;

/** A connection may flush so often in a minute: https://developers.deepgram.com/docs/tts-ws-flush. A response has a connection of its own. */
export const MOST_FLUSHES = 20;
/** Characters of one Speak; a whole piece of an answer rarely has a tenth of it. */
const MOST_CHARACTERS = 1_900;

const message = (type: string, more: object = {}) => JSON.stringify({ type, ...more });

export function createAuraSpeaker({ ai, mode, voice, log }: AuraOptions): Speaker {
	const model = MODELS[mode];
	const ask = async (text: string, signal: AbortSignal) =>
		(await ai.run(
			model,
			{ text, speaker: voice, encoding: 'linear16', container: 'none', sample_rate: SPEECH_SAMPLE_RATE },
			{ returnRawResponse: true, signal }
		)) as Response;
	const dial: Dial = async (signal) =>
		(await ai.run(
			model,
			{ speaker: voice, encoding: 'linear16', sample_rate: String(SPEECH_SAMPLE_RATE) },
			{ websocket: true, signal }
		)) as Awaited<ReturnType<Dial>>;

	return {
		mode,
		async open({ signal }) {
			const inbox = createInbox();
			const socket = await openProviderSocket('speaker', dial, inbox.listener, signal).catch(
				(thrown: unknown) => {
					if (signal.aborted || !(thrown instanceof AppError) || thrown.code === 'rate-limited') throw thrown;
					log.info('speech comes by requests: there is no socket', { mode, cause: thrown.cause });
					return null;
				}
			);
			return openPieces(SPEECH_SAMPLE_RATE, signal, (queue, gone) => {
				const byRequest = createPiecewiseSpeech(queue, ask, gone);
				return socket === null ? byRequest : speakOn({ socket, inbox, queue, byRequest, log });
			});
		}
	};
}

/** What comes before somebody listens is kept: the socket is open before the queue is. */
function createInbox() {
	let target: SocketListener | null = null;
	const early: ((to: SocketListener) => void)[] = [];
	const pass = (work: (to: SocketListener) => void) => {
		if (target === null) early.push(work);
		else work(target);
	};
	return {
		listener: {
			onText: (text) => pass((to) => to.onText(text)),
			onBytes: (bytes) => pass((to) => to.onBytes(bytes)),
			onLost: (error) => pass((to) => to.onLost(error))
		} satisfies SocketListener,
		open(to: SocketListener) {
			target = to;
			for (const work of early.splice(0)) work(to);
		}
	};
}

interface Line {
	socket: ProviderSocket;
	inbox: ReturnType<typeof createInbox>;
	queue: SoundQueue;
	byRequest: PiecewiseSpeech;
	log: Logger;
}

function speakOn({ socket, inbox, queue, byRequest, log }: Line): PiecewiseSpeech & { cancel(): void } {
	const reader = createSpeakReader();
	/** Pieces whose sound is to come, in order. */
	const owed: { piece: number; pcm: PcmReader; samples: number }[] = [];
	const later: { piece: number; text: string }[] = [];
	let flushes = 0;
	const flushed = Promise.withResolvers<undefined>();
	let isFinished = false;
	/** The socket has gone without owing anything: the rest goes by requests. */
	let isGone = false;

	function settle() {
		if (owed.length > 0) return;
		for (const { piece, text } of later.splice(0)) byRequest.say(piece, text);
		if (isFinished || isGone || flushes >= MOST_FLUSHES) {
			socket.close(message('Close'));
			flushed.resolve(undefined);
		}
	}
	function fail(thrown: unknown) {
		socket.close();
		queue.fail(thrown instanceof AppError ? thrown : lost('speaker', thrown));
		flushed.resolve(undefined);
	}

	inbox.open({
		onText(text) {
			try {
				const news = reader.read(text);
				if (news === undefined || news === 'warned')
					log.warn('a speaker sent a warning or what cannot be read', { news, characters: text.length });
				if (news !== 'flushed') return;
				const done = owed.shift();
				if (done?.samples === 0) throw new Error('no sound came');
				settle();
			} catch (thrown) {
				fail(thrown);
			}
		},
		onBytes(bytes) {
			const [current] = owed;
			if (current === undefined) return;
			try {
				const samples = current.pcm.read(bytes);
				current.samples += samples.length;
				queue.push({ piece: current.piece, samples });
			} catch (thrown) {
				fail(thrown);
			}
		},
		onLost(error) {
			if (owed.length > 0) {
				fail(error);
				return;
			}
			isGone = true;
			settle();
		}
	});

	return {
		say(piece, text) {
			if (isGone || flushes >= MOST_FLUSHES) {
				if (owed.length > 0) later.push({ piece, text });
				else byRequest.say(piece, text);
				return;
			}
			flushes++;
			owed.push({ piece, pcm: createPcmReader(), samples: 0 });
			for (let from = 0; from < text.length; from += MOST_CHARACTERS)
				socket.send(message('Speak', { text: text.slice(from, from + MOST_CHARACTERS) }));
			socket.send(message('Flush'));
		},
		async done() {
			isFinished = true;
			settle();
			await flushed.promise;
			await byRequest.done();
		},
		cancel() {
			socket.send(message('Clear'));
			socket.close(message('Close'));
			flushed.resolve(undefined);
		}
	};
}
