import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '#lib/shared/voice/frames.ts';
import { createCallStage, type Browser } from './fixtures/call-stage.ts';

type Stage = ReturnType<typeof createCallStage>;
async function inCall(): Promise<{ stage: Stage; tab: Browser }> {
	const stage = createCallStage();
	const tab = stage.browser();
	await tab.start();
	tab.clear();
	return { stage, tab };
}
/** What was wrong was told; what is right is taken as before. */
async function goesOn({ stage, tab }: { stage: Stage; tab: Browser }) {
	await stage.pass(2_000);
	await tab.send({ type: 'input.text', clientMessageId: 'after', text: 'Still there?' });
	expect(stage.conversation.messages.at(-1)?.text).toBe('Still there?');
	expect(tab.closedWith()).toBeUndefined();
	expect(stage.failures).toEqual([]);
}
const speech = encodeFrame({
	...{ kind: 'speech', subframes: 0, responseId: 1, seq: 0, mediaMs: 0 },
	samples: new Int16Array(960)
});

describe('bad input to a call', () => {
	it.each<[string, string | ArrayBuffer, string, string]>([
		['half a frame', new ArrayBuffer(7), 'frame', 'invalid'],
		['a frame of ten megabytes', new ArrayBuffer(10_000_000), 'frame', 'invalid'],
		['a frame that goes down', speech, 'frame', 'invalid'],
		['text of ten megabytes', 'x'.repeat(10_000_000), 'control', 'too-large'],
		['text that is no JSON', '{', 'control', 'invalid'],
		['a request that there is not', '{"type":"session.steal"}', 'control', 'invalid'],
		[
			'a second start',
			'{"type":"session.start","browser":{"recognition":true,"synthesis":true}}',
			'session',
			'conflict'
		]
	])('%s is answered with an error, and the call goes on', async (_what, data, stage, code) => {
		const scene = await inCall();
		await scene.tab.raw(data);
		expect(scene.tab.events()).toMatchObject([{ type: 'error', stage, code }]);
		expect(scene.tab.last('error')!.message.length).toBeLessThan(300);
		await goesOn(scene);
	});

	it('in a flood is answered once a second', async () => {
		const scene = await inCall();
		for (let round = 0; round < 500; round++) {
			await scene.tab.raw(new ArrayBuffer(3));
			await scene.tab.raw('nonsense');
		}
		expect(scene.tab.all('error').length).toBeLessThanOrEqual(3);
		await goesOn(scene);
	});

	it('of sound at ten times its speed is passed over, said, and the call goes on', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		for (let seq = 0; seq < 5_000; seq++) {
			if (seq % 10 === 0) await stage.pass(80);
			await tab.raw(
				encodeFrame({
					...{ kind: 'microphone', subframes: 4, responseId: 0, seq, mediaMs: seq * 80 },
					samples: new Int16Array(1_280)
				})
			);
		}
		expect(tab.last('error')).toMatchObject({ code: 'rate-limited', stage: 'frame', retryable: true });
		expect(tab.all('error').length).toBeLessThanOrEqual(41);
		await goesOn(scene);
	});

	it('with numbers that jump loses nothing that is right', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		for (const seq of [0, 4_000_000_000, 17, 4_294_967_295, 1])
			await tab.raw(
				encodeFrame({
					...{ kind: 'microphone', subframes: 1, responseId: 0, seq, mediaMs: seq },
					samples: new Int16Array(320)
				})
			);
		expect(tab.all('error')).toEqual([]);
		expect(stage.transcribers[0]!.current()!.heardMs.slice(0, 2)).toEqual([0, 1]);
		await goesOn(scene);
	});

	it('before a call began is refused', async () => {
		const stage = createCallStage();
		const tab = stage.browser();
		stage.call().open(tab.connection(), { userId: 'person-1', role: 'user', via: 'session' });
		await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'Hello?' });
		await tab.raw(speech);
		expect(tab.all('error').map(({ stage: where, code }) => `${where} ${code}`)).toEqual([
			'session invalid',
			'frame invalid'
		]);
		expect(stage.conversation.messages).toEqual([]);
	});

	it('of a socket that is not known is nothing', async () => {
		const stage = createCallStage();
		await stage.browser().raw('{}');
		expect(stage.failures).toEqual([]);
	});

	it('of any order and kind makes no bug', async () => {
		const bytes = fc.uint8Array({ maxLength: 60 }).map((data) => data.slice().buffer);
		const request = fc.oneof(
			fc.record({ type: fc.constantFrom('input.speech'), isSpeaking: fc.boolean(), mediaMs: fc.nat(9_000) }),
			fc.record({
				type: fc.constantFrom('playback.mark', 'response.cancel'),
				responseId: fc.nat(3),
				playedMs: fc.nat(9_000)
			}),
			fc.record({ type: fc.constantFrom('audio.mute'), isMuted: fc.boolean() }),
			fc.record({
				type: fc.constantFrom('mode.failed'),
				stage: fc.constantFrom('transcriber', 'speaker', 'uplink'),
				mode: fc.constantFrom('flux', 'aura-2', 'browser', 'typing', 'text', 'nonsense')
			}),
			fc.record({
				type: fc.constantFrom('input.text'),
				clientMessageId: fc.constantFrom('a', 'b'),
				text: fc.constantFrom('x', 'y')
			})
		);
		const step = fc.oneof(
			bytes,
			request.map((value) => JSON.stringify(value)),
			fc.constantFrom('pass', 'begin', 'write', 'end', 'lose', 'speak', 'interim', 'final')
		);
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				const scene = await inCall();
				const { stage, tab } = scene;
				let answers = 0;
				for (const what of steps) {
					const id = `answer-${answers}`;
					if (what === 'pass') await stage.pass(700);
					else if (what === 'begin') stage.conversation.begin(`turn-${answers + 1}`, `answer-${++answers}`);
					else if (what === 'write') stage.conversation.write(id, 'Some words, and more of them. ');
					else if (what === 'end') stage.conversation.end(id);
					else if (what === 'lose') await tab.comeBack();
					else if (what === 'speak') await tab.record(160, 0.3);
					else if (what === 'interim') stage.transcribers[0]!.tell({ type: 'interim', text: 'and then' });
					else if (what === 'final') stage.transcribers[0]!.tell({ type: 'final', text: 'and then what' });
					else await tab.raw(what);
				}
				expect(stage.failures).toEqual([]);
				expect(tab.all('error').filter(({ code }) => code === 'internal')).toEqual([]);
				const cancelled = tab.all('response.cancelled').map(({ responseId }) => responseId);
				expect(new Set(cancelled).size).toBe(cancelled.length);
				await stage.pass(200_000);
				// Whatever happened, it ends in silence and not in a hang.
				await tab.send({ type: 'session.end' });
				expect(stage.timers.open()).toBe(0);
			}),
			{ numRuns: 60 }
		);
	});
});
