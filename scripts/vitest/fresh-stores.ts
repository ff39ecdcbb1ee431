// Runs in workerd before each test file: every store is as after a deployment, the database has its tables and no rows. Files share a
// runtime, because starting one takes longer than most files do; what the file before has stored must go. All statements of the migrations
// go in one batch: one by one, as a deployment applies them, they took longer than the tests.
import { listDurableObjectIds, reset, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

// reset() passes over what nobody has asked for ten seconds: the stores, and the objects with a name that the next file asks for again.
await Promise.all([env.DB.prepare('SELECT 1').run(), env.FILES.list(), env.CACHE.list()]);
for (const objects of [env.RATE_LIMITS, env.VECTOR_INDEX])
	for (const id of await listDurableObjectIds(objects))
		await runInDurableObject(objects.get(id), () => undefined);
await reset();

await env.DB.batch(
	env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query))
);
