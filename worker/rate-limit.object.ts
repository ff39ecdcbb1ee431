// The buckets of one shard. A thin shell: the rules are in src/lib/server/rate-limit.
import { DurableObject } from 'cloudflare:workers';
import { createLogger } from '#lib/server/observability/index.ts';
import {
	createKeeper,
	type Bucket,
	type BucketState,
	type Keeper,
	type LimitDecision
} from '#lib/server/rate-limit/index.ts';

const log = createLogger();
const WRITE_BEHIND_MS = 1000;

export class RateLimitObject extends DurableObject {
	readonly #keeper: Keeper;

	constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
		super(ctx, env);
		this.#keeper = createKeeper({
			now: () => Date.now(),
			storage: {
				read: () => ctx.storage.kv.get<Record<string, BucketState>>('buckets'),
				write: (states) => ctx.storage.kv.put('buckets', states),
				clear: () => ctx.storage.deleteAll(),
				wakeAt: (time) => ctx.storage.setAlarm(time)
			},
			later: (work) => {
				setTimeout(() => {
					// A full disk must not throw into the object: the buckets are still in memory.
					work().catch((cause: unknown) => log.error('rate limit buckets not written', { cause }));
				}, WRITE_BEHIND_MS);
			}
		});
	}

	take(buckets: Bucket[]): LimitDecision {
		return this.#keeper.take(buckets);
	}

	ping(): 'pong' {
		return 'pong';
	}

	override async alarm(): Promise<void> {
		await this.#keeper.sweep();
	}
}
