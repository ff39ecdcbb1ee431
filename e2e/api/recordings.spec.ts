// Recordings over HTTP, as programs send and hear them. What the room promises is tried where it is; here is what only HTTP has: forms in
// pieces, lengths that lie, ranges, addresses that play without a session.
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { wav } from '../../src/lib/server/recordings/fixtures/playing.ts';
import { expect } from '../fixtures.ts';
import { Caller, test } from './caller.ts';
import { newEmail } from './access/knock.ts';

interface Recording {
	id: string;
	title: string;
	container: string;
	status: string;
	version: number;
}
const PASSWORD = 'four bars of rest';
/** A tone that is cheap to make. */
const toneOf = (seconds: number) =>
	wav(Float32Array.from({ length: seconds * 22_050 }, (_, at) => ((at % 100) - 50) / 200));
const WAV = toneOf(2);
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Somebody with an account of their own. */
async function newPlayer(baseUrl: string): Promise<Caller> {
	const caller = new Caller(baseUrl);
	const answer = await caller.call('POST', '/sign-up', {
		body: new URLSearchParams({ email: newEmail(), password: PASSWORD }).toString(),
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			origin: new URL(baseUrl).origin,
			accept: 'text/html'
		}
	});
	expect(answer.status).toBe(303);
	return caller;
}

function formOf(
	bytes: Uint8Array<ArrayBuffer>,
	fields: Record<string, string> = {},
	name = 'take.wav'
): FormData {
	const form = new FormData();
	form.set('file', new File([bytes], name));
	for (const [field, value] of Object.entries(fields)) form.set(field, value);
	return form;
}

async function upload(caller: Caller, fields: Record<string, string> = {}): Promise<Recording> {
	const answer = await caller.call('POST', '/api/upload', { body: formOf(WAV, fields) });
	expect(answer.status, answer.text).toBe(201);
	return (answer.json as { recording: Recording }).recording;
}

