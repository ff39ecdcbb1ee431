// What a page of another site can make a browser send never acts for whoever is signed in; and what every answer tells browsers.
import { expect } from '../fixtures.ts';
import { test, type Answer } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask, historyOf, newId } from './turn.ts';

/** As a browser sends it from a page of another site. */
const FROM_ELSEWHERE: Record<string, Record<string, string>> = {
	'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
	'another site, without an origin': { 'sec-fetch-site': 'cross-site' },
	'another site, in a browser without fetch metadata': { origin: 'https://evil.example' },
	'a sandboxed frame': { origin: 'null' },
	'a sibling host': { origin: 'http://other.localhost', 'sec-fetch-site': 'same-site' },
	'another port of this host': { origin: 'http://localhost:1' },
	'another site that names this one in its fetch metadata alone': {
		origin: 'https://evil.example',
		'sec-fetch-site': 'same-site'
	}
};
const TYPES = [
	'application/json',
	'text/plain',
	'application/x-www-form-urlencoded',
	'multipart/form-data; boundary=x',
	'application/octet-stream'
];

test.describe('a request from elsewhere', () => {
	for (const [name, headers] of Object.entries(FROM_ELSEWHERE))
		test(`is refused from ${name}`, async ({ newVisitor }) => {
			const person = await newVisitor().enterAs('user');
			const turn = await ask(person, 'Hello');
			const before = await historyOf(person, turn.conversationId);
			const { conversationId: id, messageId } = turn;
			const body = JSON.stringify({
				conversationId: id,
				message: 'Sent from elsewhere',
				messageId,
				title: 'Stolen'
			});
			const call = { body, headers: { ...headers, 'content-type': 'text/plain' } };
			for (const [method, address] of [
				['POST', '/api/chat'],
				['POST', `/api/chat/${id}/stop`],
				['POST', `/api/chat/${id}/retry`],
				['POST', `/api/chat/${id}/edit`],
				['PATCH', `/api/chat/sessions/${id}`],
				['DELETE', `/api/chat/sessions/${id}`],
				['PUT', `/api/chat/${id}/messages/${messageId}/rating`],
				['POST', '/api/knowledge/search']
			] as const)
				expectRefusal(await person.call(method, address, call), 'forbidden', `${method} ${address}`);
			for (const address of ['/sign-out', '/sign-in', '/sign-up', '/demo']) {
				const call = {
					body: 'role=admin',
					headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
				};
				expect((await person.call('POST', address, call)).status, address).toBe(403);
			}
			expect(await historyOf(person, id)).toEqual(before);
		});

	test('is refused an administrator’s document, whatever its content type', async ({ newVisitor }) => {
		const admin = await newVisitor().enterAs('admin');
		const name = `elsewhere-${newId()}.md`;
		for (const type of TYPES) {
			const call = {
				body: JSON.stringify({ name, text: 'Planted.' }),
				headers: { 'content-type': type, 'sec-fetch-site': 'cross-site' }
			};
			expectRefusal(await admin.call('POST', '/api/knowledge/documents', call), 'forbidden', type);
		}
	});

	test('is refused before it makes a guest', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
		expectRefusal(await visitor.post('/api/chat', { message: 'Hello' }, { headers }), 'forbidden');
		expect(visitor.cookies.size).toBe(0);
	});

	test('is served when it proves itself with a key, as no browser does by itself', async ({
		administrator
	}) => {
		const headers = { origin: 'https://partner.example', 'sec-fetch-site': 'cross-site' };
		const answer = await administrator.post('/api/knowledge/search', { query: 'fees' }, { headers });
		expect(answer.status).toBe(200);
	});
});

test('a request of our own page is served', async ({ newVisitor, baseURL }) => {
	const headers = { origin: new URL(baseURL ?? '').origin, 'sec-fetch-site': 'same-origin' };
	const answer = await newVisitor().post('/api/knowledge/search', { query: 'fees' }, { headers });
	expect(answer.status).toBe(200);
});

