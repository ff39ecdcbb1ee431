// Asks every store a small question, all at once, and says how long each took.
import type { Bindings } from './bindings.ts';
import type { Clock } from './clock.ts';

export interface StoreHealth {
	status: 'ok' | 'down';
	latencyMs: number;
	/** Why it is down: for administrators. */
	reason?: string;
}

export interface HealthReport {
	/** down: nothing works without the database. degraded: something else does not answer. */
	status: 'ok' | 'degraded' | 'down';
	stores: Record<Store, StoreHealth>;
	/** Milliseconds since epoch. */
	timestamp: number;
}

export type Store =
	'database' | 'cache' | 'files' | 'conversations' | 'rateLimits' | 'vectorIndex' | 'passwords';

/** Every object class of ours answers this without touching its storage. */
interface Pingable {
	ping(): Promise<unknown>;
}

export interface Health {
	check(): Promise<HealthReport>;
}

export interface HealthOptions {
	bindings: Bindings;
	clock: Clock;
	timeoutMs?: number;
}

/** A name nobody else uses: a UUID or a prefixed key names every real object. */
const PROBE = 'health-probe';

export function createHealth({ bindings, clock, timeoutMs = 2000 }: HealthOptions): Health {
	const pingObject = (namespace: DurableObjectNamespace) =>
		(namespace.get(namespace.idFromName(PROBE)) as unknown as Pingable).ping();
	const probes: Record<Store, () => Promise<unknown>> = {
		database: () => bindings.DB.prepare('select 1').first(),
		cache: () => bindings.CACHE.get(PROBE),
		files: () => bindings.FILES.head(PROBE),
		conversations: () => pingObject(bindings.CONVERSATIONS),
		rateLimits: () => pingObject(bindings.RATE_LIMITS),
		vectorIndex: () => pingObject(bindings.VECTOR_INDEX),
		passwords: () => pingObject(bindings.PASSWORDS)
	};

	async function probe(ask: () => Promise<unknown>): Promise<StoreHealth> {
		const startedAt = clock.now();
		let timer: ReturnType<typeof setTimeout> | null = null;
		const tooLate = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
		});
		try {
			await Promise.race([ask(), tooLate]);
			return { status: 'ok', latencyMs: clock.now() - startedAt };
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			return { status: 'down', latencyMs: clock.now() - startedAt, reason };
		} finally {
			clearTimeout(timer);
		}
	}

	return {
		async check() {
			const names = Object.keys(probes) as Store[];
			const answers = await Promise.all(
				names.map(async (name) => [name, await probe(probes[name])] as const)
			);
			const stores = Object.fromEntries(answers) as Record<Store, StoreHealth>;
			const isAllUp = answers.every(([, { status }]) => status === 'ok');
			const status = stores.database.status === 'down' ? 'down' : isAllUp ? 'ok' : 'degraded';
			return { status, stores, timestamp: clock.now() };
		}
	};
}
