import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import type { BrowserSpeech } from '#lib/shared/voice/protocol.ts';
import { createCallStage, type Browser } from './fixtures/call-stage.ts';
import { createStageSpeaker, createStageTranscriber, LOST } from './fixtures/stage-speech.ts';

type Stage = ReturnType<typeof createCallStage>;
const BOTH: BrowserSpeech = { recognition: true, synthesis: true };
const NONE: BrowserSpeech = { recognition: false, synthesis: false };

async function inCall({
	browser = BOTH,
	detectsTurns = true
}: { browser?: BrowserSpeech; detectsTurns?: boolean } = {}): Promise<{ stage: Stage; tab: Browser }> {
	const stage = createCallStage({
		transcribers: [createStageTranscriber('flux', { detectsTurns }), createStageTranscriber('nova-3')],
		speakers: [createStageSpeaker('aura-2'), createStageSpeaker('aura-1', 16_000)]
	});
	const tab = stage.browser();
	await tab.start({ browser });
	return { stage, tab };
}
const modes = (tab: Browser, stage: 'transcriber' | 'speaker') =>
	tab
		.all('provider.state')
		.filter((event) => event.stage === stage)
		.map(({ mode, reason }) => `${mode} ${reason}`);

const TEXT =
	'A lesson of thirty minutes costs twenty euros. The first one is free of charge. Write to us for a time.';
async function ask({ stage, tab }: { stage: Stage; tab: Browser }, text = TEXT) {
	await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'How much?' });
	stage.conversation.begin('turn-1', 'answer-1');
	stage.conversation.write('answer-1', text);
	stage.conversation.end('answer-1');
	await stage.pass(0);
}

describe('a transcriber that is lost', () => {
	it('is replaced by the next, which hears the unfinished sentence from its beginning', async () => {
		const { stage, tab } = await inCall();
		const [flux, nova] = stage.transcribers;
		await tab.record(800);
		await tab.record(800, 0.3);
		flux!.current()!.lose();
		await tab.record(400, 0.3);
		expect(modes(tab, 'transcriber')).toEqual(['flux start', 'nova-3 failed']);
		const heard = nova!.current()!.heardMs;
		expect(heard[0]).toBeLessThan(800);
		expect(heard).toEqual(heard.map((_, at) => heard[0]! + at * 80));
		nova!.tell({ type: 'final', text: 'How much is it?' });
		await stage.pass(0);
		expect(stage.conversation.messages).toHaveLength(1);
	});

	it('is opened once more first, where it had worked for a while', async () => {
		const { stage, tab } = await inCall();
		await tab.record(6_000, 0.3);
		stage.transcribers[0]!.current()!.lose();
		await tab.record(160, 0.3);
		expect(modes(tab, 'transcriber')).toEqual(['flux start']);
		expect(stage.transcribers[0]!.connections()).toHaveLength(2);
		stage.transcribers[0]!.current()!.lose();
		await tab.record(160, 0.3);
		expect(modes(tab, 'transcriber').at(-1)).toBe('nova-3 failed');
	});

	it('leaves what the browser recognises, then typing, each said; and comes back', async () => {
		const { stage, tab } = await inCall();
		for (const transcriber of stage.transcribers) transcriber.refuse(LOST);
		stage.transcribers[0]!.current()!.lose();
		await stage.pass(0);
		expect(modes(tab, 'transcriber')).toEqual(['flux start', 'nova-3 failed', 'browser failed']);
		await tab.send({ type: 'input.transcript', utterance: 1, text: 'How', isFinal: false });
		await tab.send({ type: 'input.transcript', utterance: 1, text: 'How much is it?', isFinal: true });
		await tab.send({ type: 'input.transcript', utterance: 1, text: 'How much is it?', isFinal: true });
		expect(stage.conversation.messages.map(({ text }) => text)).toEqual(['How much is it?']);
		await tab.send({ type: 'mode.failed', stage: 'transcriber', mode: 'browser' });
		expect(modes(tab, 'transcriber').at(-1)).toBe('typing failed');
		expect(stage.call().alarmAt()).toBeDefined();
		stage.transcribers[0]!.refuse(undefined);
		await stage.pass(31_000);
		stage.call().alarm();
		await stage.pass(0);
		expect(modes(tab, 'transcriber').at(-1)).toBe('flux recovered');
		await tab.record(400, 0.3);
		expect(stage.transcribers[0]!.current()!.heardMs).not.toEqual([]);
	});

	it('loses no words that it had made of the sentence, where nobody hears it again', async () => {
		const { stage, tab } = await inCall({ browser: NONE });
		stage.transcribers[1]!.refuse(LOST);
		await tab.record(400);
		await tab.record(800, 0.3);
		stage.transcribers[0]!.tell({ type: 'interim', text: 'how much is a' });
		stage.transcribers[0]!.refuse(LOST);
		stage.transcribers[0]!.current()!.lose();
		await stage.pass(0);
		expect(modes(tab, 'transcriber').at(-1)).toBe('typing failed');
		expect(stage.conversation.messages.map(({ text }) => text)).toEqual(['how much is a']);
		await tab.record(80);
		expect(tab.unacknowledged()).toBeLessThanOrEqual(1);
	});

	it('is passed over while its line is too slow for sound', async () => {
		const { stage, tab } = await inCall();
		await tab.send({ type: 'mode.failed', stage: 'uplink', mode: 'flux' });
		expect(modes(tab, 'transcriber')).toEqual(['flux start', 'browser uplink']);
		expect(stage.transcribers[0]!.current()).toBeUndefined();
		await stage.pass(31_000);
		await tab.send({ type: 'audio.mute', isMuted: false });
		expect(modes(tab, 'transcriber').at(-1)).toBe('flux recovered');
	});

	it('does not keep the call waiting when it does not answer', async () => {
		const { stage, tab } = await inCall();
		const hanging = createCallStage({ transcribers: [stage.transcribers[0]!, stage.transcribers[1]!] });
		const open = stage.transcribers[0]!.port.open.bind(stage.transcribers[0]!.port);
		stage.transcribers[0]!.port.open = () => new Promise(() => undefined);
		const other = hanging.browser();
		await other.start({ browser: BOTH });
		await other.record(800, 0.3);
		await hanging.pass(5_000);
		expect(modes(other, 'transcriber')).toEqual(['flux start', 'nova-3 failed']);
		expect(hanging.transcribers[1]!.current()!.heardMs).toHaveLength(10);
		stage.transcribers[0]!.port.open = open;
		expect(tab.all('error')).toEqual([]);
	});
});

