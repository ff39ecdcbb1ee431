// An envelope as the outline of a waveform: as many bars as can be told apart, the loudest value of each.

export function barsOf(values: readonly number[], most: number): number[] {
	const count = Math.min(most, values.length);
	return Array.from({ length: count }, (_, at) => {
		let loudest = 0;
		const end = Math.max(
			Math.floor(((at + 1) * values.length) / count),
			Math.floor((at * values.length) / count) + 1
		);
		for (let from = Math.floor((at * values.length) / count); from < end; from++)
			loudest = Math.max(loudest, values[from] ?? 0);
		return loudest;
	});
}

/** A closed path in a box of `count` by 100, mirrored about its middle. */
export function outlineOf(bars: readonly number[]): string {
	if (bars.length === 0) return '';
	const top = bars.map((bar, at) => `${at + 0.5} ${(50 - 48 * bar).toFixed(1)}`);
	const bottom = bars.map((bar, at) => `${at + 0.5} ${(50 + 48 * bar).toFixed(1)}`).reverse();
	return `M${[...top, ...bottom].join('L')}Z`;
}

/** Round moments for a ruler: at most seven, which a phone has room for. */
export function ticksOf(seconds: number): number[] {
	const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find((one) => seconds / one <= 7) ?? 600;
	return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, at) => at * step).filter(
		(at) => at < seconds * 0.97
	);
}
