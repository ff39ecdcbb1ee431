// npm run -s analyse -- FILE…: measures recordings with the product's own code and prints one JSON object a line.
// A file that cannot be measured gives {file, error: {code, message}} and a status of 1 at the end; the others are measured all the same.
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
		const idle = process.memoryUsage().rss;
		let peak = 0;
		/** @type {import('../src/lib/server/recordings/index.ts').SoundFile} */
		const sound = {
			sizeBytes: size,
			read: async (from, to) => {
				const bytes = new Uint8Array(Math.max(0, Math.min(to, size) - from));
				const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
				peak = Math.max(peak, process.memoryUsage.rss());
				return bytes.subarray(0, bytesRead);
			}
		};
		const result = await analyseFile(sound, DECODERS);
		return { result, peakBytes: Math.max(0, Math.max(peak, process.memoryUsage.rss()) - idle) };
	} finally {
		await handle.close();
	}
}

/** What the disk refuses is said in the words of its own error; anything else that is unknown is a bug and stays one. */
function known(/** @type {unknown} */ thrown, /** @type {string} */ file) {
	const code = /** @type {{ code?: string }} */ (thrown).code;
	if (code === 'ENOENT') return new AppError('not-found', `There is no file ${file}.`);
	if (code === 'EISDIR') return new AppError('invalid', `${file} is a folder.`);
	return thrown;
}
