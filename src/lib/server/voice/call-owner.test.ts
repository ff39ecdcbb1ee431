import { describe, expect, it } from 'vitest';
import { CALLER, createCallStage, type Browser } from './fixtures/call-stage.ts';

type Stage = ReturnType<typeof createCallStage>;
const BROWSER = { recognition: false, synthesis: false };

async function inCall(): Promise<{ stage: Stage; tab: Browser }> {
	const stage = createCallStage();
	const tab = stage.browser();
	await tab.start();
	return { stage, tab };
}
const understood = async (stage: Stage, text: string) => {
	stage.transcribers[0]!.tell({ type: 'final', text });
	await stage.pass(0);
};

describe('whose call it is', () => {
	it('refuses a second tab, unless it takes the call over: then the first is told', async () => {
		const { stage, tab } = await inCall();
		const second = stage.browser();
		await second.start();
		expect(second.last('error')).toMatchObject({ code: 'conflict', stage: 'session' });
		expect(second.all('session.ready')).toEqual([]);
		await tab.record(160);
		expect(tab.all('error')).toEqual([]);
		await second.start({ takeOver: true });
		expect(tab.last('session.ended')).toMatchObject({ reason: 'replaced' });
		expect(tab.closedWith()).toBe('replaced');
		expect(second.last('session.ready')?.sessionId).not.toBe(tab.last('session.ready')?.sessionId);
		await tab.comeBack({ isSeen: false });
		expect(tab.last('error')?.code).toBe('not-found');
		await second.record(160);
		expect(second.all('error')).toHaveLength(1);
	});

	it('starts anew without asking where the other tab is gone', async () => {
		const { stage, tab } = await inCall();
		tab.lose();
		const second = stage.browser();
		await second.start();
		expect(second.all('session.ready')).toHaveLength(1);
	});

	it.each([
		['somebody else with the right token', { ...CALLER, userId: 'person-2' }, {}],
		['a wrong token', CALLER, { token: 'guessed' }]
	])('refuses %s, and the call of the rightful tab goes on', async (_who, actor, wrong) => {
		const { stage, tab } = await inCall();
		const { sessionId, token } = tab.last('session.ready')!;
		const other = stage.browser(actor);
		stage.call().open(other.connection(), actor);
		await other.send({
			type: 'session.resume',
			sessionId,
			token,
			lastEventSeq: 0,
			browser: BROWSER,
			...wrong
		});
		expect(other.types()).toEqual(['error']);
		expect(other.last('error')?.code).toBe('forbidden');
		await other.send({ type: 'input.text', clientMessageId: 'x', text: 'Delete everything' });
		await other.send({ type: 'session.end' });
		expect(stage.conversation.messages).toEqual([]);
		await tab.record(400, 0.3);
		await understood(stage, 'Hello?');
		expect(tab.last('turn.final')?.text).toBe('Hello?');
		expect(tab.closedWith()).toBeUndefined();
	});

	it('refuses a call that there is not', async () => {
		const { stage } = await inCall();
		const other = stage.browser();
		stage.call().open(other.connection(), CALLER);
		await other.send({
			type: 'session.resume',
			sessionId: 'nothing',
			token: 'x',
			lastEventSeq: 0,
			browser: BROWSER
		});
		expect(other.last('error')?.code).toBe('not-found');
	});

	it('ends when the person ends it, and leaves nothing running', async () => {
		const { stage, tab } = await inCall();
		await tab.record(400, 0.3);
		await tab.send({ type: 'session.end' });
		expect(tab.last('session.ended')?.reason).toBe('ended');
		expect([stage.timers.open(), stage.conversation.listeners()]).toEqual([0, 0]);
		expect(stage.transcribers[0]!.current()).toBeUndefined();
		expect(stage.store.record()).toBeUndefined();
	});

	it('keeps of an answer what was heard when the person hangs up, and lets one come that had not begun', async () => {
		const { stage, tab } = await inCall();
		await tab.send({ type: 'input.text', clientMessageId: 'm', text: 'How much?' });
		stage.conversation.begin('turn-1', 'answer-1');
		stage.conversation.write('answer-1', 'A lesson of thirty minutes costs twenty euros. Write to us.');
		await stage.pass(900);
		await tab.send({ type: 'session.end' });
		expect(stage.conversation.heard.get('answer-1')).toBeLessThan(30);
		const again = stage.browser();
		await again.start();
		await again.send({ type: 'input.text', clientMessageId: 'n', text: 'And then?' });
		stage.conversation.begin('turn-2', 'answer-2');
		await again.send({ type: 'session.end' });
		expect(stage.conversation.heard.has('answer-2')).toBe(false);
	});

	it('ends with its conversation', async () => {
		const { stage, tab } = await inCall();
		stage.call().end('deleted');
		expect(tab.last('session.ended')?.reason).toBe('deleted');
		expect(tab.closedWith()).toBe('deleted');
	});
});
