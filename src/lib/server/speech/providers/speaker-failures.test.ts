// Every way a speaker is known to fail, played by a real server, as the voice room sees it.
import { describe, expect, it, vi } from 'vitest';
import { deploymentAt, first, REFUSED } from '../fixtures/deployment.ts';
import { playSpeak, replyWithPcm } from '../fixtures/plays.ts';
import type { Call } from '../fixtures/provider-server.ts';
import { providerStage } from '../fixtures/provider-stage.ts';
import { listen } from '../speaker.contract.ts';

const PATIENCE = { timeout: 30_000 };
const stage = providerStage(playSpeak);

function speaker(settings: Record<string, string>, at = stage.deployment) {
	const only = first(at.open(settings).speakers);
	return { open: () => only.open({ language: 'en', signal: stage.signal }) };
}

describe('a speaker', () => {
	it('flushes after each piece, at most twenty times, and asks for the rest by requests', async () => {
		stage.server.reply = replyWithPcm;
		const stream = await speaker({ VOICE_SPEAKERS: 'aura-2', VOICE_AURA_VOICE: 'luna' }).open();
		for (let piece = 0; piece < 23; piece++) stream.say(`n${piece}`);
		stream.finish();
		expect((await listen(stream)).map(({ text }) => text)).toEqual(
			Array.from({ length: 23 }, (_, n) => `n${n}`)
		);
		const [socket, ...requests] = stage.server.visits;
		expect(socket?.path).toBe('/@cf/deepgram/aura-2-en');
		expect(Object.fromEntries(socket?.query ?? [])).toEqual({
			speaker: 'luna',
			encoding: 'linear16',
			sample_rate: '24000'
		});
		const types = socket?.received.map((message) => (message as { type: string }).type) ?? [];
		expect(types.filter((type) => type === 'Flush').length).toBe(20);
		expect(types.at(-1)).toBe('Close');
		expect(requests.map(({ body }) => body?.text)).toEqual(['n20', 'n21', 'n22']);
		expect(requests[0]?.body).toMatchObject({
			speaker: 'luna',
			encoding: 'linear16',
			container: 'none',
			sample_rate: 24_000
		});
	});

	it('that is interrupted is told so', async () => {
		const stream = await speaker({ VOICE_SPEAKERS: 'aura-2' }).open();
		stream.say('Wait.');
		stream.cancel();
		await vi.waitFor(() => expect(stage.server.visits[0]?.isClosed).toBe(true), PATIENCE);
		expect(stage.server.visits[0]?.received.slice(-2)).toEqual([{ type: 'Clear' }, { type: 'Close' }]);
	});

	it('whose socket went while nothing was owed goes on by requests', async () => {
		stage.server.reply = replyWithPcm;
		const stream = await speaker({ VOICE_SPEAKERS: 'aura-2' }).open();
		const heard = listen(stream);
		stream.say('Before.');
		await vi.waitFor(() => expect(stage.server.visits[0]?.received.length).toBe(2), PATIENCE);
		stage.call().close(1011);
		await vi.waitFor(() => expect(stage.server.visits[0]?.isClosed).toBe(true), PATIENCE);
		stream.say('After.');
		stream.finish();
		expect((await heard).map(({ text }) => text)).toEqual(['Before.', 'After.']);
	});

	it.each([
		['hangs up in mid-sound', (opened: Call) => opened.cut()],
		['says it gives up', (opened: Call) => opened.send({ type: 'Error', err_code: 'x', err_msg: 'y' })],
		['flushes without a sound', (opened: Call) => opened.send({ type: 'Flushed', sequence_id: 0 })],
		['sends three megabytes', (opened: Call) => opened.send(new Uint8Array(3 * 1024 * 1024))]
	])('breaks when Aura %s', async (_name, how) => {
		stage.play((opened) => opened.onText(({ type }) => type === 'Flush' && how(opened)));
		const stream = await speaker({ VOICE_SPEAKERS: 'aura-2' }).open();
		stream.say('Hello.');
		stream.finish();
		await expect(listen(stream)).rejects.toMatchObject({ code: 'unavailable' });
	});

	it('is busy, and that is no reason to ask for the same by requests', async () => {
		stage.server.refusal = { status: 429, headers: { 'retry-after': '30' } };
		await expect(speaker({ VOICE_SPEAKERS: 'aura-2' }).open()).rejects.toMatchObject({
			code: 'rate-limited',
			retryAfterSeconds: 30
		});
		expect(stage.server.visits.length).toBe(1);
	});

	it('of OpenAI’s protocol is asked for PCM with its key', async () => {
		stage.server.reply = replyWithPcm;
		const stream = await speaker({
			VOICE_SPEAKERS: 'openai-compatible',
			VOICE_SPEECH_API_KEY: 'sk',
			VOICE_SPEECH_MODEL: 'kokoro'
		}).open();
		stream.say('Hello.');
		stream.finish();
		await listen(stream);
		expect(stage.server.visits[0]).toMatchObject({
			path: '/v1/audio/speech',
			headers: { authorization: 'Bearer sk' },
			body: { model: 'kokoro', voice: 'alloy', input: 'Hello.', response_format: 'pcm' }
		});
	});

	it('is not given the key of another server', async () => {
		stage.server.reply = replyWithPcm;
		const stream = await speaker({
			VOICE_SPEAKERS: 'openai-compatible',
			OPENAI_API_KEY: 'sk-of-openai'
		}).open();
		stream.say('Hello.');
		stream.finish();
		await listen(stream);
		expect(stage.server.visits[0]?.headers.authorization).toBeUndefined();
	});

	it.each([
		[429, { 'retry-after': '9' }, '', { code: 'rate-limited', retryAfterSeconds: 9 }],
		[401, {}, '{}', { code: 'unavailable', retryable: false }],
		[500, {}, '{}', { code: 'unavailable', retryable: true }],
		[200, { 'content-type': 'audio/mpeg' }, 'ID3', { code: 'unavailable', retryable: false }],
		[
			200,
			{ 'content-type': 'application/json' },
			'{"error":"no"}',
			{ code: 'unavailable', retryable: false }
		],
		[200, { 'content-type': 'audio/pcm' }, '', { code: 'unavailable', retryable: true }]
	])('breaks on an answer of %s %o', async (status, headers, body, error) => {
		stage.server.reply = (_visit, response) => response.writeHead(status, headers).end(body);
		const stream = await speaker({ VOICE_SPEAKERS: 'openai-compatible' }).open();
		stream.say('Hello.');
		stream.say('And more.');
		stream.finish();
		await expect(listen(stream)).rejects.toMatchObject(error);
	});

	it('breaks where nobody is, and where an answer breaks off', async () => {
		const nobody = await speaker({ VOICE_SPEAKERS: 'openai-compatible' }, deploymentAt(REFUSED)).open();
		nobody.say('Hello.');
		await expect(listen(nobody)).rejects.toMatchObject({ code: 'unavailable' });
		stage.server.reply = (_visit, response) => {
			response.writeHead(200, { 'content-type': 'audio/pcm' });
			response.write(new Uint8Array(9_600), () => response.destroy());
		};
		const half = await speaker({ VOICE_SPEAKERS: 'openai-compatible' }).open();
		half.say('Hello.');
		await expect(listen(half)).rejects.toMatchObject({ code: 'unavailable' });
	});
});
