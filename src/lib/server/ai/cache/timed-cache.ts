// What costs time or money and can be had again, in KV: keys are hashes, values expire. A cache that is slow or away is a miss, never a
// failure; what is kept is written behind whoever waits.
import type { Logger, RunInBackground } from '../../observability/index.ts';
import type { Metrics } from '../../platform/index.ts';

export interface TimedCache {
	/** undefined: not there, not in time, or not what was kept. */
	read(key: string): Promise<string | undefined>;
	/** Returns at once. */
	keep(key: string, value: string): void;
}

/** `embedding` and `llm` begin the keys, as in `llm:{sha256}`. */
export type CacheName = keyof typeof SECONDS_KEPT;

const SECONDS_KEPT = { embedding: 7 * 86_400, llm: 86_400 } as const;

/** A store that has not answered by then costs more than it saves. */
const PATIENCE_MS = 60;

export const CACHE_METRIC = 'cache.lookups.count';

interface CacheDependencies {
	store: Pick<KVNamespace, 'get' | 'put'>;
	metrics: Pick<Metrics, 'count'>;
	log: Logger;
	runInBackground: RunInBackground;
}

export function createTimedCache(
	name: CacheName,
	{ store, metrics, log, runInBackground }: CacheDependencies
): TimedCache {
	async function find(key: string): Promise<string | undefined> {
		let timer: ReturnType<typeof setTimeout> | null = null;
		const tooLate = new Promise<null>((resolve) => {
			timer = setTimeout(() => resolve(null), PATIENCE_MS);
		});
		try {
			return (await Promise.race([store.get(`${name}:${key}`), tooLate])) ?? undefined;
		} catch (cause) {
			log.warn('a cache could not be read', { cache: name, cause });
			return undefined;
		} finally {
			clearTimeout(timer);
		}
	}

	return {
		async read(key) {
			const value = await find(key);
			metrics.count(CACHE_METRIC, { cache: name, outcome: value === undefined ? 'miss' : 'hit' });
			return value;
		},
		keep: (key, value) =>
			runInBackground('cache', store.put(`${name}:${key}`, value, { expirationTtl: SECONDS_KEPT[name] }))
	};
}
