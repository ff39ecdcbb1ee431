// Something to say that survives a codec and a busy machine: letters as long tones, each another whole tone higher. What is heard is read
// again letter by letter; a few milliseconds that were lost, or made up, change none.

const LETTERS = 'abcdefghij';
const LOWEST_HZ = 400;
const TONE_MS = 200;
const GAP_MS = 40;
const STEP_MS = 20;
const LOUD = 0.05;

const pitchOf = (letter: number) => LOWEST_HZ * 2 ** (letter / 5);

export function sing(melody: string, sampleRate: number): Float32Array<ArrayBuffer> {
	const tone = (sampleRate * TONE_MS) / 1_000;
	const whole = (sampleRate * (TONE_MS + GAP_MS)) / 1_000;
	const samples = new Float32Array(whole * melody.length);
	for (const [index, letter] of Array.from(melody).entries())
		for (let i = 0; i < tone; i++)
			samples[index * whole + i] =
				0.5 * Math.sin((2 * Math.PI * pitchOf(LETTERS.indexOf(letter)) * i) / sampleRate);
	return samples;
}

/** The letters, in order; one that sounds on is one. */
export function listen(samples: Int16Array, sampleRate: number): string {
	const step = (sampleRate * STEP_MS) / 1_000;
	const steps: string[] = [];
	for (let at = 0; at + step <= samples.length; at += step)
		steps.push(letterOf(samples.subarray(at, at + step), sampleRate));
	// A letter is what sounds for 80 ms at least; what separates two is quiet, or another one.
	const runs = steps.join('').match(/(.)\1*/g) ?? [];
	const letters = runs.flatMap((run) => (run.length >= 4 && !run.startsWith(' ') ? [run.charAt(0)] : []));
	// A busy machine breaks one in two now and then; no melody has the same letter twice in a row.
	return letters.filter((letter, index) => letter !== letters[index - 1]).join('');
}

function letterOf(samples: Int16Array, sampleRate: number): string {
	const energy = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
	if (Math.sqrt(energy) < LOUD) return ' ';
	const shares = Array.from(LETTERS, (_, letter) => share(samples, pitchOf(letter), sampleRate));
	return LETTERS.charAt(shares.indexOf(Math.max(...shares)));
}

function share(samples: Int16Array, hz: number, sampleRate: number): number {
	let real = 0;
	let imaginary = 0;
	samples.forEach((sample, i) => {
		real += sample * Math.cos((2 * Math.PI * hz * i) / sampleRate);
		imaginary += sample * Math.sin((2 * Math.PI * hz * i) / sampleRate);
	});
	return Math.hypot(real, imaginary);
}
