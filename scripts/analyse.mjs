// npm run -s analyse -- FILE…: measures recordings with the product's own code and prints one JSON object a line.
// peakMegabytes: what the process held at most while it measured that file, above what it held before.
// A file that cannot be measured gives {file, error: {code, message}} and a status of 1 at the end; the others are measured all the same.
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DECODERS } from './recordings/decoders.ts';
import { prepareMessages } from './recordings/messages.mjs';

const files = process.argv.slice(2);
if (files.length === 0) {
	console.error('Usage: npm run -s analyse -- FILE…');
	process.exit(2);
}
prepareMessages();
const { analyseFile } = await import('../src/lib/server/recordings/index.ts');
const { AppError, toErrorBody } = await import('../src/lib/shared/errors.ts');
for (const file of files) {
	const begun = performance.now();
	try {
		const { result, peakBytes } = await analysed(file);
		console.log(
			JSON.stringify({
				file,
				...result,
				analysisSeconds: Number(((performance.now() - begun) / 1000).toFixed(3)),
				peakMegabytes: Number((peakBytes / 1_000_000).toFixed(1))
			})
		);
	} catch (thrown) {
		const { code, message } = toErrorBody(known(thrown, file), '', 0).error;
		// A bug: what it says in public helps nobody here.
		if (code === 'internal') console.error(thrown);
		console.log(JSON.stringify({ file, error: { code, message } }));
		process.exitCode = 1;
	}
}

/** @param {string} file */
async function analysed(file) {
	const handle = await open(file);
	try {
		const { size } = await handle.stat();
		let room = new Uint8Array(0);
		const peak = watchMemory();
		/** @type {import('../src/lib/server/recordings/index.ts').SoundFile} */
		const sound = {
			sizeBytes: size,
			read: async (from, to) => {
				const wanted = Math.max(0, Math.min(to, size) - from);
				if (room.length < wanted) room = new Uint8Array(wanted);
				const { bytesRead } = await handle.read(room, 0, wanted, from);
				peak.look();
				return room.subarray(0, bytesRead);
			}
		};
		const result = await analyseFile(sound, DECODERS);
		return { result, peakBytes: peak.bytes() };
	} finally {
		await handle.close();
	}
}

/**
 * The most memory that the whole process holds from now on (resident: the decoder, JavaScript's heap with its garbage, buffers), above what
 * it holds now. Linux keeps the peak itself; elsewhere it is looked at with every read and at the end.
 */
function watchMemory() {
	// Garbage of before must not hide what comes (package.json gives this command --expose-gc).
	globalThis.gc?.();
	const idle = process.memoryUsage.rss();
	let seen = idle;
	try {
		// 5 sets the peak back to what is held now.
		writeFileSync('/proc/self/clear_refs', '5');
	} catch {
		// Not Linux.
	}
	const look = () => (seen = Math.max(seen, process.memoryUsage.rss()));
	return {
		look,
		bytes: () => Math.max(look(), kept() ?? 0) - idle
	};
}

/** @returns {number | null} */
function kept() {
	try {
		const kilobytes = /VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
		return kilobytes === undefined ? null : Number(kilobytes) * 1024;
	} catch {
		return null;
	}
}

/** What the disk refuses is said in the words of its own error; anything else that is unknown is a bug and stays one. */
function known(/** @type {unknown} */ thrown, /** @type {string} */ file) {
	const code = /** @type {{ code?: string }} */ (thrown).code;
	if (code === 'ENOENT') return new AppError('not-found', `There is no file ${file}.`);
	if (code === 'EISDIR') return new AppError('invalid', `${file} is a folder.`);
	return thrown;
}