describe('a transcriber that is not needed', () => {
	it('is kept alive in silence and closed after half a minute of it', async () => {
		const { stage, tab } = await inCall();
		await stage.pass(20_000);
		expect(stage.transcribers[0]!.keptAlive()).toBeGreaterThan(2);
		await stage.pass(20_000);
		expect(stage.transcribers[0]!.current()).toBeUndefined();
		expect(stage.timers.open()).toBe(0);
		expect(tab.all('provider.state')).toHaveLength(2);
	});

	it('is opened again by the first voice, and given a little of what was before it', async () => {
		const { stage, tab } = await inCall();
		await tab.record(40_000);
		expect(stage.transcribers[0]!.current()).toBeUndefined();
		await tab.record(400, 0.3);
		const { heardMs } = stage.transcribers[0]!.current()!;
		expect(heardMs[0]).toBeLessThan(40_000);
		expect(heardMs.at(-1)).toBe(40_320);
	});

	it('is told to finish when the person mutes, and closed', async () => {
		const { stage, tab } = await inCall();
		await tab.record(400, 0.3);
		await tab.send({ type: 'audio.mute', isMuted: true });
		const connection = stage.transcribers[0]!.connections()[0]!;
		expect(connection.finished).toBe(1);
		stage.transcribers[0]!.tell({ type: 'final', text: 'Over.' });
		await stage.pass(3_000);
		expect(stage.conversation.messages).toHaveLength(1);
		expect(connection.isClosed).toBe(true);
		const before = connection.heardMs.length;
		await tab.record(800, 0.3);
		expect(connection.heardMs).toHaveLength(before);
		expect(tab.unacknowledged()).toBe(0);
	});

	it('that does not detect turns is told where they end', async () => {
		const { stage, tab } = await inCall({ detectsTurns: false });
		await tab.record(400);
		await tab.record(800, 0.3);
		expect(stage.transcribers[0]!.current()!.finished).toBe(0);
		await tab.record(800);
		expect(stage.transcribers[0]!.current()!.finished).toBe(1);
	});
});

