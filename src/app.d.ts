import type { Bindings } from '#lib/server/platform/index.ts';
import type { Services } from '#lib/server/services.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { Trace } from '#lib/server/observability/index.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			code?: string;
			requestId?: string;
		}
		interface Locals {
			trace: Trace;
			services: Services;
			actor: Actor;
			/** Nothing but enrolling in a second factor is theirs to do. */
			mustEnrol: boolean;
		}
		interface Platform {
			env: Bindings;
			ctx: ExecutionContext;
		}
	}
}
