import { isActionFailure, redirect, type RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { formAction, type FormFailure } from './action.ts';

const Form = z.object({
	email: z.string().min(3, 'Too short.'),
	password: z.string(),
	note: z.string().optional()
});
const FORM_TYPE = 'application/x-www-form-urlencoded';

function eventOf(body: BodyInit, type: string | null = FORM_TYPE) {
	const headers: Record<string, string> = {};
	const event = {
		request: new Request('http://localhost/sign-in', {
			method: 'POST',
			body,
			...(type === null ? {} : { headers: { 'content-type': type } })
		}),
		locals: { actor: VISITOR, services: {} },
		setHeaders: (more: Record<string, string>) => void Object.assign(headers, more)
	} as unknown as RequestEvent;
	return { event, headers };
}

async function failureOf(result: unknown): Promise<{ status: number; data: FormFailure }> {
	const failure = await result;
	if (!isActionFailure(failure)) throw new Error('the action did not fail');
	return { status: failure.status, data: failure.data as unknown as FormFailure };
}

describe('a form', () => {
	const echo = formAction(Form, ({ fields }) => fields);

	it('hands over its text fields, urlencoded or multipart, the last of a repeated one', async () => {
		expect(await echo(eventOf('email=first&email=a%40b&password=p').event)).toEqual({
			email: 'a@b',
			password: 'p'
		});
		const form = new FormData();
		form.set('email', 'a@b');
		form.set('password', 'p');
		form.set('note', new Blob(['bytes']), 'note.txt');
		expect(await echo(eventOf(form, null).event)).toEqual({ email: 'a@b', password: 'p' });
	});

	it('comes back with what was typed, the problem at its field, and no password', async () => {
		const { status, data } = await failureOf(echo(eventOf('email=a&password=hunter2').event));
		expect(status).toBe(400);
		expect(data.problems).toEqual([{ field: 'email', message: 'Too short.' }]);
		expect(data.values).toEqual({ email: 'a' });
		expect(JSON.stringify(data)).not.toContain('hunter2');
	});

	it.each([
		['JSON', '{"email":"a@b"}', 'application/json', 400],
		['no type', 'email=a', '', 400],
		['multipart without a boundary', 'xyz', 'multipart/form-data', 400],
		[
			'multipart that breaks off',
			'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na',
			'multipart/form-data; boundary=x',
			400
		],
		['100 KB', `email=${'a'.repeat(100_000)}`, FORM_TYPE, 413]
	])('says so when it is %s', async (_, body, type, expected) => {
		const { status, data } = await failureOf(echo(eventOf(body, type).event));
		expect(status).toBe(expected);
		expect(data.message).not.toBe('');
	});

	it('takes a field named like a part of every object for what it is', async () => {
		const { data } = await failureOf(echo(eventOf('__proto__=x&constructor=y&email=a').event));
		expect(Object.keys(data.values).sort()).toEqual(['__proto__', 'constructor', 'email']);
	});
});

describe('what a form’s action throws', () => {
	const thrown = (error: unknown) =>
		formAction(Form, () => {
			throw error;
		});
	const given = 'email=a%40b&password=p';

	it('is the form’s failure with its status when it is an error of ours', async () => {
		const { event, headers } = eventOf(given);
		const limit = new AppError('rate-limited', 'Please wait.', { retryAfterSeconds: 4.2 });
		const { status, data } = await failureOf(thrown(limit)(event));
		expect(status).toBe(429);
		expect(data).toMatchObject({ code: 'rate-limited', message: 'Please wait.', problems: [] });
		expect(headers).toEqual({ 'retry-after': '5' });
	});

	it('goes on when it is a redirect or a bug', async () => {
		await expect(thrown(new Error('bug'))(eventOf(given).event)).rejects.toThrow('bug');
		const leave = formAction(Form, () => redirect(303, '/'));
		await expect(leave(eventOf(given).event)).rejects.toMatchObject({ status: 303, location: '/' });
	});
});
