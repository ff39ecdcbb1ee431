import { describe, expect, it } from 'vitest';
import { isCrossSite, isForgeable } from './cross-site.ts';

const url = new URL('https://school.example/api/chat');
// Requests refuse forbidden header names in browsers only.
const withHeaders = (headers: Record<string, string>, method = 'POST') =>
	new Request(url, { method, headers });

describe('a request that another site’s page sent', () => {
	it.each([
		[{ 'sec-fetch-site': 'cross-site' }],
		[{ 'sec-fetch-site': 'same-site' }],
		[{ 'sec-fetch-site': 'cross-site', origin: 'https://school.example' }],
		[{ 'sec-fetch-site': '' }],
		[{ 'sec-fetch-site': 'anything else' }],
		[{ origin: 'https://evil.example' }],
		[{ origin: 'null' }],
		[{ origin: '' }],
		[{ origin: 'http://school.example' }],
		[{ origin: 'https://school.example:8443' }],
		[{ origin: 'https://school.example.evil.example' }],
		[{ origin: 'https://evil.example#https://school.example' }]
	])('is told by %j', (headers) => {
		expect(isCrossSite(withHeaders(headers), url)).toBe(true);
	});

	it.each([
		[{ 'sec-fetch-site': 'same-origin' }],
		[{ 'sec-fetch-site': 'none' }],
		[{ 'sec-fetch-site': 'same-origin', origin: 'null' }],
		[{ origin: 'https://school.example' }],
		[{}]
	])('is not %j', (headers) => {
		expect(isCrossSite(withHeaders(headers), url)).toBe(false);
	});
});

describe('what could be forged', () => {
	it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('is %s, whatever its content type', (method) => {
		for (const type of ['application/json', 'text/plain', 'multipart/form-data', 'image/png', ''])
			expect(isForgeable(withHeaders({ 'content-type': type }, method))).toBe(true);
	});

	it('is a socket, though it begins as a GET', () => {
		expect(isForgeable(withHeaders({ upgrade: 'WebSocket' }, 'GET'))).toBe(true);
	});

	it.each(['GET', 'HEAD', 'OPTIONS'])('is not %s', (method) => {
		expect(isForgeable(withHeaders({}, method))).toBe(false);
	});
});
