// What a person notices, measured in headless Chromium: how long until the answer sounds, how long until it is silent when they speak, what is
// kept as heard, and whether anything they say is lost when the line breaks.
import { median, quantile, round } from '../statistics.mjs';
import { SILENCE_MS, toneMsOf } from '../../src/lib/server/speech/scripted/tone-speech.ts';
import { boundaryOf } from '../barge-in/word-boundary.ts';
import { openBrowserCall, type BrowserCall } from './browser-call.ts';
import { createCuttableLine } from './cuttable-line.ts';
import { toneTrack } from './tone-track.ts';

const spread = (values: readonly number[]) =>
	values.length === 0
		? { n: 0 }
		: {
				n: values.length,
				p50: round(median([...values])),
				p95: round(quantile([...values], 0.95)),
				most: round(Math.max(...values))
			};

const LEAD_MS = 3_000;
const NUMBERS =
	'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'.split(' ');
const numbered = (i: number) => `${NUMBERS[i % NUMBERS.length] ?? ''}${i < NUMBERS.length ? '' : ' more'}`;

type Options = { url: string; folder: string };

const finals = (call: BrowserCall) =>
	call.events.flatMap(({ event }) => (event.type === 'turn.final' ? [event.text] : []));

/** Short questions, short answers, each heard to its end. */
export async function measureVoiceToVoice({ url, folder }: Options, turns: number) {
	const track = toneTrack(
		LEAD_MS,
		Array.from({ length: turns }, (_, i) => ({ text: `when is lesson ${numbered(i)}`, afterMs: 3_000 }))
	);
	const call = await openBrowserCall({ url, folder, track });
	try {
		await call.until((now) => finals(now).length >= turns, track.lengthMs + 30_000, `turn ${turns}`);
		await call
			.until(
				({ metrics }) => metrics.filter(({ name }) => name === 'v2v').length >= turns,
				6_000,
				'the last answer'
			)
			.catch(() => undefined);
		const v2v = call.metrics.flatMap((metric) => (metric.name === 'v2v' ? [metric.ms] : []));
		const server = call.metrics.flatMap((metric) =>
			metric.name === 'server' ? [metric.metrics as Record<string, number>] : []
		);
		const of = (name: string) => spread(server.flatMap((metrics) => metrics[name] ?? []));
		return {
			turns,
			v2vMs: spread(v2v),
			// The transcriber waits for this much silence; model and speaker take no time.
			overheadMs: spread(v2v.map((ms) => ms - SILENCE_MS)),
			server: Object.fromEntries(
				['eotDelayMs', 'llmTtftMs', 'firstClauseMs', 'ttsTtfbMs', 'overheadMs'].map((name) => [
					name,
					of(name)
				])
			),
			underruns: sumOf(call.metrics.flatMap((metric) => (metric.name === 'turn' ? [metric.underruns] : [])))
		};
	} finally {
		await call.end();
	}
}

/** Long answers that are interrupted with words. */
export async function measureInterruptions({ url, folder }: Options, rounds: number) {
	const track = toneTrack(
		LEAD_MS,
		Array.from({ length: rounds }, (_, i) => [
			// Whatever the answer's first sound waits for, it plays for a while before it is interrupted.
			{ text: `long please ${numbered(i)}`, afterMs: 2_500 + 370 * (i % 9) },
			{ text: 'stop', afterMs: 1_500 }
		]).flat()
	);
	const call = await openBrowserCall({ url, folder, track });
	try {
		await call
			.until(
				({ events }) => events.filter(({ event }) => event.type === 'response.cancelled').length >= rounds,
				track.lengthMs + 30_000,
				`interruption ${rounds}`
			)
			.catch((thrown: unknown) => console.error(String(thrown)));
		const stops = call.metrics.flatMap((metric) => (metric.name === 'barge-in-stop' ? [metric.ms] : []));
		return {
			rounds,
			pausedMs: spread(stops),
			...boundaries(call),
			falselyResumed: call.metrics.filter(({ name }) => name === 'resumed').length
		};
	} finally {
		await call.end();
	}
}

