// A process of callers: each asks in tones at the pace of speech, hears the answer to its end, waits a moment and asks again, for as long as
// it is told. Says what every one of them met, as one line of JSON.
//   node callers.ts URL KEY COUNT FOR_MS
import { toneTrack } from './tone-track.ts';
import { createCaller } from './caller.ts';

const [url = '', key = '', count = '1', forMs = '60000'] = process.argv.slice(2);
const headers = { 'x-api-key': key };
const STEP_MS = 80;
const STEP_SAMPLES = 16 * STEP_MS;
const BETWEEN_MS = 1_000;

const outcomes = await Promise.all(Array.from({ length: Number(count) }, (_, i) => live(i)));
console.log(JSON.stringify(outcomes));
process.exit(0);

async function live(index: number) {
	const conversationId = crypto.randomUUID();
	const prepared = await fetch(`${url}/api/chat/${conversationId}/voice`, { method: 'POST', headers });
	if (!prepared.ok) throw new Error(`${prepared.status} ${await prepared.text()}`);
	const latencies: number[] = [];
	const ledgers: { count: number; silentMs: number; mostAheadMs: number }[] = [];
	let endedSpeakingAt = 0;
	let isFirst = false;
	let errors = 0;
	const caller = createCaller({
		url,
		conversationId,
		headers,
		onEvent(event) {
			if (event.type === 'error') errors++;
		},
		onSpeech(_responseId, _samples, atMs) {
			if (isFirst) latencies.push(atMs - endedSpeakingAt);
			isFirst = false;
		}
	});
	await caller.start();
	// The microphone never rests: what is to be said is put into it, and between that it is silent.
	const { samples } = toneTrack(0, [{ text: 'long please', afterMs: 0 }]);
	let at = Number.POSITIVE_INFINITY;
	const quiet = new Int16Array(STEP_SAMPLES);
	const begun = performance.now() + ((index * 9_973) % 2_000);
	let steps = 0;
	const microphone = setInterval(() => {
		// Paced against the start: a late timer sends what it owes.
		while (begun + steps * STEP_MS <= performance.now()) {
			steps++;
			const part = samples.subarray(at, at + STEP_SAMPLES);
			if (part.length === 0) caller.speak(quiet);
			else {
				const step = new Int16Array(STEP_SAMPLES);
				step.set(part);
				caller.speak(step);
				at += STEP_SAMPLES;
				if (at >= samples.length) endedSpeakingAt = performance.now();
			}
		}
	}, 20);
	const until = performance.now() + Number(forMs);
	let turns = 0;
	let notHeard = 0;
	while (performance.now() < until) {
		const from = caller.events.length;
		at = 0;
		isFirst = true;
		const final = await caller.next('turn.final', undefined, from).catch(() => undefined);
		if (final === undefined) {
			notHeard++;
			continue;
		}
		if (final.text !== 'long please') notHeard++;
		const started = await caller.next('response.started', undefined, from);
		const done = await caller.next(
			'response.done',
			({ responseId }) => responseId === started.responseId,
			from,
			60_000
		);
		const ledger = caller.ledger(started.responseId);
		if (ledger !== undefined) {
			const leftMs = done.audioMs - ledger.playedMs(performance.now());
			await new Promise((resolve) => setTimeout(resolve, Math.max(0, leftMs)));
			ledgers.push({ ...ledger.underruns, mostAheadMs: ledger.mostAheadMs });
		}
		turns++;
		await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
	}
	clearInterval(microphone);
	caller.hangUp();
	return {
		turns,
		notHeard,
		errors,
		latencies,
		underruns: ledgers.reduce((sum, ledger) => sum + ledger.count, 0),
		silentMs: ledgers.reduce((sum, ledger) => sum + ledger.silentMs, 0),
		mostAheadMs: Math.max(0, ...ledgers.map(({ mostAheadMs }) => mostAheadMs)),
		...caller.counts()
	};
}
