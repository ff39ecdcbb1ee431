import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VISITOR } from '#lib/shared/actor.ts';
import { AppError, ErrorBody, ErrorCode } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import { createLogger } from '../observability/index.ts';
import { Reply } from './answer.ts';
import { endpoint } from './endpoint.ts';
import { STATUS } from './status.ts';

const NOW = 1_800_000_000_000;
const lines: string[] = [];
const services = { clock: { now: () => NOW }, log: createLogger({ write: (line) => void lines.push(line) }) };

interface Given {
	method?: string;
	url?: string;
	body?: BodyInit;
	params?: Record<string, string>;
}

function eventOf({
	method = 'POST',
	url = 'http://localhost/api/thing',
	body,
	params = {}
}: Given = {}): RequestEvent {
	lines.length = 0;
	return {
		request: new Request(url, { method, ...(body === undefined ? {} : { body }) }),
		url: new URL(url),
		params,
		route: { id: '/api/thing' },
		locals: { trace: { requestId: 'request-1' }, services, actor: VISITOR }
	} as unknown as RequestEvent;
}

async function errorOf(response: Response) {
	return ErrorBody.parse(await response.json());
}

describe('an endpoint', () => {
	const Body = z.object({ title: z.string().max(10), count: z.number().optional() });
	const rename = endpoint(
		{ params: z.object({ id: Id }), query: z.object({ mode: z.enum(['a', 'b']).default('a') }), body: Body },
		({ params, query, body, actor }) => ({ ...params, ...query, ...body, role: actor.role })
	);
	const id = crypto.randomUUID();

	it('hands over what the schemas made of params, query and body, and answers JSON that nobody caches', async () => {
		const response = await rename(
			eventOf({
				url: 'http://localhost/api/thing?mode=b&other=1',
				params: { id: id.toUpperCase() },
				body: '{"title":"x","extra":1}'
			})
		);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(response.headers.get('cache-control')).toBe('private, no-store');
		expect(await response.json()).toEqual({ id, mode: 'b', title: 'x', role: 'guest' });
	});

	it('finds nothing under a path that no id could have', async () => {
		const response = await rename(eventOf({ params: { id: "1' or 1=1" }, body: '{"title":"x"}' }));
		expect(response.status).toBe(404);
		expect((await errorOf(response)).error.code).toBe('not-found');
	});

	it('names the fields that are wrong and repeats no value', async () => {
		const response = await rename(
			eventOf({ params: { id }, body: '{"title":"a secret much too long","count":"7"}' })
		);
		const text = await response.clone().text();
		expect(response.status).toBe(400);
		expect((await errorOf(response)).error.details).toEqual({
			problems: [
				{ field: 'title', message: expect.any(String) as string },
				{ field: 'count', message: expect.any(String) as string }
			]
		});
		expect(text).not.toContain('a secret');
	});

	it.each([
		['nothing', undefined, 400],
		['broken JSON', '{"title":', 400],
		['null', 'null', 400],
		['an array', '[]', 400],
		['bytes', new Uint8Array([0xff, 0x00, 0xfe]), 400],
		['a polluted prototype', '{"__proto__":{"title":"x"}}', 400],
		['100 KB', JSON.stringify({ title: 'x'.repeat(100_000) }), 413]
	])('refuses %s in the one shape', async (_, body, status) => {
		const response = await rename(eventOf({ params: { id }, ...(body === undefined ? {} : { body }) }));
		expect(response.status).toBe(status);
		expect(await errorOf(response)).toMatchObject({ requestId: 'request-1', timestamp: NOW });
	});

	it('bounds a list of problems', async () => {
		const Many = endpoint({ body: z.record(z.string(), z.number()) }, () => undefined);
		const body = JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 'x'])));
		const { details } = (await errorOf(await Many(eventOf({ body })))).error;
		expect((details as { problems: unknown[] }).problems).toHaveLength(20);
	});
});

describe('what a handler returns or throws', () => {
	const answer = (work: () => unknown) => endpoint({}, work)(eventOf());

	it('is 204 for nothing, a Reply with its status and headers, a Response as it is', async () => {
		expect((await answer(() => undefined)).status).toBe(204);
		const made = await answer(() => new Reply({ id: 1 }, { status: 201, headers: { location: '/x' } }));
		expect([made.status, made.headers.get('location'), await made.json()]).toEqual([201, '/x', { id: 1 }]);
		const own = new Response('data: x\n\n', { headers: { 'content-type': 'text/event-stream' } });
		const streamed = await answer(() => own);
		expect([streamed.headers.get('content-type'), await streamed.text()]).toEqual([
			'text/event-stream',
			'data: x\n\n'
		]);
	});

	it('may be given a cookie, also where an object made it and its headers cannot be changed', async () => {
		const fixed = Response.redirect('http://localhost/elsewhere');
		expect(() => fixed.headers.set('set-cookie', 'a=b')).toThrow(TypeError);
		const open = await answer(() => fixed);
		open.headers.set('set-cookie', 'a=b');
		expect(open.headers.get('set-cookie')).toBe('a=b');
	});

	it.each(ErrorCode.exclude(['internal']).options)('turns %s into its status', async (code) => {
		const response = await answer(() => {
			throw new AppError(code, 'Words for a person.', { details: { hint: 1 } });
		});
		expect(response.status).toBe(STATUS[code]);
		expect((await errorOf(response)).error).toMatchObject({
			code,
			message: 'Words for a person.',
			details: { hint: 1 }
		});
		expect(lines).toEqual([]);
	});

	it('says when to come again, in whole seconds, never zero', async () => {
		const at = async (retryAfterSeconds: number) =>
			(
				await answer(() => {
					throw new AppError('rate-limited', 'wait', { retryAfterSeconds });
				})
			).headers.get('retry-after');
		expect([await at(0), await at(0.2), await at(12.1)]).toEqual(['1', '1', '13']);
	});

	it('keeps a bug’s words to itself and logs it once with the id', async () => {
		const response = await answer(() => {
			throw new Error('password of the database');
		});
		expect(response.status).toBe(500);
		const text = await response.text();
		expect(text).not.toContain('password of');
		expect(ErrorBody.parse(JSON.parse(text)).error.code).toBe('internal');
		expect(lines).toHaveLength(1);
		expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', requestId: 'request-1' });
	});

	it.each([['a string'], [undefined], [null], [{ code: 'not-found' }]])(
		'takes %j, thrown, for a bug',
		async (thrown) => {
			const response = await answer(() => {
				throw thrown;
			});
			expect(response.status).toBe(500);
		}
	);

	it('lets SvelteKit’s own redirects and errors through', async () => {
		await expect(answer(() => redirect(303, '/'))).rejects.toMatchObject({ status: 303 });
		await expect(answer(() => error(418, 'tea'))).rejects.toMatchObject({ status: 418 });
	});
});
