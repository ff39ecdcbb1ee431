// Every way a transcriber is known to fail, played by a real server, as the voice room sees it.
import { describe, expect, it, vi } from 'vitest';
import { deploymentAt, first, REFUSED } from '../fixtures/deployment.ts';
import { playFlux, playListen, replyWithText } from '../fixtures/plays.ts';
import { providerStage } from '../fixtures/provider-stage.ts';
import type { TranscriptEvent } from '../index.ts';
import { speak } from '../transcriber.contract.ts';

const PATIENCE = { timeout: 30_000 };
const stage = providerStage(playFlux);

function transcriber(settings: Record<string, string>, at = stage.deployment) {
	const only = first(at.open(settings).transcribers);
	const events: TranscriptEvent[] = [];
	return {
		events,
		open: (language = 'en') =>
			only.open({ language, onEvent: (event) => events.push(event), signal: stage.signal })
	};
}

describe('a transcriber that cannot be reached', () => {
	it.each([
		['flux', { VOICE_TRANSCRIBERS: 'flux' }],
		['deepgram', { VOICE_TRANSCRIBERS: 'deepgram' }]
	])('%s: is told apart by how it refuses', async (_name, settings) => {
		stage.server.refusal = { status: 429, headers: { 'retry-after': '7' } };
		await expect(transcriber(settings).open()).rejects.toMatchObject({
			code: 'rate-limited',
			retryAfterSeconds: 7,
			fallbackAvailable: true
		});
		stage.server.refusal = { status: 401 };
		await expect(transcriber(settings).open()).rejects.toMatchObject({
			code: 'unavailable',
			retryable: false
		});
		stage.server.refusal = { status: 503 };
		await expect(transcriber(settings).open()).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
		await expect(transcriber(settings, deploymentAt(REFUSED)).open()).rejects.toMatchObject({
			code: 'unavailable',
			retryable: true
		});
	});

	it('is asked no more after some failures, until its time is over', async () => {
		stage.server.refusal = { status: 500 };
		const { open } = transcriber({ VOICE_TRANSCRIBERS: 'deepgram', MODEL_FAILURE_THRESHOLD: '2' });
		await expect(open()).rejects.toMatchObject({ retryable: true });
		await expect(open()).rejects.toMatchObject({ retryable: true });
		await expect(open()).rejects.toMatchObject({ code: 'unavailable', retryable: false });
		expect(stage.server.visits.length).toBe(2);
		stage.server.refusal = null;
		stage.deployment.clock.advance(30_000);
		const stream = await open();
		stream.close();
		await stream.closed;
		(await open()).close();
	});

	it('is not asked in a language it does not know, which is no failure of it', async () => {
		const { open } = transcriber({ VOICE_TRANSCRIBERS: 'flux', MODEL_FAILURE_THRESHOLD: '1' });
		await expect(open('de')).rejects.toMatchObject({ code: 'unavailable', retryable: false });
		expect(stage.server.visits).toEqual([]);
		await open('en-GB');
	});
});

