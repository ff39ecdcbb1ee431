// The door of a form: a bounded body, zod on its text fields, one service call. An AppError goes back into the form as
// {code, message, problems, values} with its status; values never hold a password. A service that asks for a step-up sends the person there and back to the page, where the form
// is empty again: a page with more to type than a word asks in its load, before anything is typed.
//
//   export const actions = { default: formAction(SignIn, async ({ services, fields, event }) => { … redirect(303, '/'); }) };
import { fail, redirect, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { AppError, type ErrorCode } from '#lib/shared/errors.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { Services } from '../services.ts';
import { confirmPath } from './own-path.ts';
import { parseWith, type FieldProblem } from './parse.ts';
import { DEFAULT_BODY_BYTES, readBytes } from './read-body.ts';
import { STATUS } from './status.ts';
import { asksToConfirm } from './step-up.ts';

export interface FormFailure {
	code: ErrorCode;
	message: string;
	problems: FieldProblem[];
	/** What was typed, to fill the form again. */
	values: Record<string, string>;
}

export interface FormEntry<F> {
	fields: F;
	actor: Actor;
	services: Services;
	event: RequestEvent;
}

const SECRET = /password|secret|token|key|code/i;

export function formAction<F, T>(
	schema: z.ZodType<F>,
	act: (entry: FormEntry<F>) => T | Promise<T>,
	/** More than a form usually has. */
	{ mostBytes = DEFAULT_BODY_BYTES } = {}
): (event: RequestEvent) => Promise<T | ActionFailure<FormFailure>> {
	return async (event) => {
		let given: Record<string, string> = {};
		try {
			given = await readFields(event.request, mostBytes);
			const fields = parseWith(schema, given);
			return await act({ fields, actor: event.locals.actor, services: event.locals.services, event });
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			if (asksToConfirm(thrown)) redirect(303, confirmPath(event.url));
			if (thrown.retryAfterSeconds !== undefined)
				event.setHeaders({ 'retry-after': String(Math.max(1, Math.ceil(thrown.retryAfterSeconds))) });
			return fail(STATUS[thrown.code], {
				code: thrown.code,
				message: thrown.message,
				problems: problemsOf(thrown),
				values: Object.fromEntries(Object.entries(given).filter(([name]) => !SECRET.test(name)))
			});
		}
	};
}

/** The text fields of a form. Files are left out: uploads have routes of their own. */
async function readFields(request: Request, mostBytes: number): Promise<Record<string, string>> {
	const bytes = await readBytes(request, mostBytes);
	let form: FormData;
	try {
		form = await new Response(bytes, {
			headers: { 'content-type': request.headers.get('content-type') ?? '' }
		}).formData();
	} catch (cause) {
		throw new AppError('invalid', m.errors_form_unreadable(), { cause });
	}
	const fields = new Map<string, string>();
	for (const [name, value] of form.entries()) if (typeof value === 'string') fields.set(name, value);
	return Object.fromEntries(fields);
}

function problemsOf(error: AppError): FieldProblem[] {
	const { details } = error;
	if (typeof details !== 'object' || details === null || !('problems' in details)) return [];
	return details.problems as FieldProblem[];
}
