import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SFU_APP, SFU_TOKEN, startSfuServer, type SfuFault, type SfuServer } from './fixtures/sfu-server.ts';
import { createRealtimeApi, type RealtimeApiOptions } from './realtime-api.ts';

let server: SfuServer;
beforeEach(async () => {
	server = await startSfuServer();
});
afterEach(() => {
	server.close();
});

const open = (changes: Partial<RealtimeApiOptions> = {}) =>
	createRealtimeApi({ baseUrl: server.url, appId: SFU_APP, token: SFU_TOKEN, waitsMs: [1, 1], ...changes });
const paths = () =>
	server.requests.map(({ method, path }) => `${method} ${path.replace(`/v1/apps/${SFU_APP}`, '')}`);
const failed = (errorCode: string): SfuFault => ({
	status: 200,
	body: { tracks: [{ errorCode, errorDescription: 'for a reason' }] }
});

describe('the media server', () => {
	it('is asked as its schema says, with the app’s secret', async () => {
		const api = open();
		const session = await api.newSession();
		expect(await api.publish(session, { sdp: 'mine', mid: '0', trackName: 'microphone' })).toBe(
			'answer to mine'
		);
		expect(await api.subscribe(session, { session: 'other', trackName: 'speech' })).toBe('offer of speech');
		await api.renegotiate(session, 'my answer');
		await api.closeTrack(session, '0');
		expect(paths()).toEqual([
			'POST /sessions/new',
			`POST /sessions/${session}/tracks/new`,
			`POST /sessions/${session}/tracks/new`,
			`PUT /sessions/${session}/renegotiate`,
			`PUT /sessions/${session}/tracks/close`
		]);
		expect(server.requests.map(({ body }) => body)).toEqual([
			{},
			{
				sessionDescription: { type: 'offer', sdp: 'mine' },
				tracks: [{ location: 'local', mid: '0', trackName: 'microphone' }]
			},
			{ tracks: [{ location: 'remote', sessionId: 'other', trackName: 'speech' }] },
			{ sessionDescription: { type: 'answer', sdp: 'my answer' } },
			{ tracks: [{ mid: '0' }], force: true }
		]);
		expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(
			new Set([`Bearer ${SFU_TOKEN}`])
		);
	});

	it.each([
		['the wrong secret', { token: 'wrong' }, undefined, false],
		['a page of a proxy', {}, { status: 502, text: '<html>Bad gateway</html>' }, true],
		['an answer that is none', {}, { status: 200, text: '{"nonsense": ' }, false],
		['an answer without what was asked for', {}, { status: 201, body: {} }, false],
		['a redirect, which would carry the secret away', {}, { status: 307, body: {} }, false],
		['a fault', {}, { status: 500, body: { errorCode: 'internal_error' } }, true],
		['a connection that is cut', {}, 'cut', true]
	] as [string, Partial<RealtimeApiOptions>, SfuFault | undefined, boolean][])(
		'%s is told as its being unavailable, with a way round, and without its words',
		async (_, changes, fault, retryable) => {
			if (fault !== undefined) server.fault('/sessions/new', fault);
			const error: unknown = await open(changes)
				.newSession()
				.catch((thrown: unknown) => thrown);
			expect(error).toMatchObject({
				name: 'AppError',
				code: 'unavailable',
				fallbackAvailable: true,
				retryable
			});
			expect(String(error)).not.toMatch(/secret|html|127\.0\.0\.1/);
		}
	);

	it('is not waited for without end', async () => {
		server.fault('/sessions/new', 'hang');
		await expect(open({ timeoutMs: 20 }).newSession()).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
	});

	it('is not asked again where a first try may have had its effect', async () => {
		server.fault('/sessions/new', { status: 500, body: { errorCode: 'backend_error' } });
		await expect(open().newSession()).rejects.toMatchObject({ code: 'unavailable' });
		expect(paths()).toHaveLength(1);
	});

	it('says so when it is busy', async () => {
		server.fault('/sessions/new', { status: 429, body: {} });
		await expect(open().newSession()).rejects.toMatchObject({ code: 'rate-limited', retryable: true });
	});

	it('is asked again for a track that sends nothing yet, and not without end', async () => {
		server.fault('/tracks/new', failed('empty_track_error'), failed('not_found_track_error'));
		expect(await open().subscribe('a', { session: 'b', trackName: 'speech' })).toBe('offer of speech');
		expect(paths()).toHaveLength(3);
		server.fault('/tracks/new', ...Array<SfuFault>(3).fill(failed('empty_track_error')));
		await expect(open().subscribe('a', { session: 'b', trackName: 'speech' })).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
		expect(paths()).toHaveLength(6);
	});

	it('has failed when an entry has, whatever the status says', async () => {
		server.fault('/tracks/new', failed('invalid_session_description'));
		await expect(open().publish('a', { sdp: 'x', mid: '0', trackName: 'm' })).rejects.toMatchObject({
			code: 'unavailable',
			retryable: false
		});
	});

	it('that opened only one of two adapters is told to close it', async () => {
		server.fault('/adapters/websocket/new', {
			status: 200,
			body: {
				tracks: [
					{ trackName: 'microphone', adapterId: 'one' },
					{ trackName: 'speech', errorCode: 'websocket_handshake_failed' }
				]
			}
		});
		const order = {
			microphone: { session: 'a', trackName: 'microphone', endpoint: 'ws://127.0.0.1:1/a' },
			speech: { trackName: 'speech', endpoint: 'ws://127.0.0.1:1/b' }
		};
		await expect(open().openAdapters(order)).rejects.toMatchObject({ code: 'unavailable' });
		expect(server.requests.at(-1)).toMatchObject({ body: { tracks: [{ adapterId: 'one' }] } });
		expect(paths().at(-1)).toBe('POST /adapters/websocket/close');
	});

	it('may have closed an adapter already; another failure to close is told', async () => {
		await open().closeAdapters(['gone']);
		await open().closeAdapters([]);
		expect(paths()).toEqual(['POST /adapters/websocket/close']);
		server.fault('/close', {
			status: 503,
			body: { tracks: [{ adapterId: 'x', errorCode: 'internal_error' }] }
		});
		await expect(open().closeAdapters(['x'])).rejects.toMatchObject({ code: 'unavailable' });
	});
});
