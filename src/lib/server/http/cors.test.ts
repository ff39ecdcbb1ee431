import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { answerPreflight, corsHeaders } from './cors.ts';

const ALLOWED = 'https://partner.example';
const ORIGINS = [ALLOWED, 'http://localhost:5173'];

function eventOf(method: string, path: string, headers: Record<string, string>): RequestEvent {
	const url = new URL(path, 'https://segue.example');
	return { url, request: new Request(url, { method, headers }) } as unknown as RequestEvent;
}
const preflight = (path: string, origin: string, headers: Record<string, string> = {}) =>
	answerPreflight(
		eventOf('OPTIONS', path, { origin, 'access-control-request-method': 'POST', ...headers }),
		ORIGINS
	);
const answerTo = (headers: Record<string, string>, answer: Record<string, string> = {}, path = '/api/chat') =>
	corsHeaders(eventOf('POST', path, headers), new Headers(answer), ORIGINS);

describe('a preflight', () => {
	it('of an allowed origin is told what it may send, and that cookies are not among it', () => {
		const headers = preflight('/api/chat', ALLOWED)?.headers;
		expect(headers?.get('access-control-allow-origin')).toBe(ALLOWED);
		expect(headers?.get('access-control-allow-methods')).toMatch(/POST.*DELETE/);
		expect(headers?.get('access-control-allow-headers')).toMatch(/authorization.*x-api-key/);
		expect(headers?.get('access-control-max-age')).toBe('7200');
		expect(headers?.get('vary')).toContain('Origin');
		expect(headers?.has('access-control-allow-credentials')).toBe(false);
	});

	it.each([
		['null'],
		['https://evil.example'],
		['https://partner.example.evil.example'],
		['http://partner.example'],
		['https://PARTNER.example'],
		['https://partner.example:8443'],
		['*']
	])('of %s is answered without a word about origins', (origin) => {
		const answer = preflight('/api/chat', origin);
		expect(answer?.status).toBe(204);
		expect([...(answer?.headers.keys() ?? [])]).toEqual(['vary']);
	});

	it('is answered under /api/ alone, and only when it is one', () => {
		for (const path of ['/', '/sign-in', '/api', '/apis/x']) expect(preflight(path, ALLOWED)).toBeUndefined();
		expect(answerPreflight(eventOf('OPTIONS', '/api/chat', { origin: ALLOWED }), ORIGINS)).toBeUndefined();
		expect(
			answerPreflight(
				eventOf('GET', '/api/chat', { origin: ALLOWED, 'access-control-request-method': 'GET' }),
				ORIGINS
			)
		).toBeUndefined();
	});
});

describe('an answer', () => {
	it('to an allowed origin that proves itself can be read, with the headers a client needs', () => {
		for (const proof of [{ 'x-api-key': 'k' }, { authorization: 'Bearer t' }]) {
			const headers = answerTo({ origin: ALLOWED, ...proof });
			expect(headers['access-control-allow-origin']).toBe(ALLOWED);
			expect(headers['access-control-expose-headers']).toMatch(
				/www-authenticate.*x-ratelimit-remaining.*x-request-id.*x-segue-conversation-id.*x-segue-turn-id/
			);
			expect(headers).not.toHaveProperty('access-control-allow-credentials');
		}
	});

	it('to a cookie, to nobody, to another origin or beside /api/ cannot', () => {
		const proof = { 'x-api-key': 'k' };
		for (const headers of [
			answerTo({ origin: ALLOWED, cookie: 'segue_session=x' }),
			answerTo({ origin: ALLOWED }),
			answerTo({ origin: 'https://evil.example', ...proof }),
			answerTo(proof)
		])
			expect(headers).toEqual({ vary: 'Origin' });
		expect(answerTo({ origin: ALLOWED, ...proof }, {}, '/account')).toEqual({});
	});

	it('keeps what it varied by already', () => {
		expect(answerTo({}, { vary: 'Accept' }).vary).toBe('Accept, Origin');
		expect(answerTo({}, { vary: 'accept, origin' }).vary).toBe('accept, origin');
	});
});
