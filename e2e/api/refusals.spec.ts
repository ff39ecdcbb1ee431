// Whatever is refused, and wherever: one shape, the right status, soon, and nothing of the product's insides.
import { expect } from '../fixtures.ts';
import { test } from './caller.ts';
import { expectRefusal, refusalOf } from './refusal.ts';

const UNKNOWN = '9b2f6c1e-0f5e-4b3c-8a51-7c1d5e0a4f21';

test.describe('addresses', () => {
	const wrongIds = [
		'not-a-uuid',
		'0',
		'..%2f..%2fetc',
		'%00',
		`${UNKNOWN}x`,
		'a'.repeat(2000),
		'%F0%9F%8E%B5'
	];
	for (const id of wrongIds)
		test(`nothing is found under the id ${id.slice(0, 30)}`, async ({ newVisitor }) => {
			const visitor = newVisitor();
			for (const address of [
				`/api/chat/sessions/${id}`,
				`/api/chat/${id}/stream`,
				`/api/knowledge/documents/${id}`
			])
				expectRefusal(await visitor.get(address), 'not-found', address);
			expectRefusal(await visitor.post(`/api/chat/${id}/stop`, {}), 'not-found');
		});

	test('nothing is found where no route is', async ({ newVisitor }) => {
		for (const address of ['/api/nothing', '/api/chat/sessions/a/b/c/d', '/api/__proto__'])
			expectRefusal(await newVisitor().get(address), 'not-found', address);
	});

	test('a method that a route does not have is refused, with those it has', async ({ newVisitor }) => {
		const answer = await newVisitor().call('PUT', '/api/chat', { json: {} });
		expect(answer.status).toBe(405);
		expect(refusalOf(answer).code).toBe('unsupported');
		expect(answer.headers.get('allow')).toContain('POST');
	});
});

test.describe('bodies', () => {
	const bodies: Record<string, string | Uint8Array<ArrayBuffer>> = {
		'no body': '',
		'half an object': '{"message": "Hello',
		'two objects': '{"message":"a"}{"message":"b"}',
		'a trailing comma': '{"message":"a",}',
		'a raw control character in a string': '{"message":"a\u0001b"}',
		'not a number': '{"message":NaN}',
		'a byte order mark alone': '\ufeff',
		'an array': '[]',
		'a string': '"Hello"',
		null: 'null',
		'no message': '{}',
		'a message that is a number': '{"message":5}',
		'a message that is an object': '{"message":{"toString":"x"}}',
		'an id that is none': '{"message":"a","conversationId":"x"}',
		'an id that is a number': '{"message":"a","conversationId":5}',
		'a client id of blanks': '{"message":"a","clientMessageId":"   "}',
		'a client id that is long': JSON.stringify({ message: 'a', clientMessageId: 'x'.repeat(129) }),
		'a client id with a line break': '{"message":"a","clientMessageId":"a\\nb"}',
		'no messages of a transport': JSON.stringify({ id: UNKNOWN, messages: [] }),
		'a last message of the assistant': JSON.stringify({
			id: UNKNOWN,
			messages: [{ id: 'm1', role: 'assistant', parts: [{ type: 'text', text: 'a' }] }]
		}),
		'an unknown trigger': JSON.stringify({ id: UNKNOWN, messages: [{}], trigger: 'drop-table' }),
		'bytes that are no text': Uint8Array.from({ length: 4096 }, (_, index) => (index * 151 + 7) % 256),
		'a lone continuation byte': new Uint8Array([0x7b, 0x7d, 0x80]),
		'JSON nested 100,000 deep': '['.repeat(100_000) + ']'.repeat(100_000),
		'objects nested 100,000 deep': '{"message":'.repeat(100_000) + '1' + '}'.repeat(100_000),
		'JSON nested 100,000 deep that never closes': '{"a":'.repeat(100_000),
		'a context nested 100,000 deep beside a number': `{"message":5,"context":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`
	};
	for (const [name, body] of Object.entries(bodies))
		test(`${name}: invalid`, async ({ newVisitor }) => {
			const headers = { 'content-type': 'application/json' };
			expectRefusal(await newVisitor().call('POST', '/api/chat', { body, headers }), 'invalid', name);
		});

	for (const url of [
		'data:image/png;base64,iVBORw0KGgo=',
		'https://example.org/a.png',
		'/api/attachments/../x'
	])
		test(`a file that was not uploaded (${url.slice(0, 20)}) is unsupported, with what to do`, async ({
			newVisitor
		}) => {
			const parts = [
				{ type: 'text', text: 'What is this?' },
				{ type: 'file', url, mediaType: 'image/png' }
			];
			const answer = await newVisitor().post('/api/chat', {
				id: UNKNOWN,
				messages: [{ id: 'm1', role: 'user', parts }]
			});
			expectRefusal(answer, 'unsupported', url);
			expect(answer.text).toContain('/api/attachments');
		});

	const large: Record<string, string> = {
		'a message of 8,001 characters': JSON.stringify({ message: 'x'.repeat(8001) }),
		'a message of 100 KB': JSON.stringify({ message: 'la '.repeat(34_000) }),
		'JSON of 10 MB': JSON.stringify({ message: 'a', context: { padding: 'x'.repeat(10 * 1024 * 1024) } })
	};
	for (const [name, body] of Object.entries(large))
		test(`${name}: too large, within two seconds`, async ({ newVisitor }) => {
			const startedAt = performance.now();
			const answer = await newVisitor().call('POST', '/api/chat', {
				body,
				headers: { 'content-type': 'application/json' }
			});
			expectRefusal(answer, 'too-large', name);
			expect(performance.now() - startedAt).toBeLessThan(2000);
		});

	test('a body that does not say its length is refused at the limit, and the refusal arrives', async ({
		baseURL
	}) => {
		let sent = 0;
		const long = new ReadableStream<Uint8Array>({
			pull(controller) {
				sent += 65_536;
				controller.enqueue(new Uint8Array(65_536).fill(0x20));
				if (sent >= 48 * 1024 * 1024) controller.close();
			}
		});
		const request = { method: 'POST', body: long, duplex: 'half', signal: AbortSignal.timeout(20_000) };
		const response = await fetch(new URL('/api/chat', baseURL), request);
		expect(response.status).toBe(413);
		expect(await response.json()).toMatchObject({ error: { code: 'too-large' } });
	});

	for (const type of [
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'image/png',
		''
	])
		test(`a form sent to the chat as ${type || 'nothing'} is refused in the shape`, async ({
			newVisitor
		}) => {
			const answer = await newVisitor().call('POST', '/api/chat', {
				body: new TextEncoder().encode('message=hello'),
				headers: type === '' ? {} : { 'content-type': type }
			});
			expectRefusal(answer, 'invalid', type);
		});
});

