// What a rate limit object does, without the object. Buckets are decided in memory, at once; they are written behind, at most once a
// second, and never before the answer: a crash forgives at most that second. When every bucket is full again nothing is kept.
import {
	fullAt,
	isFull,
	takeTokens,
	type Bucket,
	type BucketState,
	type LimitDecision
} from './token-bucket.ts';

export interface KeeperStorage {
	read(): Record<string, BucketState> | undefined;
	write(states: Record<string, BucketState>): void;
	clear(): Promise<void>;
	/** Asks for sweep() to be called at that time; a later call moves it. */
	wakeAt(time: number): Promise<void>;
}

export interface Keeper {
	take(buckets: Bucket[]): LimitDecision;
	/** Writes what changed. Called by the timer that `later` was given. */
	flush(): Promise<void>;
	/** Forgets everything once it is full again. */
	sweep(): Promise<void>;
}

export interface KeeperOptions {
	storage: KeeperStorage;
	now: () => number;
	/** Runs the work once, a while from now. */
	later: (work: () => Promise<void>) => void;
}

/** More buckets than this in one object means somebody makes them up: full ones are dropped at once. */
const CROWD = 500;

export function createKeeper({ storage, now, later }: KeeperOptions): Keeper {
	let states: Map<string, BucketState> | undefined;
	let isFlushDue = false;

	const load = () => (states ??= new Map(Object.entries(storage.read() ?? {})));
	const dropFull = (buckets: Map<string, BucketState>) => {
		for (const [name, state] of buckets) if (isFull(state, now())) buckets.delete(name);
	};

	const keeper: Keeper = {
		take(buckets) {
			const known = load();
			if (known.size > CROWD) dropFull(known);
			const decision = takeTokens(known, buckets, now());
			if (!isFlushDue) {
				isFlushDue = true;
				later(keeper.flush);
			}
			return decision;
		},
		async flush() {
			isFlushDue = false;
			const known = load();
			dropFull(known);
			if (known.size === 0) return;
			storage.write(Object.fromEntries(known));
			await storage.wakeAt(Math.max(...Array.from(known.values(), fullAt)));
		},
		async sweep() {
			const known = load();
			dropFull(known);
			if (known.size === 0) await storage.clear();
			else await keeper.flush();
		}
	};
	return keeper;
}
