// How well found onsets meet true ones: the F-measure of MIREX, one to one within a tolerance. Notes of one chord are one true onset:
// struck up to 50 ms apart they cannot be told from one within a tolerance of 50 ms.

const CHORD_SECONDS = 0.05;

/** @param {readonly number[]} seconds in order @returns {number[]} */
export function chordOnsets(seconds) {
	/** @type {number[]} */
	const onsets = [];
	for (const time of seconds) if (time - (onsets.at(-1) ?? -1) > CHORD_SECONDS) onsets.push(time);
	return onsets;
}

/** @param {readonly number[]} found @param {readonly number[]} truth both in order */
export function onsetScore(found, truth, toleranceSeconds = 0.05) {
	let [hits, at, lateness] = [0, 0, 0];
	// In order, each truth takes the first found one in reach: no other pairing hits more.
	for (const time of truth) {
		while (at < found.length && (found[at] ?? 0) < time - toleranceSeconds) at += 1;
		const distance = (found[at] ?? Infinity) - time;
		if (distance > toleranceSeconds) continue;
		lateness += distance;
		hits += 1;
		at += 1;
	}
	return {
		hits,
		found: found.length,
		truth: truth.length,
		lateness,
		f1: (2 * hits) / Math.max(1, found.length + truth.length)
	};
}
