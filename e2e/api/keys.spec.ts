// A person's own API key, as their program meets it: what it opens, what it never opens, and how it ends. That a key expires is tried
// where the clock can be moved (src/lib/server/auth/api-keys).
import { expect } from '../fixtures.ts';
import { Caller, test, type Answer } from './caller.ts';
import { expectRefusal } from './refusal.ts';
import { ask, newId } from './turn.ts';

interface Made {
	key: string;
	id: string;
	prefix: string;
}

const ASKED = { name: 'A program', scopes: ['knowledge:read'], expiresInDays: 7 };

async function makeKey(person: Caller, scopes: string[] = ASKED.scopes): Promise<Made> {
	const answer = await person.post('/api/keys', { ...ASKED, scopes });
	expect(answer.status, answer.text).toBe(201);
	expect(answer.headers.get('cache-control')).toContain('no-store');
	return answer.json as Made;
}

const programWith = (key: string, url: string) => new Caller(url, { 'x-api-key': key });

test('a key acts as its person, within its scopes, and nowhere but in the API', async ({
	newVisitor,
	product
}) => {
	const person = await newVisitor().enterAs('user');
	const { conversationId } = await ask(person, 'Hello');
	const { key, prefix } = await makeKey(person, ['conversations:read', 'knowledge:read']);
	const program = programWith(key, product.url);

	expect((await program.get(`/api/chat/sessions/${conversationId}/messages`)).status).toBe(200);
	expect((await program.post('/api/knowledge/search', { query: 'fees' })).status).toBe(200);
	const refusals: Answer[] = [
		await program.call('PATCH', `/api/chat/sessions/${conversationId}`, { json: { title: 'Taken' } }),
		await program.call('DELETE', `/api/chat/sessions/${conversationId}`),
		// Nobody stands behind a key who could confirm: one key makes no other.
		await program.post('/api/keys', ASKED),
		await program.get('/api/keys'),
		await program.get('/account', { headers: { accept: 'text/html' } })
	];
	expect(refusals.map(({ status }) => status)).toEqual([404, 404, 403, 403, 403]);

	const list = await person.get('/api/keys?limit=1');
	expect(list.text).toContain(prefix);
	expect(list.text).not.toContain(key);
});

test('a revoked key, one that never was, a forged one and one without end are refused alike', async ({
	newVisitor,
	product
}) => {
	const person = await newVisitor().enterAs('teacher');
	const { key, id } = await makeKey(person);
	const program = programWith(key, product.url);
	expect((await program.get('/api/knowledge/documents')).status).toBe(200);
	expect((await person.call('DELETE', `/api/keys/${id}`)).status).toBe(204);
	const answer = await program.get('/api/knowledge/documents');
	const revoked = expectRefusal(answer, 'unauthenticated');
	expect(answer.headers.get('www-authenticate')).toBe('ApiKey realm="segue"');

	const last = key.endsWith('a') ? 'b' : 'a';
	for (const wrong of [
		`${key.slice(0, -1)}${last}`,
		`${key}x`,
		`sgk_${'x'.repeat(46)}`,
		`sgk_${'x'.repeat(8_000)}`,
		'sgk_',
		"' or 1=1 --"
	]) {
		const refused = await programWith(wrong, product.url).get('/api/knowledge/documents');
		expect(expectRefusal(refused, 'unauthenticated', wrong.slice(0, 60))).toEqual(revoked);
	}
	expectRefusal(await person.call('DELETE', `/api/keys/${newId()}`), 'not-found');
});

test('nobody sees or revokes the key of another, and an administrator revokes it', async ({
	newVisitor,
	product,
	administrator
}) => {
	const person = await newVisitor().enterAs('user');
	const { key, id, prefix } = await makeKey(person);
	const other = await newVisitor().enterAs('teacher');
	expectRefusal(await other.call('DELETE', `/api/keys/${id}`), 'not-found');
	expect((await other.get('/api/keys?limit=100')).text).not.toContain(prefix);
	const program = programWith(key, product.url);
	expect((await program.get('/api/knowledge/documents')).status).toBe(200);
	expect((await administrator.call('DELETE', `/api/keys/${id}`)).status).toBe(204);
	expectRefusal(await program.get('/api/knowledge/documents'), 'unauthenticated');
});

test('a key that asks too much of its maker is not made, and says what is wrong', async ({ newVisitor }) => {
	const person = await newVisitor().enterAs('user');
	for (const [wrong, field] of [
		[{ ...ASKED, scopes: ['knowledge:write'] }, 'scopes'],
		[{ ...ASKED, scopes: ['everything'] }, 'scopes'],
		[{ ...ASKED, scopes: [] }, 'scopes'],
		[{ ...ASKED, expiresInDays: null }, 'expiresInDays'],
		[{ ...ASKED, expiresInDays: 366 }, 'expiresInDays'],
		[{ ...ASKED, expiresInDays: 0 }, 'expiresInDays'],
		[{ ...ASKED, name: '  ' }, 'name'],
		[{ ...ASKED, name: 'x'.repeat(61) }, 'name']
	] as const) {
		const { details } = expectRefusal(
			await person.post('/api/keys', wrong),
			'invalid',
			JSON.stringify(wrong)
		);
		expect(JSON.stringify(details)).toContain(`"field":"${field}`);
	}
	const visitor = await newVisitor().post('/api/keys', ASKED);
	expectRefusal(visitor, 'unauthenticated');
	expect(visitor.headers.get('www-authenticate')).toBe('ApiKey realm="segue"');
});

test('a token where none is taken, and two proofs at once, are refused in words', async ({
	newVisitor,
	product
}) => {
	const visitor = newVisitor();
	const authorization = 'Bearer eyJhbGciOiJub25lIn0.e30.';
	for (const headers of [{ authorization }, { authorization, 'x-api-key': product.key }])
		expectRefusal(await visitor.get('/api/health', { headers }), 'unauthenticated');
	const proxied = { authorization: 'Basic c2Nob29sOnNjaG9vbA==' };
	expect((await visitor.get('/api/health', { headers: proxied })).status).toBe(200);
});
