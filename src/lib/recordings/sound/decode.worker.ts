// Decoding apart from the page, which stays quick while it runs.
import { decodeFile, type DecodeProblem } from './decode-file.ts';

export type DecodeReport = { share: number } | { sound: Blob } | { problem: DecodeProblem };

const report = (said: DecodeReport): void => postMessage(said);

addEventListener('message', ({ data }: MessageEvent<Blob>) => {
	let told = 0;
	const tell = (share: number) => {
		// A report for each of thousands of frames would be more work than the frames.
		if (share - told < 0.01) return;
		told = share;
		report({ share });
	};
	decodeFile(data, tell).then(
		(found) => report(typeof found === 'string' ? { problem: found } : { sound: found }),
		() => report({ problem: 'unreadable' })
	);
});
