// Time that passes only when it is told to: timers of both sides of a call and of the line between them, each at its own moment.

export interface VirtualTime {
	/** ms from the start. */
	now(): number;
	later(delayMs: number, work: () => void): () => void;
	/** Work that takes real time (a digest) takes none here: no time passes before it is done. */
	hold(work: Promise<unknown>): void;
	/** Lets time pass; what was promised meanwhile comes of every timer before the next one. */
	runUntil(atMs: number): Promise<void>;
}

export function createVirtualTime(): VirtualTime {
	let now = 0;
	let count = 0;
	/** In order: earliest first, then as they were asked for. */
	const timers: { at: number; order: number; work: () => void }[] = [];

	const held = new Set<Promise<unknown>>();

	/** After every promise that is already under way, however long its chain. */
	async function settled(): Promise<void> {
		await turn();
		while (held.size > 0) await Promise.race(held);
	}

	return {
		now: () => now,
		hold(work) {
			const done = work.finally(() => held.delete(done));
			held.add(done);
		},
		later(delayMs, work) {
			const timer = { at: now + Math.max(0, delayMs), order: count++, work };
			let place = timers.length;
			while (place > 0 && (timers[place - 1]?.at ?? 0) > timer.at) place--;
			timers.splice(place, 0, timer);
			return () => {
				const index = timers.indexOf(timer);
				if (index !== -1) timers.splice(index, 1);
			};
		},
		async runUntil(atMs) {
			for (let next = timers[0]; next !== undefined && next.at <= atMs; next = timers[0]) {
				timers.shift();
				now = Math.max(now, next.at);
				next.work();
				await settled();
			}
			now = Math.max(now, atMs);
			await settled();
		}
	};
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
