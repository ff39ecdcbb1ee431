// Which gap a question belongs to: the nearest by the cosine of embedded vectors, where one is near enough.

/**
 * Of the embedded embedder. Of 2,550 pairs of questions that ask different things (the demo school's and the music theory set's), 7 come
 * as near as this.
 */
export const NEAR_ENOUGH = 0.5;

/** Vectors of length one, as embedders give them; one of zeros (a text without words) is near nothing. */
export function nearest<Gap extends { vector: readonly number[] }>(
	vector: readonly number[],
	gaps: readonly Gap[]
): Gap | undefined {
	let best: { gap: Gap; likeness: number } | undefined;
	for (const gap of gaps) {
		let likeness = 0;
		for (let at = 0; at < vector.length; at++) likeness += (vector[at] ?? 0) * (gap.vector[at] ?? 0);
		if (likeness >= NEAR_ENOUGH && likeness > (best?.likeness ?? 0)) best = { gap, likeness };
	}
	return best?.gap;
}