test('a recording goes up in one form and is heard, whole and in ranges, by an address that needs no session', async ({
	product
}) => {
	const player = await newPlayer(product.url);
	const { id, title, container } = await upload(player, { title: 'Für Elise', tags: 'exam, slow' });
	expect([title, container]).toEqual(['Für Elise', 'wav']);
	const list = await player.get('/api/recordings?query=elise&tag=slow');
	expect(list.json).toMatchObject({ recordings: [{ id }], nextCursor: null });

	const { json } = await player.get(`/api/recordings/${id}/file-link`);
	const { url } = json as { url: string };
	const anybody = new Caller(product.url);
	const whole = await anybody.open('GET', url);
	expect(whole.status).toBe(200);
	expect(whole.headers.get('cache-control')).toMatch(/^private/);
	expect(sha(new Uint8Array(await whole.arrayBuffer()))).toBe(sha(WAV));
	const etag = whole.headers.get('etag') ?? '';
	const part = await anybody.open('GET', url, { headers: { range: 'bytes=1000-1999', 'if-range': etag } });
	expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 1000-1999/${WAV.length}`]);
	expect(sha(new Uint8Array(await part.arrayBuffer()))).toBe(sha(WAV.slice(1000, 2000)));
	expect((await anybody.get(url, { headers: { range: `bytes=${WAV.length}-` } })).status).toBe(416);
	expect((await anybody.get(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
	expect((await anybody.get(`${url}x`)).status).toBe(403);
	expect((await anybody.get(`/api/recordings/${id}/file`)).status).toBe(404);
	const saved = await player.open('GET', `/api/recordings/${id}/file?download=1`);
	await saved.body?.cancel();
	expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="take\.wav"/);

	expect((await player.call('DELETE', `/api/recordings/${id}`)).status).toBe(204);
	expect((await anybody.get(url)).status).toBe(404);
});

test('the same key, in a header or the form, five times at once, is one recording', async ({ product }) => {
	const player = await newPlayer(product.url);
	const key = randomBytes(8).toString('hex');
	const answers = await Promise.all(
		[1, 2, 3, 4, 5].map((turn) =>
			player.call('POST', '/api/upload', {
				body: formOf(WAV, turn % 2 === 0 ? { clientKey: key } : {}),
				headers: turn % 2 === 0 ? {} : { 'idempotency-key': key }
			})
		)
	);
	const ids = answers.map(({ json }) => (json as { recording: Recording }).recording.id);
	expect(new Set(ids).size).toBe(1);
	const list = await player.get('/api/recordings');
	expect((list.json as { recordings: Recording[] }).recordings).toHaveLength(1);
});

test('a form that is too large, broken, or of something else is refused in words, and nothing of it is kept', async ({
	product
}) => {
	const player = await newPlayer(product.url);
	const codeOf = async (call: Parameters<Caller['call']>[2]) => {
		const { json, text } = await player.call('POST', '/api/upload', call);
		const { error } = json as { error: { code: string; message: string } };
		expect(error.message.length, text).toBeGreaterThan(10);
		return error.code;
	};
	expect(await codeOf({ body: formOf(new Uint8Array(50_000_001)) })).toMatch(/too-large|unsupported/);
	expect(await codeOf({ body: formOf(new Uint8Array(60_000_000)) })).toBe('too-large');
	const picture = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(200_000)]);
	expect(await codeOf({ body: formOf(picture) })).toBe('unsupported');
	expect(await codeOf({ body: new FormData() })).toBe('invalid');
	const form = (text: string) => ({
		body: text,
		headers: { 'content-type': 'multipart/form-data; boundary=b' }
	});
	expect(
		await codeOf(form('--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\nRIFF'))
	).toBe('invalid');
	expect(await codeOf(form('nothing of the kind'))).toBe('invalid');
	expect(await codeOf({ json: { file: 'RIFF' } })).toBe('invalid');
	expect(await codeOf({ body: formOf(WAV, { studentId: 'me' }) })).toBe('invalid');
	expect((await player.get('/api/recordings')).json).toEqual({ recordings: [], nextCursor: null });
});

test('an upload that says less than it sends, or breaks off, leaves nothing and holds up nobody', async ({
	product
}) => {
	const player = await newPlayer(product.url);
	const cookie = Array.from(player.cookies, ([name, value]) => `${name}=${value}`).join('; ');
	const { hostname, port } = new URL(product.url);
	const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n';
	await new Promise<void>((resolve, reject) => {
		const socket = connect(Number(port), hostname, () => {
			socket.write(
				`POST /api/upload HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncookie: ${cookie}\r\norigin: ${new URL(product.url).origin}\r\n` +
					`content-type: multipart/form-data; boundary=b\r\ncontent-length: 5000000\r\n\r\n${head}`
			);
			socket.write(WAV.subarray(0, 50_000), () => {
				socket.destroy();
				resolve();
			});
		});
		socket.on('error', reject);
	});
	expect((await player.get('/api/recordings')).json).toEqual({ recordings: [], nextCursor: null });
	expect((await player.get('/api/recordings/uploads')).json).toEqual({ uploads: [] });
});

test('an upload in parts goes on where it was, and a recording changed twice says so', async ({
	product
}) => {
	const player = await newPlayer(product.url);
	const bytes = toneOf(150);
	const begun = await player.post('/api/recordings/uploads', {
		...{ fileName: 'long.wav', sizeBytes: bytes.length, clientKey: 'long', title: 'Long' }
	});
	const { upload: first } = begun.json as { upload: { id: string; transport: { chunkBytes: number } } };
	const { chunkBytes } = first.transport;
	const put = (number: number) =>
		player.call('PUT', `/api/recordings/uploads/${first.id}/parts/${number}`, {
			body: bytes.slice((number - 1) * chunkBytes, number * chunkBytes)
		});
	expect((await put(2)).status).toBe(200);
	const early = await player.call('POST', `/api/recordings/uploads/${first.id}/complete`);
	expect(early.json).toMatchObject({ error: { code: 'conflict', details: { missing: [1] } } });
	const { json } = await player.get('/api/recordings/uploads');
	expect(json).toMatchObject({ uploads: [{ id: first.id, transport: { by: 'chunks', received: [2] } }] });
	expect((await put(1)).status).toBe(200);
	const done = await player.call('POST', `/api/recordings/uploads/${first.id}/complete`);
	const { recording } = done.json as { recording: Recording };
	expect(recording).toMatchObject({ title: 'Long', container: 'wav' });
	const change = (version: number) =>
		player.call('PATCH', `/api/recordings/${recording.id}`, { json: { version, piece: 'WoO 59' } });
	expect((await change(1)).status).toBe(200);
	expect((await change(1)).status).toBe(409);
});

test('a link plays to anybody until it is ended', async ({ product }) => {
	const player = await newPlayer(product.url);
	const { id } = await upload(player);
	const memo = new FormData();
	memo.set('memo', new File([WAV], 'memo.wav'));
	for (const [name, value] of Object.entries({ startSeconds: '0', endSeconds: '1', clientKey: 'n' }))
		memo.set(name, value);
	expect((await player.call('POST', `/api/recordings/${id}/notes`, { body: memo })).status).toBe(201);
	const made = await player.post(`/api/recordings/${id}/shares`, { expiresInDays: 7 });
	const { share } = made.json as { share: { id: string; url: string } };
	const token = share.url.split('/').at(-1) ?? '';
	const anybody = new Caller(product.url);
	const shown = await anybody.get(`/api/shared/recordings/${token}`);
	expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
	const { fileUrl, notes } = shown.json as { fileUrl: string; notes: { memoUrl: string }[] };
	for (const url of [fileUrl, notes[0]?.memoUrl ?? '']) {
		const played = await anybody.open('GET', url);
		expect(sha(new Uint8Array(await played.arrayBuffer()))).toBe(sha(WAV));
	}
	expect((await player.call('DELETE', `/api/recordings/${id}/shares/${share.id}`)).status).toBe(204);
	expect((await anybody.get(`/api/shared/recordings/${token}`)).status).toBe(404);
});
