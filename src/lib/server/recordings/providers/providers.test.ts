// Another analyser, played by a real server on this machine that does as each test tells it.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIMENSIONS } from '#lib/shared/recordings/dimensions.ts';
import { createManualClock } from '../../platform/index.ts';
import { breakersInMemory } from '../../resilience/fixtures/breakers-in-memory.ts';
import type { RecordingRow } from '../analysis/analysis-records.ts';
import { createRemoteAnalyser, type RemoteAnalyserOptions } from './remote-analyser.ts';

const dimensions = Object.fromEntries(DIMENSIONS.map((name) => [name, { score: 0.25, confidence: 0.5 }]));
const ANSWER = { modelVersion: 'theirs-2', durationSeconds: 12.5, dimensions };
const change = Object.fromEntries(DIMENSIONS.map((name) => [name, 0.1]));
const RECORDING = { id: 'r1', container: 'm4a', durationSeconds: 12.5 } as RecordingRow;
/** No multiple of three, and every byte there is. */
const SOUND = Uint8Array.from({ length: 50_001 }, (_, at) => at % 256);

interface Asked {
	headers: IncomingMessage['headers'];
	path: string;
	body: string;
}
type Reply = (response: ServerResponse) => void;

let server: Server;
let url: string;
const asked: Asked[] = [];
let replies: Reply[] = [];
beforeAll(async () => {
	server = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk: Buffer) => (body += chunk.toString()));
		request.on('end', () => {
			asked.push({ headers: request.headers, path: `${request.method} ${request.url}`, body });
			const reply = replies.length > 1 ? replies.shift() : replies[0];
			reply?.(response);
		});
		request.on('error', () => undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(() => {
	asked.length = 0;
	replies = [json(ANSWER)];
});

const text =
	(status: number, body: string, headers: Record<string, string> = {}): Reply =>
	(response) => {
		response.writeHead(status, headers).end(body);
	};
const json = (body: unknown): Reply =>
	text(200, JSON.stringify(body), { 'content-type': 'application/json' });
const waits: number[] = [];
const clock = createManualClock();
function open(changes: Partial<RemoteAnalyserOptions> = {}) {
	waits.length = 0;
	return createRemoteAnalyser({
		url,
		linkTo: () => Promise.resolve('https://segue.example/api/recordings/r1/file?signature=s'),
		open: () => Promise.resolve({ mediaType: 'audio/mp4', body: new Blob([SOUND]).stream() }),
		breaker: breakersInMemory(clock).of('analyser', { failureThreshold: 5, recoveryTimeout: 60_000 }),
		fetch,
		...changes,
		patience: { wait: async (ms) => void waits.push(ms), random: () => 0.5, ...changes.patience }
	});
}

describe('another analyser', () => {
	it('is sent a signed address of the sound, and its answer is an analysis', async () => {
		replies = [
			json({
				...ANSWER,
				dimensions: { ...dimensions, timbre_soft_loud: { score: null, confidence: 0.9 } },
				segments: [{ start: 0, end: 3, change }],
				onsets: [2, 1],
				tempo: { beatsPerMinute: 90 }
			})
		];
		const { modelVersion, durationSeconds, analysis } = await open({ apiKey: 'k' }).analyse(RECORDING);
		expect({ modelVersion, durationSeconds }).toEqual({ modelVersion: 'theirs-2', durationSeconds: 12.5 });
		expect(analysis).toMatchObject({
			dimensions: {
				timing_stable_unstable: { score: 0.25, confidence: 0.5 },
				timbre_soft_loud: { score: null, confidence: 0, abstained: true }
			},
			segments: [{ timestamp: '0:00-0:03', onsets: 0 }],
			onsets: [1, 2],
			tempo: { beatsPerMinute: 90 }
		});
		expect(asked).toMatchObject([
			{ path: 'POST /analyze', headers: { authorization: 'Bearer k', 'content-type': 'application/json' } }
		]);
		expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
			...{ recordingId: 'r1', durationSeconds: 12.5 },
			audio: { url: 'https://segue.example/api/recordings/r1/file?signature=s' }
		});
	});

	it('is sent the sound itself where this deployment has no address, to the last byte', async () => {
		await open({ url: `${url}/`, linkTo: () => Promise.resolve(null) }).analyse(RECORDING);
		const { audio } = JSON.parse(asked[0]?.body ?? '') as { audio: { mediaType: string; base64: string } };
		expect(audio.mediaType).toBe('audio/mp4');
		expect(audio.base64).toBe(btoa(String.fromCharCode(...SOUND)));
		expect(asked[0]?.headers.authorization).toBeUndefined();
	});

	it.each([408, 425, 429, 500, 502, 503, 504])(
		'that says %i is asked again, after longer and longer',
		async (status) => {
			replies = [text(status, ''), text(status, ''), json(ANSWER)];
			await open().analyse(RECORDING);
			expect([asked.length, waits]).toEqual([3, [500, 1_000]]);
		}
	);

	it('that says when to come back is waited for, up to ten seconds', async () => {
		replies = [text(503, '', { 'retry-after': '7' }), json(ANSWER)];
		await open().analyse(RECORDING);
		expect(waits).toEqual([7_000]);
		replies = [text(503, '', { 'retry-after': '3600' })];
		await expect(open().analyse(RECORDING)).rejects.toMatchObject({ code: 'unavailable' });
		expect(waits).toEqual([]);
	});

	it('is given up after three tries', async () => {
		replies = [text(503, '')];
		await expect(open().analyse(RECORDING)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
		expect(asked.length).toBe(3);
	});

	it.each([
		['refuses', text(401, ''), 'unavailable'],
		['knows no such path', text(404, ''), 'unavailable'],
		['cannot read the sound', text(415, ''), 'unsupported'],
		['finds the sound damaged', text(422, ''), 'unsupported'],
		['sends elsewhere', text(302, '', { location: 'http://127.0.0.1:1/' }), 'unavailable'],
		['sends no JSON', text(200, '<html>'), 'unavailable'],
		['sends half of it', text(200, JSON.stringify(ANSWER).slice(0, 80)), 'unavailable'],
		['forgets a dimension', json({ ...ANSWER, dimensions: {} }), 'unavailable'],
		[
			'scores beyond the scale',
			json({ ...ANSWER, dimensions: { ...dimensions, timbre_soft_loud: { score: 9, confidence: 1 } } }),
			'unavailable'
		],
		['counts what is no number', json({ ...ANSWER, onsets: ['1'] }), 'unavailable'],
		['ends before it starts', json({ ...ANSWER, segments: [{ start: 3, end: 1, change }] }), 'unavailable'],
		['lasts for ever', json({ ...ANSWER, durationSeconds: 1e9 }), 'unavailable'],
		['says too much', text(200, 'x'.repeat(9_000_000)), 'unavailable']
	] as const)('that %s is asked once', async (_, reply, code) => {
		replies = [reply];
		await expect(open().analyse(RECORDING)).rejects.toMatchObject({ code, retryable: false });
		expect(asked.length).toBe(1);
	});

	it('that is not there, hangs up or does not answer in time is asked again, and is unavailable', async () => {
		const hangingUp: Reply = (response) => response.destroy();
		const silent: Reply = () => undefined;
		const stalling: Reply = (response) => void response.writeHead(200).write('{');
		for (const [reply, changes] of [
			[hangingUp, {}],
			[silent, { timeoutMs: 30 }],
			[stalling, { timeoutMs: 30 }],
			[silent, { url: 'http://127.0.0.1:1' }]
		] as const) {
			replies = [reply];
			await expect(open(changes).analyse(RECORDING)).rejects.toMatchObject({
				code: 'unavailable',
				retryable: true
			});
			expect(waits.length).toBe(2);
		}
	});

	it('that keeps failing is left alone for a minute, then asked once, and asked again when it is back', async () => {
		const analyser = open({ patience: { tries: 1 } });
		replies = [text(500, '')];
		const fail = () => expect(analyser.analyse(RECORDING)).rejects.toMatchObject({ code: 'unavailable' });
		for (let count = 0; count < 8; count++) await fail();
		expect(asked.length).toBe(5);
		clock.advance(60_000);
		await fail();
		await fail();
		expect(asked.length).toBe(6);
		clock.advance(60_000);
		replies = [json(ANSWER)];
		await analyser.analyse(RECORDING);
		await analyser.analyse(RECORDING);
		expect(asked.length).toBe(8);
	});

	it('is not left alone for saying that sound cannot be read', async () => {
		const analyser = open();
		replies = [text(415, '')];
		for (let count = 0; count < 8; count++) await analyser.analyse(RECORDING).catch(() => undefined);
		expect(asked.length).toBe(8);
	});
});
