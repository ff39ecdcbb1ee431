// The analysis of recordings beside Meyda's nearest features of the same decoded file, in Node and in workerd, in turn; and the memory that
// 50 MB of MP3 take. Times are of the processor, so that other work on the machine counts for less.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createTestHarness } from 'wrangler';
import { median, round } from './statistics.mjs';
import { readMemory } from './workerd-memory.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const FLAGS = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
const MEMORY_FLAGS = ['--expose-gc', '--max-semi-space-size=2'];
const MEGABYTE = 1_000_000;

/** @typedef {{ analyse: number[], decode: number[], meyda: number[] }} Seconds */

/** @param {{rounds?: number, file?: string | undefined}} [options] */
export async function benchAnalyse({ rounds = 5, file } = {}) {
	const folder = await mkdtemp(path.join(tmpdir(), 'segue-bench-analyse-'));
	try {
		/** @type {string[]} */
		const names =
			file === undefined
				? JSON.parse(await run([...FLAGS, 'bench/analyse/make-sound.mjs', folder]))
				: [path.resolve(file)];
		/** @type {Record<string, unknown>} */
		const files = {};
		for (const name of names) {
			const long = name === 'long.mp3';
			files[path.basename(name)] = await measure(path.resolve(folder, name), long ? 1 : rounds, !long);
			console.error(name, files[path.basename(name)]);
		}
		return { files };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** @param {string[]} args */
async function run(args) {
	const { stdout } = await promisify(execFile)(process.execPath, args, {
		cwd: ROOT,
		maxBuffer: 64 * MEGABYTE
	});
	return stdout.trim();
}

/** @param {string} file @param {number} rounds @param {boolean} withMeyda its samples must fit in memory */
async function measure(file, rounds, withMeyda) {
	const { peakMegabytes, durationSeconds } = JSON.parse(
		await run([...FLAGS, ...MEMORY_FLAGS, 'scripts/analyse.mjs', file])
	);
	const node = withMeyda
		? JSON.parse(await run([...FLAGS, 'bench/analyse/in-node.mjs', String(rounds), file])).seconds
		: null;
	const workerd = await inWorkerd(file, rounds, withMeyda);
	return {
		seconds: round(durationSeconds),
		node: { ...(node === null ? {} : factors(node, durationSeconds)), peakMB: peakMegabytes },
		workerd: { ...factors(workerd.seconds, durationSeconds), peakMB: workerd.peakMB }
	};
}

/** Times real time, and how long Meyda takes on the decoded sound against what the product does with it. @param {Seconds} seconds @param {number} duration */
function factors({ analyse, decode, meyda }, duration) {
	const whole = median(analyse);
	const measuring = whole - median(decode);
	return {
		realTimeFactor: round(duration / whole),
		...(meyda.length === 0
			? {}
			: {
					withoutDecoding: round(duration / measuring),
					meyda: round(duration / median(meyda)),
					againstMeyda: round(median(meyda) / measuring)
				})
	};
}

/** @param {string} file @param {number} rounds @param {boolean} withMeyda */
async function inWorkerd(file, rounds, withMeyda) {
	const server = createTestHarness({ root: ROOT, workers: [{ configPath: 'bench/analyse/wrangler.toml' }] });
	const { url } = await server.listen();
	/** @param {string} target @param {RequestInit} [init] */
	const ask = async (target, init) => {
		const response = await fetch(new URL(target, url), init);
		if (!response.ok)
			throw new Error(`${target} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
		return response.json();
	};
	/** @param {string} target */
	const timed = async (target) => {
		const before = await readMemory();
		await ask(target);
		const after = await readMemory();
		return { seconds: after.cpuSeconds - before.cpuSeconds, bytes: after.peak - before.now };
	};
	/** @type {Seconds} */
	const seconds = { analyse: [], decode: [], meyda: [] };
	try {
		await ask('/file', { method: 'PUT', body: await readFile(file) });
		let peak = 0;
		for (let at = 0; at < rounds; at++) {
			const { seconds: whole, bytes } = await timed('/analyse');
			seconds.analyse.push(whole);
			peak = Math.max(peak, bytes);
			if (!withMeyda) continue;
			const { seconds: decode } = await timed('/decode');
			seconds.decode.push(decode);
			seconds.meyda.push((await timed('/meyda')).seconds - decode);
		}
		return { seconds, peakMB: Math.round(peak / MEGABYTE) };
	} finally {
		await server.close();
	}
}
