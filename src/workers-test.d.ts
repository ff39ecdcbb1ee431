/// <reference types="@cloudflare/vitest-plugin/types" />
// What tests inside workerd (*.workers.test.ts) find in `env` of cloudflare:workers.
import type { Bindings } from '#lib/server/platform/index.ts';
import type { D1Migration } from 'cloudflare:test';

declare global {
	namespace Cloudflare {
		interface Env extends Bindings {
			TEST_MIGRATIONS: D1Migration[];
			/** Answers a file's bytes with what `npm run analyse` prints of it. */
			ANALYSE_IN_NODE: Fetcher;
		}
	}
}
