// The door of every API route: parse params, query and body, call ONE service method, answer. Whatever is thrown leaves in the one
// error shape; a bug is logged once, with its id, and keeps its words to itself.
//
//   export const POST = endpoint({ params: z.object({ id: Id }), body: Rename }, ({ services, actor, params, body }) =>
//       services.chat.rename(actor, params.id, body.title));
import { isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { Services } from '../services.ts';
import { describeThrown, toResponse } from './answer.ts';
import { withETag } from './etag.ts';
import { parseWith, queryToObject } from './parse.ts';
import { ensurePerson } from './person.ts';
import { DEFAULT_BODY_BYTES, readJson } from './read-body.ts';

export interface Door<P, Q, B> {
	/** A path that does not fit is `not-found`: there is nothing under it. */
	params?: z.ZodType<P>;
	query?: z.ZodType<Q>;
	/** JSON. Left out, the body is not read: a route that streams reads event.request itself. */
	body?: z.ZodType<B>;
	maxBodyBytes?: number;
	/** Gives a visitor a guest's row and session before the handler runs, so that actor.userId is there. Only after the body was good. */
	needsPerson?: boolean;
	/** For a GET that is asked for again and again: an ETag, and 304 for who has the same already. */
	hasETag?: boolean;
}

export interface Entry<P, Q, B> {
	params: P;
	query: Q;
	body: B;
	actor: Actor;
	services: Services;
	/** For what is HTTP's own: headers, signals, upgrades. */
	event: RequestEvent;
}

export function endpoint<P = undefined, Q = undefined, B = undefined>(
	door: Door<P, Q, B>,
	answer: (entry: Entry<P, Q, B>) => unknown
): (event: RequestEvent) => Promise<Response> {
	return async (event) => {
		try {
			const params = parseParams(door.params, event.params);
			const query = door.query && parseWith(door.query, queryToObject(event.url.searchParams));
			const body =
				door.body &&
				parseWith(door.body, await readJson(event.request, door.maxBodyBytes ?? DEFAULT_BODY_BYTES));
			const actor = door.needsPerson ? await ensurePerson(event) : event.locals.actor;
			const entry = { params, query, body, actor, services: event.locals.services, event };
			// The three are undefined exactly when their type parameter is.
			const response = toResponse(await answer(entry as Entry<P, Q, B>));
			return door.hasETag === true ? await withETag(event.request, response) : response;
		} catch (thrown) {
			if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
			return toErrorResponse(event, thrown);
		}
	};
}

/** Any thrown value as the one error shape in JSON. Logs bugs. */
export function toErrorResponse(event: RequestEvent, thrown: unknown): Response {
	const { services, trace } = event.locals;
	if (!(thrown instanceof AppError))
		services.log.error('unexpected error', {
			requestId: trace.requestId,
			route: event.route.id,
			cause: thrown
		});
	const { status, body, headers } = describeThrown(thrown, trace.requestId, services.clock.now());
	return Response.json(body, { status, headers });
}

export function parseParams<P>(schema: z.ZodType<P> | undefined, params: unknown): P | undefined {
	if (schema === undefined) return undefined;
	const parsed = schema.safeParse(params);
	if (!parsed.success) throw new AppError('not-found', m.errors_not_found());
	return parsed.data;
}
