// A transcriber that listens all the time on one socket. What the provider says is read by a MessageReader; here is the rest: the sound on
// its way, media time, the silence that keeps it from hanging up, and noticing that it says nothing any more.
import { MIC_SAMPLE_RATE } from '#lib/shared/voice/protocol.ts';
import type { Logger } from '../../observability/index.ts';
import type { Clock } from '../../platform/index.ts';
import { lost } from '../providers/failure.ts';
import { openProviderSocket, type Dial } from '../providers/provider-socket.ts';
import type { Transcriber, TranscriptEvent } from '../ports.ts';
import { createMediaTimeline } from './media-timeline.ts';
import type { MessageReader } from './message-reader.ts';

export interface Dialect {
	createReader(): MessageReader;
	/** Asks for what there is to be made final. */
	finish: Message;
	keepAlive: Message;
	close: string;
}

/** A text message, or so many ms of silence where the protocol has no message for it. */
type Message = { text: string } | { silenceMs: number };

export interface StreamTranscriberOptions {
	mode: Transcriber['mode'];
	dialect: Dialect;
	dial(language: string, signal: AbortSignal): ReturnType<Dial>;
	clock: Clock;
	log: Logger;
}

/** So much sound without a word about it, in as much time: it does not listen any more. Both models speak up several times a second. */
const SILENT_FOR_MS = 8_000;
/** After finish, what is known then is taken for final: mostly it has long come. */
export const SETTLE_MS = 1_200;
/** Unreadable messages in the log; the rest of them are not. */
const LOGGED = 3;

export function createStreamTranscriber({
	mode,
	dialect,
	dial,
	clock,
	log
}: StreamTranscriberOptions): Transcriber {
	return {
		mode,
		detectsTurns: true,
		async open({ language, onEvent, signal }) {
			const reader = dialect.createReader();
			const timeline = createMediaTimeline();
			const ended = Promise.withResolvers<undefined>();
			// Whoever only pushes need not look at how it ends.
			ended.promise.catch(() => undefined);
			let isOver = false;
			let unheardMs = 0;
			let heardAt = clock.now();
			let unreadable = 0;
			let settling: ReturnType<typeof setTimeout> | null = null;

			function end(error?: Error) {
				if (isOver) return;
				isOver = true;
				stopSettling();
				if (error === undefined) ended.resolve(undefined);
				else ended.reject(error);
			}
			function stopSettling() {
				if (settling !== null) clearTimeout(settling);
				settling = null;
			}
			function fail(cause: unknown) {
				socket.close();
				end(lost('transcriber', cause));
			}
			function tell(events: readonly TranscriptEvent[]) {
				for (const event of events) {
					if (isOver) return;
					if (event.type === 'final') stopSettling();
					onEvent(inMediaTime(event));
				}
			}
			function inMediaTime(event: TranscriptEvent): TranscriptEvent {
				if (event.type === 'speech-started' && event.mediaMs !== undefined) {
					const mediaMs = timeline.toMedia(event.mediaMs);
					return { type: 'speech-started', ...(mediaMs === undefined ? {} : { mediaMs }) };
				}
				if (event.type === 'final' && event.endedAtMs !== undefined) {
					const endedAtMs = timeline.toMedia(event.endedAtMs);
					return { type: 'final', text: event.text, ...(endedAtMs === undefined ? {} : { endedAtMs }) };
				}
				return event;
			}
			function read(text: string) {
				const events = parse(text);
				if (events === undefined) {
					if (unreadable++ < LOGGED)
						log.warn('a transcriber sent what cannot be read', { mode, characters: text.length });
					return;
				}
				unheardMs = 0;
				heardAt = clock.now();
				tell(events);
			}
			function parse(text: string): TranscriptEvent[] | undefined {
				let message: unknown;
				try {
					message = JSON.parse(text);
				} catch {
					return undefined;
				}
				try {
					return reader.read(message);
				} catch (thrown) {
					fail(thrown);
					return [];
				}
			}
			function say(message: Message) {
				if ('text' in message) socket.send(message.text);
				else {
					socket.send(new ArrayBuffer((message.silenceMs * MIC_SAMPLE_RATE * 2) / 1_000));
					timeline.sent(message.silenceMs, null);
				}
			}

			const socket = await openProviderSocket(
				'transcriber',
				(given) => dial(language, given),
				{ onText: read, onBytes: () => undefined, onLost: end },
				signal
			);
			signal.addEventListener('abort', () => end(), { once: true });

			return {
				push(samples, mediaMs) {
					if (isOver) return;
					const ms = (samples.length * 1_000) / MIC_SAMPLE_RATE;
					unheardMs += ms;
					if (unheardMs > SILENT_FOR_MS && clock.now() - heardAt > SILENT_FOR_MS) {
						fail(new Error(`nothing was said about ${Math.round(unheardMs)} ms of sound`));
						return;
					}
					timeline.sent(ms, mediaMs);
					// A copy: `samples` may be a part of something larger.
					socket.send(samples.slice().buffer);
				},
				finish() {
					if (isOver) return;
					say(dialect.finish);
					settling ??= setTimeout(() => {
						settling = null;
						tell(reader.settle());
					}, SETTLE_MS);
				},
				keepAlive() {
					if (!isOver) say(dialect.keepAlive);
				},
				close() {
					if (isOver) return;
					socket.close(dialect.close);
					end();
				},
				closed: ended.promise
			};
		}
	};
}
