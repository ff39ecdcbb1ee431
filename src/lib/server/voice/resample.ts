// Sound of a speaker at another rate, brought to the one that goes down the line. By straight lines between samples: speech, and rare.

/** A stream's worth of it: what comes in bits fits together. The same rate goes through untouched. */
export function createResampler(fromHz: number, toHz: number): (samples: Int16Array) => Int16Array {
	if (fromHz === toHz) return (samples) => samples;
	const step = fromHz / toHz;
	/** The last sample of the bit before, and where the next one to be made lies, counted from it. */
	let last: number | undefined;
	let at = 0;
	return (samples) => {
		if (samples.length === 0) return samples;
		const before = last === undefined ? 0 : 1;
		const value = (index: number) => (index < before ? (last ?? 0) : (samples[index - before] ?? 0));
		const end = samples.length + before - 1;
		const made: number[] = [];
		for (; at <= end; at += step) {
			const index = Math.floor(at);
			const share = at - index;
			made.push(Math.round(value(index) * (1 - share) + (share === 0 ? 0 : value(index + 1) * share)));
		}
		at -= end;
		last = samples.at(-1);
		return Int16Array.from(made);
	};
}
