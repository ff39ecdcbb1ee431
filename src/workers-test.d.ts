/// <reference types="@cloudflare/vitest-plugin/types" />
// What tests inside workerd (*.workers.test.ts) find in `env` of cloudflare:workers.
import type { Bindings } from '#lib/server/platform/index.ts';
import type { D1Migration } from 'cloudflare:test';

declare global {
	namespace Cloudflare {
		interface Env extends Bindings {
			TEST_MIGRATIONS: D1Migration[];
		}
	}
}
