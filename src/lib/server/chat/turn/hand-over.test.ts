import { describe, expect, it } from 'vitest';
import { VISITOR } from '#lib/shared/actor.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { CONVERSATION_ID, everythingElse, hear, startConversation } from '../fixtures/test-conversation.ts';

const call = (reason: unknown) => ({ call: 'hand_over', input: { reason } });

describe('hand_over', () => {
	it('records one request a turn, however often the model asks, and says that nobody has joined', async () => {
		const { ask, projection } = startConversation({
			model: createScriptedModel([call('Wants a person'), call('Really does')], ['It has been recorded.'])
		});
		const { events } = await ask('A person, please');
		await everythingElse();
		const handovers = events.flatMap(({ part }) => (part.type === 'data-handover' ? [part.data] : []));
		expect(handovers).toMatchObject([{ reason: 'Wants a person', status: 'requested' }]);
		const outputs = events.flatMap(({ part }) =>
			part.type === 'tool-output-available' ? [part.output] : []
		);
		const requestId = handovers[0]?.requestId;
		expect(outputs).toMatchObject([
			{ success: true, data: { requestId, note: expect.stringContaining('No person has joined') as string } },
			{ success: true, data: { requestId } }
		]);
		const recorded = projection.batches.flatMap((batch) => batch.handovers);
		expect(recorded).toMatchObject([{ id: requestId, reason: 'Wants a person' }]);
	});

	it('without a reason fails as a result, and the turn goes on', async () => {
		const { ask, projection } = startConversation({
			model: createScriptedModel([call('')], ['I could not pass this on.'])
		});
		const heard = await ask('A person, please');
		await everythingElse();
		expect(heard.text).toBe('I could not pass this on.');
		expect(JSON.stringify(heard.events)).toContain('"success":false');
		expect(projection.batches.flatMap((batch) => batch.handovers)).toEqual([]);
	});

	it('is not for somebody who is nobody', async () => {
		const { conversation } = startConversation({ model: createScriptedModel(['Hi.']) });
		const order = {
			trigger: 'submit',
			conversationId: CONVERSATION_ID,
			clientMessageId: 'm',
			text: 'Hi',
			origin: { language: 'en' }
		} as const;
		const attempt = conversation.run(VISITOR, order).then(hear);
		await expect(attempt).rejects.toMatchObject({ code: 'unauthenticated' });
	});

	it('is offered only where the request allows it', async () => {
		const model = createScriptedModel([call('Wants a person')], ['Without it, then.']);
		const { ask, projection } = startConversation({ model });
		const heard = await ask('A person, please', { tools: ['search_knowledge_base'] });
		await everythingElse();
		expect(heard.text).toBe('Without it, then.');
		expect(projection.batches.flatMap((batch) => batch.handovers)).toEqual([]);
	});
});