test.describe('queries', () => {
	const wrong = [
		'/api/chat/sessions?limit=0',
		'/api/chat/sessions?limit=101',
		'/api/chat/sessions?limit=-1',
		'/api/chat/sessions?limit=1e9',
		'/api/chat/sessions?limit=1.5',
		'/api/chat/sessions?limit=ten',
		'/api/chat/sessions?limit=NaN',
		'/api/chat/sessions?limit=1&limit=2',
		'/api/chat/sessions?cursor=garbage',
		'/api/chat/sessions?cursor=%00%ff',
		`/api/chat/sessions?cursor=${'9'.repeat(200)}`,
		`/api/chat/sessions?cursor=${'a'.repeat(201)}`,
		`/api/chat/sessions?q=${'a'.repeat(201)}`,
		'/api/knowledge/documents?limit=0',
		'/api/knowledge/documents?limit=101',
		'/api/knowledge/documents?cursor=garbage',
		`/api/knowledge/documents?cursor=${'9'.repeat(40)}.${UNKNOWN}`
	];
	for (const address of wrong)
		test(`${address.slice(0, 60)} is invalid`, async ({ newVisitor }) => {
			const visitor = await newVisitor().enterAs('teacher');
			expectRefusal(await visitor.get(address), 'invalid', address);
		});
});

test.describe('keys and limits', () => {
	for (const [name, key] of Object.entries({ wrong: 'sk_segue_wrong', empty: '', long: 'x'.repeat(4000) }))
		test(`a key that is ${name} opens nothing, not even what needs no key`, async ({ newVisitor }) => {
			const headers = { 'x-api-key': key };
			for (const address of ['/api/health', '/api/chat/sessions', '/api/knowledge/documents'])
				expectRefusal(await newVisitor().get(address, { headers }), 'unauthenticated', address);
			expectRefusal(
				await newVisitor().post('/api/chat', { message: 'Hello' }, { headers }),
				'unauthenticated'
			);
		});

	test('a wrong key does not fall back on a good cookie', async ({ newVisitor }) => {
		const admin = await newVisitor().enterAs('admin');
		const answer = await admin.get('/api/knowledge/documents', { headers: { 'x-api-key': 'wrong' } });
		expectRefusal(answer, 'unauthenticated');
	});

	test('every open endpoint says how much of its limit is left', async ({ newVisitor }) => {
		const visitor = newVisitor();
		const answers = [
			await visitor.get('/api/health'),
			await visitor.get('/'),
			await visitor.get('/sign-in'),
			await visitor.get('/api/chat/sessions'),
			await visitor.get('/api/knowledge/documents'),
			await visitor.post('/api/chat', { message: '' }),
			await visitor.post('/api/knowledge/search', { query: 'fees' })
		];
		for (const { headers } of answers) {
			const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
				Number(headers.get(`x-ratelimit-${name}`) ?? 'missing')
			);
			expect(limit).toBeGreaterThan(0);
			expect(remaining).toBeLessThan(limit ?? 0);
			// Seconds since epoch, not long from now.
			expect(Math.abs((reset ?? 0) - Date.now() / 1000)).toBeLessThan(120);
		}
	});

	test('a request id that is given comes back, one that is no id does not', async ({ newVisitor }) => {
		const given = await newVisitor().get('/api/nothing', { headers: { 'x-request-id': 'proof-0123456789' } });
		expect(given.headers.get('x-request-id')).toBe('proof-0123456789');
		refusalOf(given);
		const hostile = await newVisitor().get('/api/nothing', {
			headers: { 'x-request-id': `<script>${'x'.repeat(500)}` }
		});
		expect(hostile.headers.get('x-request-id')).not.toContain('<script>');
		refusalOf(hostile);
	});
});

test('health names every store, its state and its latency', async ({ newVisitor }) => {
	const { status, json } = await newVisitor().get('/api/health');
	const store = { status: 'ok', latencyMs: expect.any(Number) };
	expect(status).toBe(200);
	expect(json).toEqual({
		status: 'ok',
		search: 'words-and-vectors',
		stores: {
			database: store,
			cache: store,
			files: store,
			conversations: store,
			rateLimits: store,
			passwords: store,
			vectorIndex: store
		},
		timestamp: expect.any(Number)
	});
});
