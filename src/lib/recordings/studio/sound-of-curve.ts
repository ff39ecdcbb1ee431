// A curve as a tone that glides: higher is more. Two octaves for the whole range, six seconds for the whole take.

const SECONDS = 6;
const LOWEST_HERTZ = 220;
const OCTAVES = 2;

/** Plays it; the returned function ends it early. `onend` is called once, whichever way it ends. */
export function playCurve(values: readonly number[], onend: () => void): () => void {
	const context = new AudioContext();
	const tone = new OscillatorNode(context, { type: 'triangle' });
	const volume = new GainNode(context, { gain: 0 });
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const hertzOf = (value: number) =>
		LOWEST_HERTZ * 2 ** (OCTAVES * (high === low ? 0.5 : (value - low) / (high - low)));
	const from = context.currentTime + 0.05;
	values.forEach((value, at) => {
		const when = from + (SECONDS * at) / Math.max(1, values.length - 1);
		if (at === 0) tone.frequency.setValueAtTime(hertzOf(value), when);
		else tone.frequency.exponentialRampToValueAtTime(hertzOf(value), when);
	});
	volume.gain.setValueAtTime(0, from);
	volume.gain.linearRampToValueAtTime(0.15, from + 0.05);
	volume.gain.setValueAtTime(0.15, from + SECONDS - 0.1);
	volume.gain.linearRampToValueAtTime(0, from + SECONDS);
	tone.connect(volume).connect(context.destination);
	let isEnded = false;
	const end = () => {
		if (isEnded) return;
		isEnded = true;
		void context.close();
		onend();
	};
	tone.addEventListener('ended', end);
	tone.start(from);
	tone.stop(from + SECONDS);
	return end;
}
