// Callers of another make: espeak-ng, where it is installed (Debian: espeak-ng). Not needed, and no part of the product. It tells no times of
// words: they are shared out by letters, which is enough to say when a transcriber would have heard them.
import { execFileSync } from 'node:child_process';
import { RATE, scaleTo, type Utterance, type Voice } from './formant-voice.ts';

/** Of its voices of English: women, men, a whisper less. */
const VARIANTS = ['m1', 'm3', 'm5', 'm7', 'f1', 'f2', 'f4', 'f5', 'klatt2', 'klatt4'] as const;
const HEADER_BYTES = 44;
const ITS_RATE = 22_050;
const USUAL_WORDS_A_MINUTE = 165;

let isInstalled: boolean | undefined;

export function hasEspeak(): boolean {
	if (isInstalled === undefined)
		try {
			execFileSync('espeak-ng', ['--version'], { stdio: 'ignore' });
			isInstalled = true;
		} catch {
			isInstalled = false;
		}
	return isInstalled;
}

/** Said by the variant that belongs to this voice. */
export function speakByEspeak(voice: Voice, text: string, level: number): Utterance {
	const number = Number(voice.id.split(' ').at(-1));
	const wav = execFileSync(
		'espeak-ng',
		[
			...['--stdout', '-v', `en+${VARIANTS[number % VARIANTS.length] ?? 'm1'}`],
			...['-s', String(Math.round(USUAL_WORDS_A_MINUTE * voice.speed)), text]
		],
		{ stdio: ['ignore', 'pipe', 'ignore'] }
	);
	const source = new Int16Array(
		wav.buffer.slice(wav.byteOffset + HEADER_BYTES, wav.byteOffset + wav.byteLength - (wav.byteLength % 2))
	);
	const samples = new Float32Array(Math.floor((source.length * RATE) / ITS_RATE));
	for (let i = 0; i < samples.length; i++) {
		const at = (i * ITS_RATE) / RATE;
		const here = source[Math.floor(at)] ?? 0;
		const after = source[Math.floor(at) + 1] ?? here;
		samples[i] = (here + (after - here) * (at % 1)) / 32_768;
	}
	let peak = 0;
	for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
	const isHeard = (sample: number | undefined) => Math.abs(sample ?? 0) >= peak / 1_000;
	let onset = 0;
	while (onset < samples.length && !isHeard(samples[onset])) onset++;
	let end = samples.length;
	while (end > onset && !isHeard(samples[end - 1])) end--;
	samples.fill(0, 0, onset);
	samples.fill(0, end);
	scaleTo(samples, level);
	const list = text.split(/\s+/).filter(Boolean);
	const letters = list.reduce((sum, word) => sum + word.length + 1, 0);
	let start = onset;
	const words = list.map((word) => {
		const wordEnd = start + ((end - onset) * (word.length + 1)) / letters;
		const spoken = { text: word, start: Math.round(start), end: Math.round(wordEnd) };
		start = wordEnd;
		return spoken;
	});
	return { samples, onset, end, words };
}
