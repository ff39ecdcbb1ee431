import { describe, expect, it } from 'vitest';
import { limitClassOf, limitHeaders } from './route-limits.ts';
import { plainPage } from './plain-page.ts';
import { allowSendingTo, securityHeaders, withHeaders } from './response-headers.ts';

const http = new URL('http://localhost:8788/');
const https = new URL('https://school.example/');
const of = (type: string | undefined, url = https, more: Record<string, string> = {}) =>
	securityHeaders(new Headers({ ...(type === undefined ? {} : { 'content-type': type }), ...more }), url);

describe('the headers of every response', () => {
	it('forbid everything to what is no page', () => {
		for (const type of [
			'application/json',
			'image/svg+xml',
			'application/pdf',
			'text/xml',
			'text/event-stream'
		])
			expect(of(type)['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
	});

	it('leave a page its own policy, and out of caches', () => {
		const headers = of('text/html; charset=utf-8');
		expect(headers['content-security-policy']).toBeUndefined();
		expect(headers['cache-control']).toBe('private, no-cache');
	});

	it('override nothing that is set', () => {
		expect(of('text/html', https, { 'cache-control': 'no-store' })['cache-control']).toBeUndefined();
		expect(
			of('text/plain', https, { 'content-security-policy': 'x' })['content-security-policy']
		).toBeUndefined();
	});

	it('ask for https only where it is https', () => {
		expect(of('text/html', https)['strict-transport-security']).toMatch(/^max-age=\d{8}/);
		expect(of('text/html', http)['strict-transport-security']).toBeUndefined();
	});

	it('always name the kind and keep the rest of the web out', () => {
		expect(of(undefined)).toMatchObject({
			'x-content-type-options': 'nosniff',
			'cross-origin-opener-policy': 'same-origin',
			'referrer-policy': 'strict-origin-when-cross-origin'
		});
		expect(of(undefined)['permissions-policy']).toContain('microphone=(self)');
	});

	it('are put on a response whose own are frozen', async () => {
		const frozen = Response.error();
		expect(() => frozen.headers.set('a', 'b')).toThrow();
		const redirect = Response.redirect('https://school.example/');
		const response = withHeaders(redirect, { 'x-request-id': 'r' });
		expect(response.headers.get('x-request-id')).toBe('r');
		expect(response.headers.get('location')).toBe('https://school.example/');
		expect(await withHeaders(new Response('body'), {}).text()).toBe('body');
	});
});

describe('the limit before a route', () => {
	it.each([
		['POST', '/api/chat', 'chat'],
		['POST', '/api/chat/[id]/retry', 'chat'],
		['POST', '/api/chat/[id=uuid]/edit', 'chat'],
		['POST', '/(auth)/sign-in', 'auth'],
		['POST', '/(app)/(auth)/sign-up', 'auth'],
		['GET', '/(auth)/sign-in', 'general'],
		['GET', '/api/chat', 'general'],
		['POST', '/api/chat/[id]/stop', 'general'],
		['POST', null, 'general']
	])('of %s %s is %s', (method, route, kind) => {
		expect(limitClassOf(method, route)).toBe(kind);
	});

	it('is told in whole numbers', () => {
		const decision = {
			isAllowed: true,
			limit: 30,
			remaining: 12,
			resetAt: 1_800_000_000_001,
			retryAfterMs: 0
		};
		expect(limitHeaders(decision)).toEqual({
			'x-ratelimit-limit': '30',
			'x-ratelimit-remaining': '12',
			'x-ratelimit-reset': '1800000001'
		});
		expect(limitHeaders(undefined)).toEqual({});
	});
});

describe('the plain page', () => {
	it('runs nothing of what it is told', async () => {
		const page = plainPage('<script>a</script>', `"><img src=x onerror='b'>`, 500);
		const html = await page.text();
		expect(html).not.toMatch(/<script|<img/);
		expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
		expect(page.status).toBe(500);
	});
});

describe('where a page may send to', () => {
	const policy = "default-src 'none'; connect-src 'self'; img-src 'self'";

	it('is widened by one origin, in pages alone', () => {
		expect(allowSendingTo('https://r2.example', new Headers({ 'content-security-policy': policy }))).toEqual({
			'content-security-policy': "default-src 'none'; connect-src 'self' https://r2.example; img-src 'self'"
		});
		expect(allowSendingTo(undefined, new Headers({ 'content-security-policy': policy }))).toEqual({});
		expect(allowSendingTo('https://r2.example', new Headers())).toEqual({});
	});
});
