// The door of a page's data: as endpoint.ts, but an AppError becomes SvelteKit's own error page with the same code and id,
// and a service that asks for a step-up sends the person there and back.
//
//   export const load = pageLoad({ params: z.object({ id: Id }) }, ({ services, actor, params }) =>
//       services.knowledge.read(actor, params.id));
import { error, redirect, type ServerLoadEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { Services } from '../services.ts';
import { parseParams } from './endpoint.ts';
import { confirmPath } from './own-path.ts';
import { parseWith, queryToObject } from './parse.ts';
import { STATUS } from './status.ts';
import { asksToConfirm } from './step-up.ts';

export interface PageDoor<P, Q> {
	params?: z.ZodType<P>;
	query?: z.ZodType<Q>;
}

export interface PageEntry<P, Q> {
	params: P;
	query: Q;
	actor: Actor;
	services: Services;
	event: ServerLoadEvent;
}

export function pageLoad<T, P = undefined, Q = undefined>(
	door: PageDoor<P, Q>,
	read: (entry: PageEntry<P, Q>) => T | Promise<T>
): (event: ServerLoadEvent) => Promise<T> {
	return async (event) => {
		const { actor, services, trace } = event.locals;
		try {
			const params = parseParams(door.params, event.params);
			const query = door.query && parseWith(door.query, queryToObject(event.url.searchParams));
			return await read({ params, query, actor, services, event } as PageEntry<P, Q>);
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			if (asksToConfirm(thrown)) redirect(303, confirmPath(event.url));
			error(STATUS[thrown.code], { message: thrown.message, code: thrown.code, requestId: trace.requestId });
		}
	};
}
