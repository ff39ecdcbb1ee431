// zod at the door: what does not fit becomes one `invalid` that names the fields, never their values.
import type { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface FieldProblem {
	/** Dotted path of the field; empty for the whole. */
	field: string;
	message: string;
}

const MAX_PROBLEMS = 20;
const MAX_WORDS = 200;

export function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const problems = describeProblems(parsed.error);
	const said = problems
		.slice(0, 3)
		.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`));
	throw new AppError('invalid', m.errors_invalid({ problems: said.join('; ') }), {
		details: { problems }
	});
}

export function describeProblems(error: z.ZodError): FieldProblem[] {
	return error.issues.slice(0, MAX_PROBLEMS).map((issue) => ({
		field: issue.path.map(String).join('.').slice(0, MAX_WORDS),
		message: issue.message.slice(0, MAX_WORDS)
	}));
}

/** Search parameters as a plain object: a repeated one is an array. */
export function queryToObject(search: URLSearchParams): Record<string, string | string[]> {
	const query = new Map<string, string | string[]>();
	for (const name of new Set(search.keys())) {
		const values = search.getAll(name);
		query.set(name, values.length === 1 ? (values[0] ?? '') : values);
	}
	return Object.fromEntries(query);
}
