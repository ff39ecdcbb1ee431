// node … bench/analyse/in-node.mjs ROUNDS FILE: one JSON object with the seconds of processor time of each round, in turn.
import { readFileSync } from 'node:fs';
import { prepareMessages } from '../../scripts/recordings/messages.mjs';
import { DECODERS } from '../../scripts/recordings/decoders.ts';

prepareMessages();
const { analysed, decoded, meydaOf } = await import('./work.ts');
const [rounds, name] = process.argv.slice(2);
const bytes = readFileSync(name ?? '');
const file = {
	sizeBytes: bytes.length,
	read: async (/** @type {number} */ from, /** @type {number} */ to) => bytes.subarray(from, to)
};
/** @type {Record<'analyse' | 'decode' | 'meyda', number[]>} */
const seconds = { analyse: [], decode: [], meyda: [] };
for (let round = 0; round < Number(rounds); round++) {
	seconds.analyse.push(await timed(() => analysed(file, DECODERS)));
	/** @type {Float32Array} */
	let samples = new Float32Array(0);
	seconds.decode.push(await timed(async () => (samples = await decoded(file, DECODERS))));
	seconds.meyda.push(await timed(async () => meydaOf(samples)));
}
console.log(JSON.stringify({ ...(await analysed(file, DECODERS)), seconds }));

/** @param {() => Promise<unknown>} work */
async function timed(work) {
	const since = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(since);
	return (user + system) / 1e6;
}
