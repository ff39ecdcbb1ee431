export { createKeeper, type Keeper, type KeeperOptions, type KeeperStorage } from './keeper.ts';
export { limitFor, type LimitClass, type LimitTable } from './policy.ts';
export {
	createRateLimiter,
	toRateLimited,
	type LimitRequest,
	type RateLimiter,
	type RateLimitRemote
} from './rate-limiter.ts';
export type { Bucket, BucketState, LimitDecision } from './token-bucket.ts';
