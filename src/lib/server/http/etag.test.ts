import { describe, expect, it } from 'vitest';
import { withETag } from './etag.ts';

const answer = (text = '{"a":1}') =>
	new Response(text, {
		headers: { 'content-type': 'application/json', 'cache-control': 'private, no-store' }
	});
const ask = (ifNoneMatch?: string) =>
	new Request(
		'http://school/api',
		ifNoneMatch === undefined ? {} : { headers: { 'if-none-match': ifNoneMatch } }
	);
const tagOf = async (text?: string) => (await withETag(ask(), answer(text))).headers.get('etag')!;

describe('a conditional request', () => {
	it('gets the whole with a strong tag that follows from its bytes', async () => {
		const response = await withETag(ask(), answer());
		expect(response.status).toBe(200);
		expect(await response.text()).toBe('{"a":1}');
		expect(response.headers.get('etag')).toMatch(/^"[\w-]{24}"$/);
		expect(response.headers.get('cache-control')).toBe('private, no-cache');
		expect(await tagOf()).toBe(response.headers.get('etag'));
		expect(await tagOf('{"a":2}')).not.toBe(response.headers.get('etag'));
	});

	it('gets 304 without a body when it has these bytes', async () => {
		const tag = await tagOf();
		for (const list of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
			const response = await withETag(ask(list), answer());
			expect(response.status, list).toBe(304);
			expect(response.body).toBeNull();
			expect(response.headers.get('etag')).toBe(tag);
			expect(response.headers.get('content-type')).toBeNull();
		}
	});

	it('gets the whole when it has others, or says nothing that is a tag', async () => {
		for (const list of ['"other"', '', 'nonsense', '"', 'W/'])
			expect((await withETag(ask(list), answer())).status, list).toBe(200);
	});

	it('is no matter of refusals', async () => {
		const refusal = new Response('{}', { status: 404 });
		expect(await withETag(ask('*'), refusal)).toBe(refusal);
	});
});