function boundaries(call: BrowserCall) {
	const errors: number[] = [];
	let notTheBeginning = 0;
	const cutAt = new Map(
		call.metrics.flatMap((metric) =>
			metric.name === 'cancelled' ? [[metric.responseId, metric.playedMs] as const] : []
		)
	);
	for (const { event: cut } of call.events) {
		if (cut.type !== 'response.cancelled') continue;
		const playedMs = cutAt.get(cut.responseId);
		if (playedMs === undefined) continue;
		const said = call.events.flatMap(({ event }) =>
			event.type === 'response.text.delta' && event.responseId === cut.responseId
				? wordsIn(event.spoken, event.audioFromMs)
				: []
		);
		const { error, isBeginning } = boundaryOf(said, playedMs, cut.heardText);
		errors.push(error);
		if (!isBeginning) notTheBeginning++;
	}
	return {
		boundary: {
			n: errors.length,
			withinOne: round(errors.filter((error) => Math.abs(error) <= 1).length / Math.max(1, errors.length)),
			exact: round(errors.filter((error) => error === 0).length / Math.max(1, errors.length)),
			farthest: Math.max(0, ...errors.map(Math.abs)),
			notTheBeginning
		}
	};
}

/** In tones every byte takes as long: where a word lies is known to the millisecond. */
function wordsIn(spoken: string, fromMs: number) {
	return [...spoken.matchAll(/\S+/gu)].map((word) => {
		const startMs = fromMs + toneMsOf(spoken.slice(0, word.index));
		return { text: word[0], startMs, endMs: startMs + toneMsOf(word[0]) };
	});
}

/** The line is cut in the middle of every utterance; all of them must be understood whole, each once. */
export async function measureKills({ url, folder }: Options, kills: number) {
	const says = Array.from(
		{ length: kills },
		(_, i) => `this is what I say when the line breaks ${numbered(i)}`
	);
	const track = toneTrack(
		LEAD_MS,
		says.map((text) => ({ text, afterMs: 3_500 }))
	);
	const line = await createCuttableLine(Number(new URL(url).port));
	let cuts = 0;
	let isPlanned = false;
	const cutIn = (ms: number) => {
		if (isPlanned || cuts >= kills) return;
		isPlanned = true;
		setTimeout(() => {
			isPlanned = false;
			cuts++;
			line.cut();
		}, ms);
	};
	const call = await openBrowserCall({
		url: line.url,
		folder,
		track,
		onEvent(event) {
			// Somewhere in what is being said, at another place each time.
			if (event.type === 'speech.started') cutIn(200 + ((cuts * 7) % 20) * 100);
		}
	});
	try {
		await call
			.until((now) => finals(now).length >= kills, track.lengthMs + 40_000, `utterance ${kills}`)
			.catch((thrown: unknown) => console.error(String(thrown)));
		// Events that came again on a new line are the same turn.
		const heard = [
			...new Map(
				call.events.flatMap(({ event }) =>
					event.type === 'turn.final' ? [[event.turnId, event.text] as const] : []
				)
			).values()
		];
		const missing = says.filter((text) => !heard.includes(text));
		const ready = call.metrics.flatMap((metric) => (metric.name === 'ready' ? [metric] : []));
		return {
			kills: cuts,
			utterances: says.length,
			whole: says.length - missing.length,
			gaps: missing.length,
			more: heard.length - (says.length - missing.length),
			heardOtherwise: heard.filter((text) => !says.includes(text)).slice(0, 5),
			backMs: spread(ready.slice(1).map(({ ms }) => ms)),
			replayedFrames: Math.max(0, ...ready.map(({ replayedFrames }) => replayedFrames)),
			lostFrames: Math.max(0, ...ready.map(({ lostFrames }) => lostFrames))
		};
	} finally {
		await call.end();
		await line.close();
	}
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