describe('a transcriber that is asked', () => {
	it('gets the key, the language and the sound as it is', async () => {
		stage.play(playListen);
		await transcriber({ VOICE_TRANSCRIBERS: 'deepgram', DEEPGRAM_MODEL: 'nova-3' }).open('de');
		const [visit] = stage.server.visits;
		expect(visit?.path).toBe('/v1/listen');
		expect(visit?.headers.authorization).toBe('Token key');
		expect(Object.fromEntries(visit?.query ?? [])).toMatchObject({
			model: 'nova-3',
			language: 'de',
			encoding: 'linear16',
			sample_rate: '16000',
			interim_results: 'true'
		});
	});

	it('is kept from hanging up in the way of its protocol', async () => {
		const flux = await transcriber({ VOICE_TRANSCRIBERS: 'flux' }).open();
		flux.keepAlive();
		await vi.waitFor(() => expect(stage.server.visits[0]?.received).toEqual([2_560]), PATIENCE);
		expect(stage.server.visits[0]?.path).toBe('/@cf/deepgram/flux');
		flux.close();
		stage.play(playListen);
		const nova = await transcriber({ VOICE_TRANSCRIBERS: 'nova-3' }).open();
		nova.keepAlive();
		nova.close();
		await vi.waitFor(
			() =>
				expect(stage.server.visits[1]?.received).toEqual([{ type: 'KeepAlive' }, { type: 'CloseStream' }]),
			PATIENCE
		);
	});

	it.each([
		[1011, { code: 'unavailable', retryable: true }],
		[1013, { code: 'rate-limited' }],
		[1008, { code: 'unavailable', retryable: false }],
		[1000, { code: 'unavailable', retryable: true }]
	])('breaks when it is closed with %s', async (code, error) => {
		const stream = await transcriber({ VOICE_TRANSCRIBERS: 'flux' }).open();
		speak(stream, 'in mid-utt', 0, 0);
		stage.call().close(code);
		await expect(stream.closed).rejects.toMatchObject(error);
	});

	it('passes over what cannot be read, and says so in the log without the words', async () => {
		stage.play((opened) => {
			opened.send('{"type":"TurnInfo","transcript":"secret');
			opened.send('[]');
			opened.send({ type: 'Novelty', transcript: 'secret' });
			opened.send(new Uint8Array(40));
			playFlux(opened);
		});
		const { events, open } = transcriber({ VOICE_TRANSCRIBERS: 'flux' });
		speak(await open(), 'still here', 0);
		await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ text: 'still here' }), PATIENCE);
		expect(stage.deployment.logged.length).toBe(3);
		expect(stage.deployment.logged.join()).not.toContain('secret');
	});

	it('breaks on an error, and on a message of a megabyte', async () => {
		for (const message of [
			{ type: 'Error', sequence_id: 1, code: 'INTERNAL_SERVER_ERROR', description: 'Oops' },
			{ type: 'TurnInfo', event: 'Update', transcript: 'a'.repeat(1_000_000) }
		]) {
			stage.play((opened) => opened.send(message));
			const stream = await transcriber({ VOICE_TRANSCRIBERS: 'flux' }).open();
			await expect(stream.closed).rejects.toMatchObject({ code: 'unavailable' });
		}
	});

	it('breaks when it says nothing of much sound in much time, but not of sound that comes all at once', async () => {
		stage.play(() => undefined);
		const stream = await transcriber({ VOICE_TRANSCRIBERS: 'flux' }).open();
		for (let at = 0; at < 400; at++) stream.push(new Int16Array(1_280), at * 80);
		stage.deployment.clock.advance(9_000);
		stream.push(new Int16Array(1_280), 32_000);
		await expect(stream.closed).rejects.toMatchObject({ code: 'unavailable' });
		const muted = await transcriber({ VOICE_TRANSCRIBERS: 'flux' }).open();
		stage.deployment.clock.advance(600_000);
		muted.push(new Int16Array(1_280), 0);
		muted.close();
		await expect(muted.closed).resolves.toBeUndefined();
	});

	it('that does not answer a stop has its last word taken for final', async () => {
		stage.play((opened) => {
			opened.send({ event: 'StartOfTurn', transcript: 'Hello' });
			opened.send({ event: 'Update', transcript: 'Hello there' });
		});
		const { events, open } = transcriber({ VOICE_TRANSCRIBERS: 'flux' });
		const stream = await open();
		await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ text: 'Hello there' }), PATIENCE);
		stream.finish();
		await vi.waitFor(() => expect(events.at(-1)).toEqual({ type: 'final', text: 'Hello there' }), PATIENCE);
	});
});

describe('whisper', () => {
	const open = () => transcriber({ VOICE_TRANSCRIBERS: 'whisper' });

	it('is not asked about silence, nor told more of it than half a second', async () => {
		stage.server.reply = replyWithText;
		const { events, open: connect } = open();
		const stream = await connect();
		for (let at = 0; at < 100; at++) stream.push(new Int16Array(1_280), at * 80);
		stream.finish();
		expect(stage.server.visits).toEqual([]);
		for (let at = 0; at < 100; at++) stream.push(new Int16Array(1_280), 8_000 + at * 80);
		speak(stream, 'here I am', 16_000);
		stream.finish();
		await vi.waitFor(
			() => expect(events.at(-1)).toMatchObject({ type: 'final', text: 'here I am' }),
			PATIENCE
		);
		expect(String(stage.server.visits[0]?.body?.audio).length).toBeLessThan(70_000);
		expect(stage.server.visits[0]?.body).toMatchObject({
			language: 'en',
			task: 'transcribe',
			vad_filter: true
		});
	});

	it('says nothing of what it made up', async () => {
		stage.server.reply = (_visit, response) => {
			const segments = [
				{ text: ' Thank you for watching!', no_speech_prob: 0.93 },
				{ text: ' Yes.', no_speech_prob: 0.01 }
			];
			response.end(JSON.stringify({ text: ' Thank you for watching! Yes.', segments }));
		};
		const { events, open: connect } = open();
		const stream = await connect();
		speak(stream, 'yes', 0);
		stream.finish();
		await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ type: 'final', text: 'Yes.' }), PATIENCE);
	});

	it('is busy when Workers AI says so, and lost when it answers otherwise than it should', async () => {
		for (const [status, body, error] of [
			[503, '3040: Capacity temporarily exceeded, please try again.', { code: 'rate-limited' }],
			[400, '5007: No such model', { code: 'unavailable', retryable: false }],
			[200, '{"words":[]}', { code: 'unavailable', retryable: true }]
		] as const) {
			stage.server.reply = (_visit, response) => response.writeHead(status).end(body);
			const stream = await open().open();
			speak(stream, 'yes', 0);
			stream.finish();
			await expect(stream.closed).rejects.toMatchObject(error);
		}
	});
});
