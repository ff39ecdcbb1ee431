import { describe, expect, it } from 'vitest';
import type { FilePart } from '#lib/shared/conversation/attachments.ts';
import type { WirePart } from '#lib/shared/conversation/parts.ts';
import { SSE_DONE } from '#lib/shared/conversation/sse.ts';
import { filesOf, messageText } from '#lib/shared/conversation/message.ts';
import { ID, refusal, scene, stream, turn } from './fixtures/test-scene.ts';

const FILE_ID = 'aaaaaaaa-0000-4000-8000-000000000001';
const FILE: FilePart = {
	...{ type: 'file', mediaType: 'image/png', filename: 'clef.png', url: `/api/attachments/${FILE_ID}` },
	...{ sizeBytes: 3, width: 8, height: 4 }
};

describe('a conversation in the browser', () => {
	it('shows the question at once, then the answer, and keeps nothing unsent', async () => {
		const { conversation, outbox } = scene([() => stream([...turn(['Hello ', 'you.']), SSE_DONE])]);
		const sending = conversation.send('Hi');
		expect(conversation.pending).toMatchObject([{ text: 'Hi', status: 'sending' }]);
		expect(outbox.all()).toHaveLength(1);
		await sending;
		expect(conversation.messages.map((message) => [message.role, messageText(message)])).toEqual([
			['user', 'Hi'],
			['assistant', 'Hello you.']
		]);
		expect(conversation.pending).toEqual([]);
		expect(outbox.all()).toEqual([]);
		expect(conversation.running).toBeUndefined();
	});

	it('picks a broken answer up after the last position it saw', async () => {
		const events = turn(['One ', 'two ', 'three.']);
		const { conversation, asked } = scene([
			() => stream(events.slice(0, 4)),
			() => new Error('the network is away'),
			() => stream([...events.slice(4), SSE_DONE])
		]);
		await conversation.send('Count');
		expect(asked.slice(1).map(({ path }) => path)).toEqual([
			`/api/chat/${ID}/stream?after=6`,
			`/api/chat/${ID}/stream?after=6`
		]);
		expect(messageText(conversation.messages[1]!)).toBe('One two three.');
		expect(conversation.isLineLost).toBe(false);
	});

	it('sends again under the same id, so that nothing runs twice', async () => {
		const { conversation, asked } = scene([
			() => new Error('the network is away'),
			() => refusal(503, 'unavailable', true),
			() => stream([...turn(['Here.']), SSE_DONE])
		]);
		await conversation.send('Hi');
		expect(asked.map(({ body }) => body['clientMessageId'])).toEqual(['client-1', 'client-1', 'client-1']);
		expect(conversation.messages).toHaveLength(2);
	});

	it('sends again under the same id when the line breaks before the first event', async () => {
		const { conversation, asked } = scene([() => stream([]), () => stream([...turn(['Here.']), SSE_DONE])]);
		await conversation.send('Hi');
		expect(asked.map(({ body }) => body['clientMessageId'])).toEqual(['client-1', 'client-1']);
		expect(conversation.pending).toEqual([]);
	});

	it('keeps the words of a refused question for the person to change', async () => {
		const { conversation, outbox } = scene([() => refusal(413, 'too-large', false)]);
		await conversation.send('Too much');
		expect(conversation.pending).toMatchObject([{ status: 'refused', error: { message: 'No.' } }]);
		expect(outbox.all()).toEqual([]);
		expect(conversation.withdraw('client-1')).toMatchObject({ text: 'Too much' });
		expect(conversation.pending).toEqual([]);
	});

	it('sends files by their ids, and shows them with the question from the first moment on', async () => {
		const { conversation, outbox, asked } = scene([() => stream([...turn(['A clef.']), SSE_DONE])]);
		const sending = conversation.send('What is this?', [FILE]);
		expect(conversation.pending).toMatchObject([{ files: [FILE] }]);
		expect(outbox.all()).toMatchObject([{ files: [FILE] }]);
		await sending;
		expect(asked[0]?.body['attachments']).toEqual([FILE_ID]);
		expect(filesOf(conversation.messages[0]!)).toEqual([FILE]);
	});

	it('keeps the files of a question that is changed, and leaves it to the server to name them', async () => {
		const { conversation, asked } = scene([
			() => stream([...turn(['A clef.']), SSE_DONE]),
			() => stream([...turn(['A rest.'], 9, { turnId: 't2', answerId: 'a2', questionId: 'q2' }), SSE_DONE])
		]);
		await conversation.send('What is this?', [FILE]);
		await conversation.edit('And this?', 'question');
		expect(asked[1]).toMatchObject({ path: `/api/chat/${ID}/edit` });
		expect(asked[1]?.body).not.toHaveProperty('attachments');
		expect(conversation.messages.map(messageText)).toEqual(['And this?', 'A rest.']);
		expect(filesOf(conversation.messages[0]!)).toEqual([FILE]);
	});

	it('hands words and files back that were refused', async () => {
		const { conversation } = scene([() => refusal(404, 'not-found', false)]);
		await conversation.send('What is this?', [FILE]);
		expect(conversation.withdraw('client-1')).toMatchObject({ text: 'What is this?', files: [FILE] });
	});

	it('draws an event once, whichever way it comes', async () => {
		const { conversation } = scene([() => stream([...turn(['Once.']), SSE_DONE])]);
		await conversation.send('Hi');
		const again: WirePart = { type: 'text-delta', id: 't', delta: 'Once.' };
		conversation.apply({ seq: 5, turnId: 'turn', messageId: 'answer', at: 0, part: again });
		conversation.apply({
			seq: 2,
			turnId: 'turn',
			messageId: null,
			at: 0,
			part: {
				type: 'data-user-message',
				transient: true,
				data: {
					turnId: 'turn',
					messageId: 'question',
					parentId: null,
					clientMessageId: 'client-1',
					text: 'Hi',
					answerId: 'answer'
				}
			}
		});
		expect(conversation.messages.map(messageText)).toEqual(['Hi', 'Once.']);
	});

	it('takes a rating back when it could not be saved', async () => {
		const { conversation } = scene([
			() => stream([...turn(['Here.']), SSE_DONE]),
			() => refusal(503, 'unavailable', true)
		]);
		await conversation.send('Hi');
		await expect(conversation.rate('answer', 'up')).rejects.toThrow();
		expect(conversation.messages[1]!.rating).toBeUndefined();
	});
});
