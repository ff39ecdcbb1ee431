// The fence of the floor in many seeded interleavings, on every processor: npm run verify -- floor
//   node --experimental-transform-types bench/floor-fence.ts COUNT [FIRST_SEED]
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { runInterleaving } from '../src/lib/server/chat/fixtures/floor-interleaving.ts';

const [count = 1_000, first = Math.floor(Math.random() * 2 ** 30)] = process.argv.slice(2).map(Number);

if (process.send === undefined) await share();
else await run();

async function run(): Promise<void> {
	for (let seed = first; seed < first + count; seed++) {
		const { steps, violations } = await runInterleaving(seed);
		process.send?.({ seed, steps, violations });
	}
	process.disconnect();
}

async function share(): Promise<void> {
	const begun = Date.now();
	const parts = availableParallelism();
	let done = 0;
	const failed: number[] = [];
	await Promise.all(
		Array.from({ length: parts }, (_, part) => {
			const from = Math.floor((count * part) / parts);
			const to = Math.floor((count * (part + 1)) / parts);
			const child = fork(import.meta.filename, [String(to - from), String(first + from)]);
			child.on(
				'message',
				({ seed, steps, violations }: Awaited<ReturnType<typeof runInterleaving>> & { seed: number }) => {
					done++;
					if (done % 10_000 === 0) console.log(`${done} of ${count}`);
					if (violations.length === 0) return;
					failed.push(seed);
					console.log(`seed ${seed}: ${steps.join(' ')}\n  ${violations.join('\n  ')}`);
				}
			);
			return new Promise((resolve) => child.once('close', resolve));
		})
	);
	const seconds = Math.round((Date.now() - begun) / 1_000);
	console.log(
		`floor: ${done} interleavings from seed ${first} in ${seconds} s, ${failed.length} with violations${failed.length === 0 ? '' : ` (keep their seeds in floor-seeds.ts: ${failed.slice(0, 20).join(', ')})`}`
	);
	process.exitCode = failed.length === 0 && done === count ? 0 : 1;
}
