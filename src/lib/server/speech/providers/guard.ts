// The times and the circuit breaker around a provider of speech. Nothing is tried again: the next one of the list stands ready, and a
// person waits. What they gave up themselves says nothing of the provider.
import { AppError } from '#lib/shared/errors.ts';
import { createDeadline, TooSlow, type Admission, type CircuitBreaker } from '../../resilience/index.ts';
import { createSoundQueue } from '../sound-queue.ts';
import type { Speaker, SpeechStream, Transcriber } from '../ports.ts';
import { away, thrownBy, tooSlow, type Part } from './failure.ts';
import { isSayable } from './open-pieces.ts';

export interface GuardOptions {
	breaker: CircuitBreaker;
	/** Whether the model knows it; left out, any. A language it does not know is no failure of the provider. */
	speaks?: (language: string) => boolean;
}

/** Longer, and the person is better off with the next provider. */
export const OPEN_MS = 4_000;
/** From a piece that is said to its sound, between two sounds of it, and from the last piece to the end. */
export const SOUND_MS = 4_000;

async function openGuarded<Opened>(
	part: Part,
	{ breaker, speaks = () => true }: GuardOptions,
	{ language, signal }: { language: string; signal: AbortSignal },
	open: (signal: AbortSignal) => Promise<Opened>
): Promise<{ opened: Opened; admission: Exclude<Admission, 'refused'> }> {
	if (!speaks(language)) throw away(part);
	const admission = await breaker.admit();
	if (admission === 'refused') throw away(part);
	const gone = new AbortController();
	const leave = () => gone.abort(signal.reason);
	signal.addEventListener('abort', leave, { once: true });
	if (signal.aborted) leave();
	const deadline = createDeadline(signal, tooSlow(part));
	try {
		const opened = await deadline.within(OPEN_MS, open(gone.signal));
		return { opened, admission };
	} catch (thrown) {
		gone.abort();
		if (signal.aborted) throw thrown;
		const error = thrownBy(part, thrown);
		breaker.report(admission, 'failure');
		throw error;
	} finally {
		deadline.end();
	}
}

export function guardTranscriber(transcriber: Transcriber, guard: GuardOptions): Transcriber {
	return {
		mode: transcriber.mode,
		detectsTurns: transcriber.detectsTurns,
		async open({ language, onEvent, signal }) {
			const { opened, admission } = await openGuarded('transcriber', guard, { language, signal }, (given) =>
				transcriber.open({ language, onEvent, signal: given })
			);
			opened.closed.then(
				() => guard.breaker.report(admission, 'success'),
				() => guard.breaker.report(admission, 'failure')
			);
			return opened;
		}
	};
}

export function guardSpeaker(speaker: Speaker, guard: GuardOptions): Speaker {
	return {
		mode: speaker.mode,
		async open({ language, signal }) {
			const { opened, admission } = await openGuarded('speaker', guard, { language, signal }, (given) =>
				speaker.open({ language, signal: given })
			);
			return watch(opened, (outcome) => guard.breaker.report(admission, outcome));
		}
	};
}

/** Whether sound is due is known here alone: between two pieces of a slow answer there is none. */
function watch(stream: SpeechStream, report: (outcome: 'success' | 'failure') => void): SpeechStream {
	const queue = createSoundQueue(cancel);
	let pieces = 0;
	/** The last piece that has something to say. */
	let said = -1;
	let heard = -1;
	let isFinished = false;
	let isReported = false;
	let timer: ReturnType<typeof setTimeout> | null = null;

	function tell(outcome: 'success' | 'failure') {
		if (!isReported) report(outcome);
		isReported = true;
	}
	function rest() {
		if (timer !== null) clearTimeout(timer);
		timer = null;
	}
	function expect() {
		rest();
		if (queue.isOver || (said <= heard && !isFinished)) return;
		timer = setTimeout(() => {
			fail(
				new AppError('unavailable', tooSlow('speaker'), {
					fallbackAvailable: true,
					cause: new TooSlow(`no sound in ${SOUND_MS} ms`)
				})
			);
			stream.cancel();
		}, SOUND_MS);
	}
	function fail(error: AppError) {
		rest();
		tell('failure');
		queue.fail(error);
	}
	function cancel() {
		rest();
		if (heard >= 0) tell('success');
		queue.cut();
		stream.cancel();
	}
	async function pump() {
		try {
			for await (const sound of stream.sound) {
				heard = Math.max(heard, sound.piece);
				queue.push(sound);
				expect();
			}
			rest();
			if (isFinished && !queue.isOver && heard >= 0) tell('success');
			queue.end();
		} catch (thrown) {
			if (!queue.isOver) fail(thrownBy('speaker', thrown));
		}
	}
	pump().catch(() => undefined);

	return {
		sampleRate: stream.sampleRate,
		say(text) {
			const piece = pieces++;
			stream.say(text);
			if (!isSayable(text)) return;
			// Another piece gives the one before no more time.
			const wasDue = said > heard;
			said = piece;
			if (!wasDue) expect();
		},
		finish() {
			isFinished = true;
			stream.finish();
			expect();
		},
		cancel,
		sound: queue.sound
	};
}
