// Asks every store a small question, all at once, and says how long each took.
import type { Bindings } from './bindings.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './settings.ts';

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
	/** Who does what, by the settings. */
	providers: { answers: string; embedding: string; reranking: string; vectors: string };
	/** `words`: a search does without vectors until others are made. */
	search: SearchHealth;
	/** Milliseconds since epoch. */
	timestamp: number;
}

export type Store =
	'database' | 'cache' | 'files' | 'conversations' | 'rateLimits' | 'vectorIndex' | 'passwords';

export type SearchHealth = 'words-and-vectors' | 'words' | 'unknown';

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
	settings: Settings;
	/** Whether searches have vectors: the knowledge's to say. */
	hasVectors: () => Promise<boolean>;
	timeoutMs?: number;
}

/** A name nobody else uses: a UUID or a prefixed key names every real object. */
const PROBE = 'health-probe';

export function createHealth({
	bindings,
	clock,
	settings,
	hasVectors,
	timeoutMs = 2000
}: HealthOptions): Health {
	const pingObject = (namespace: DurableObjectNamespace) =>
		(namespace.get(namespace.idFromName(PROBE)) as unknown as Pingable).ping();
	const probes: Record<Store, () => Promise<unknown>> = {
		database: () => bindings.DB.prepare('select 1').first(),
		cache: () => bindings.CACHE.get(PROBE),
		files: () => bindings.FILES.head(PROBE),
		conversations: () => pingObject(bindings.CONVERSATIONS),
		rateLimits: () => pingObject(bindings.RATE_LIMITS),
		vectorIndex: () =>
			settings.VECTOR_PROVIDER === 'vectorize' && bindings.VECTORIZE !== undefined
				? bindings.VECTORIZE.describe()
				: pingObject(bindings.VECTOR_INDEX),
		passwords: () => pingObject(bindings.PASSWORDS)
	};

	async function inTime<T>(ask: () => Promise<T>): Promise<T> {
		let timer: ReturnType<typeof setTimeout> | null = null;
		const tooLate = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
		});
		try {
			return await Promise.race([ask(), tooLate]);
		} finally {
			clearTimeout(timer);
		}
	}

	async function probe(ask: () => Promise<unknown>): Promise<StoreHealth> {
		const startedAt = clock.now();
		try {
			await inTime(ask);
			return { status: 'ok', latencyMs: clock.now() - startedAt };
		} catch (cause) {
			const reason = cause instanceof Error ? cause.message : String(cause);
			return { status: 'down', latencyMs: clock.now() - startedAt, reason };
		}
	}

	async function probeSearch(): Promise<SearchHealth> {
		try {
			return (await inTime(hasVectors)) ? 'words-and-vectors' : 'words';
		} catch {
			// Without its table nobody knows; the database's own line says why.
			return 'unknown';
		}
	}

	return {
		async check() {
			const names = Object.keys(probes) as Store[];
			const [search, ...answers] = await Promise.all([
				probeSearch(),
				...names.map(async (name) => [name, await probe(probes[name])] as const)
			]);
			const stores = Object.fromEntries(answers) as Record<Store, StoreHealth>;
			const isAllUp = answers.every(([, { status }]) => status === 'ok') && search !== 'words';
			const status = stores.database.status === 'down' ? 'down' : isAllUp ? 'ok' : 'degraded';
			const providers = {
				answers: settings.ANSWER_PROVIDER,
				embedding: settings.EMBEDDING_PROVIDER,
				reranking: settings.RERANKING_PROVIDER,
				vectors: settings.VECTOR_PROVIDER
			};
			return { status, stores, providers, search, timestamp: clock.now() };
		}
	};
}
