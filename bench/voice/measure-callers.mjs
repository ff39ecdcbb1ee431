// Many callers at once, without browsers: whether anybody's playback runs dry, and what a call costs the server.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { median, quantile, round } from '../statistics.mjs';

const CALLERS_A_PROCESS = 25;
const TICKS_A_SECOND = 100;

/** @param {{url: string, key: string, callers: number, forMs: number}} options */
export async function measureCallers({ url, key, callers, forMs }) {
	const before = processorSeconds();
	const since = performance.now();
	const processes = Math.ceil(callers / CALLERS_A_PROCESS);
	const all = await Promise.all(
		Array.from({ length: processes }, (_, i) =>
			callIn(url, key, Math.min(CALLERS_A_PROCESS, callers - i * CALLERS_A_PROCESS), forMs)
		)
	);
	const seconds = (performance.now() - since) / 1_000;
	const used = processorSeconds() - before;
	const outcomes = all.flat();
	const sum = (
		/** @type {'turns' | 'notHeard' | 'errors' | 'underruns' | 'silentMs' | 'missedSpeech' | 'sent' | 'replayed'} */ of
	) => outcomes.reduce((total, one) => total + one[of], 0);
	const latencies = outcomes.flatMap(({ latencies: each }) => each);
	return {
		callers,
		seconds: round(seconds),
		turns: sum('turns'),
		notHeard: sum('notHeard'),
		errors: sum('errors'),
		underruns: sum('underruns'),
		silentMs: round(sum('silentMs')),
		missedSpeechFrames: sum('missedSpeech'),
		mostAheadMs: round(Math.max(...outcomes.map(({ mostAheadMs }) => mostAheadMs))),
		lastSampleToFirstSoundMs: { p50: round(median(latencies)), p95: round(quantile(latencies, 0.95)) },
		serverMsOfAProcessorForEachSecondOfACall: round((used * 1_000) / (seconds * callers))
	};
}

/** @returns {Promise<{turns: number, notHeard: number, errors: number, latencies: number[], underruns: number, silentMs: number, mostAheadMs: number, missedSpeech: number, sent: number, replayed: number}[]>} */
function callIn(
	/** @type {string} */ url,
	/** @type {string} */ key,
	/** @type {number} */ count,
	/** @type {number} */ forMs
) {
	const child = spawn(
		process.execPath,
		[path.join(import.meta.dirname, 'callers.ts'), url, key, String(count), String(forMs)],
		{ stdio: ['ignore', 'pipe', 'inherit'] }
	);
	let output = '';
	child.stdout.on('data', (data) => (output += data));
	return new Promise((resolve, reject) => {
		child.once('close', (code) =>
			code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`callers ended with ${code}`))
		);
	});
}

/** Of every workerd below this process, user and system. */
function processorSeconds() {
	/** @type {Map<number, {parent: number, name: string}>} */
	const processes = new Map();
	for (const line of execFileSync('ps', ['-eo', 'pid=,ppid=,comm='], { encoding: 'utf8' })
		.trim()
		.split('\n')) {
		const [pid, parent, name = ''] = line.trim().split(/\s+/);
		processes.set(Number(pid), { parent: Number(parent), name });
	}
	let seconds = 0;
	for (const [pid, { name }] of processes) {
		if (name !== 'workerd' || !isBelow(pid)) continue;
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		seconds += (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
	}
	return seconds;

	function isBelow(/** @type {number} */ pid) {
		for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === process.pid) return true;
		return false;
	}
}