describe('a speaker that is lost', () => {
	it('is replaced in the middle of an answer, from the word on, at the same rate', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		const [first, second] = stage.speakers;
		first!.refuse(LOST);
		await ask(scene);
		await stage.pass(60_000);
		expect(modes(tab, 'speaker')).toEqual(['aura-2 start', 'aura-1 failed']);
		expect(second!.said().join(' ')).toBe(TEXT);
		expect(
			tab
				.all('response.text.delta')
				.map(({ text }) => text)
				.join('')
		).toBe(TEXT);
		expect(tab.last('response.done')).toMatchObject({ status: 'completed' });
		const letters = TEXT.split(' ').reduce((sum, word) => sum + word.length + 1, 0);
		expect(tab.soundMs() / (letters * 60)).toBeCloseTo(1, 1);
	});

	it('with half of it said, leaves the rest to the browser, and no text is shown twice', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		stage.speakers[1]!.refuse(LOST);
		await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'How much?' });
		stage.conversation.begin('turn-1', 'answer-1');
		stage.conversation.write('answer-1', 'The first lesson is free of charge. Then');
		await stage.pass(1_000);
		stage.speakers[0]!.voices()[0]!.lose();
		stage.conversation.write('answer-1', ' it costs twenty euros. ');
		stage.conversation.end('answer-1');
		await stage.pass(3_000);
		expect(modes(tab, 'speaker')).toEqual(['aura-2 start', 'aura-1 failed', 'browser failed']);
		const shown = tab
			.all('response.text.delta')
			.map(({ text }) => text)
			.join('');
		expect(shown.trim()).toBe('The first lesson is free of charge. Then it costs twenty euros.');
		expect(tab.last('response.text.delta')?.spoken).toContain('twenty euros');
		expect(tab.last('response.done')?.status).toBe('completed');
	});

	it('is lost, too, when it says nothing for two seconds', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		stage.speakers[0]!.silence();
		await ask(scene);
		await stage.pass(1_999);
		expect(tab.soundMs()).toBe(0);
		await stage.pass(1);
		expect(modes(tab, 'speaker').at(-1)).toBe('aura-1 failed');
		await stage.pass(1_000);
		expect(tab.soundMs()).toBeGreaterThan(1_000);
	});

	it('leaves text where nothing speaks, which is done when it is there', async () => {
		const scene = await inCall({ browser: NONE });
		const { stage, tab } = scene;
		for (const speaker of stage.speakers) speaker.refuse(new AppError('rate-limited', 'Too much.'));
		await ask(scene);
		await stage.pass(0);
		expect(modes(tab, 'speaker')).toEqual(['aura-2 start', 'aura-1 failed', 'text failed']);
		expect(tab.last('response.done')).toMatchObject({ status: 'completed', audioMs: 0 });
		expect(tab.last('state')?.state).toBe('listening');
		expect(tab.sound()).toEqual([]);
	});

	it('is tried again after a while, with the next answer', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		stage.speakers[0]!.refuse(LOST);
		await ask(scene);
		await stage.pass(60_000);
		stage.speakers[0]!.refuse(undefined);
		stage.conversation.begin('turn-2', 'answer-2');
		stage.conversation.write('answer-2', 'Again.');
		stage.conversation.end('answer-2');
		await stage.pass(100);
		expect(modes(tab, 'speaker')).toEqual(['aura-2 start', 'aura-1 failed', 'aura-2 recovered']);
	});

	it('in the browser tells how far it is, and is cut off there', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		for (const speaker of stage.speakers) speaker.refuse(LOST);
		await ask(scene);
		expect(tab.last('state')?.state).toBe('speaking');
		await tab.send({ type: 'playback.mark', responseId: 1, playedMs: 0, spokenChars: 20 });
		stage.transcribers[0]!.tell({ type: 'interim', text: 'stop it' });
		await stage.pass(0);
		expect(tab.last('response.cancelled')).toMatchObject({ heardText: 'A lesson of thirty minutes' });
	});

	it('in the browser that falls silent leaves text', async () => {
		const scene = await inCall();
		const { stage, tab } = scene;
		for (const speaker of stage.speakers) speaker.refuse(LOST);
		await ask(scene);
		await tab.send({ type: 'mode.failed', stage: 'speaker', mode: 'browser' });
		expect(modes(tab, 'speaker').at(-1)).toBe('text failed');
		expect(tab.last('state')?.state).toBe('listening');
	});
});
