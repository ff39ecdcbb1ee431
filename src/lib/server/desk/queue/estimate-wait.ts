// How long somebody will wait for a person, from what was measured. With c conversations held at a time and a handling time S, the desk takes
// the next one every S/c; who stands at position p, with f places free, waits for max(0, p - f) of them: (p - f) · S / c. That is the
// queue-length estimator of W. Whitt (Predicting Queueing Delays, Management Science 45/6, 1999) for c servers, with the median for the mean:
// one conversation that was left open must not frighten everybody. A place that is free is not taken at once, so the estimate is never below
// the median of what people waited lately. Pure. Not known: whether somebody goes home meanwhile.

interface QueueSituation {
	/** 1: next. */
	position: number;
	/** Conversations that those who are there hold at a time; 0: nobody is there. */
	slots: number;
	/** Of those, how many are free. */
	freeSlots: number;
	/** From taken to closed, lately. */
	handlingMs: readonly number[];
	/** From wished for to taken, lately. */
	waitsMs: readonly number[];
}

/** Milliseconds; undefined when nobody is there, or nothing was measured to say it by. */
export function estimateWait(situation: QueueSituation): number | undefined {
	const { position, slots, freeSlots, handlingMs, waitsMs } = situation;
	if (slots <= 0) return undefined;
	const usual = median(waitsMs);
	const handling = median(handlingMs);
	const ahead = Math.max(0, position - Math.max(0, freeSlots));
	if (ahead > 0 && handling === undefined) return undefined;
	const backlog = (ahead * (handling ?? 0)) / slots;
	if (usual === undefined) return ahead > 0 ? Math.round(backlog) : undefined;
	return Math.round(Math.max(backlog, usual));
}

/** The middle one; of an even number the later of the two, so that it is one that was measured. */
export function median(values: readonly number[]): number | undefined {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)];
}
