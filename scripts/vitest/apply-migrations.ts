// Runs in workerd before each test file: the database has every table, as after a deployment. All statements go in one batch: one by one, as
// a deployment applies them, they took longer than the tests.
import { env } from 'cloudflare:workers';

await env.DB.batch(
	env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query))
);