test.describe('headers', () => {
	const PAGES = [
		'/',
		'/sign-in',
		'/sign-up',
		'/sign-out',
		'/demo',
		'/account',
		'/nothing-here',
		`/c/${newId()}`,
		`/knowledge/${newId()}`
	];
	for (const address of PAGES)
		test(`the page ${address.replace(/[0-9a-f-]{36}/, '…')} allows scripts by nonce alone`, async ({
			newVisitor
		}) => {
			const visitor = await newVisitor().enterAs('user');
			const page = await visitor.get(address, { headers: { accept: 'text/html' } });
			expectSafePage(page);
			// A new nonce each time, or it protects nothing.
			const again = await visitor.get(address, { headers: { accept: 'text/html' } });
			expect(nonceOf(again)).not.toBe(nonceOf(page));
		});

	test('the administrator’s page allows scripts by nonce alone', async ({ newVisitor }) => {
		const admin = await newVisitor().enterAs('admin');
		const page = await admin.get('/admin/knowledge', { headers: { accept: 'text/html' } });
		expect(page.status).toBe(200);
		expectSafePage(page);
	});

	test('data may do nothing when it is opened as a page', async ({ newVisitor }) => {
		for (const address of ['/api/health', '/api/nothing', '/api/knowledge/documents']) {
			const { headers } = await newVisitor().get(address);
			expect(headers.get('content-security-policy'), address).toContain("default-src 'none'");
			expect(headers.get('x-content-type-options'), address).toBe('nosniff');
		}
	});

	test('the session’s cookie is out of reach of scripts and other sites', async ({ newVisitor, baseURL }) => {
		const response = await newVisitor().open('POST', '/api/chat', { json: { message: 'Hello' } });
		await response.text();
		const [cookie = '', ...others] = response.headers.getSetCookie();
		expect(others).toEqual([]);
		expect(cookie).toMatch(/; ?HttpOnly/i);
		expect(cookie).toMatch(/; ?SameSite=Lax/i);
		expect(cookie).toMatch(/; ?Path=\/(;|$)/i);
		expect(cookie).not.toMatch(/; ?Domain=/i);
		expect(cookie).toMatch(/; ?(Expires|Max-Age)=/i);
		// Plain http is loopback alone: only there may the prefix and Secure be missing.
		if (baseURL?.startsWith('https:')) expect(cookie).toMatch(/^__Host-.*; ?Secure/i);
		else expect(cookie).toMatch(/^segue_session=[a-z2-7]{40};/);
	});

	test('entering gives a new secret, and the one before opens nothing any more', async ({ newVisitor }) => {
		const person = await newVisitor().enterAs('user');
		const before = new Map(person.cookies);
		await person.enterAs('teacher');
		expect([...person.cookies.values()]).not.toEqual([...before.values()]);
		const old = newVisitor();
		for (const [name, value] of before) old.cookies.set(name, value);
		const account = await old.get('/account', { headers: { accept: 'text/html' } });
		expect(account.status).toBe(303);
	});
});

function policyOf(page: Answer): Map<string, string[]> {
	const policy = page.headers.get('content-security-policy') ?? '';
	return new Map(
		policy.split(';').map((directive) => {
			const [name = '', ...values] = directive.trim().split(/\s+/);
			return [name, values];
		})
	);
}

function nonceOf(page: Answer): string {
	return /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1] ?? '';
}

function expectSafePage(page: Answer): void {
	const policy = policyOf(page);
	const nonce = nonceOf(page);
	expect(page.headers.get('content-type')).toMatch(/^text\/html/);
	expect(nonce.length).toBeGreaterThanOrEqual(16);
	expect(policy.get('default-src')).toEqual(["'none'"]);
	for (const [name, values] of policy) {
		expect(values, name).not.toContain("'unsafe-inline'");
		expect(values, name).not.toContain("'unsafe-eval'");
		expect(values, name).not.toContain('*');
	}
	expect(policy.get('base-uri')).toEqual(["'none'"]);
	expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
	expect(policy.get('object-src') ?? policy.get('default-src')).toEqual(["'none'"]);
	for (const [tag] of page.text.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`);
	expect(page.text).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i);
	expect(page.headers.get('x-content-type-options')).toBe('nosniff');
	expect(page.headers.get('referrer-policy')).toBeTruthy();
	expect(page.headers.get('permissions-policy')).toContain('camera=()');
	expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
	expect(page.headers.get('cache-control')).not.toContain('public');
}
