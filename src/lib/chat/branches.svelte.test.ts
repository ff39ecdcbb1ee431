import { describe, expect, it } from 'vitest';
import { SSE_DONE } from '#lib/shared/conversation/sse.ts';
import { accepted, history, message, refusal, scene, stream, turn } from './fixtures/test-scene.ts';

const ids = (messages: readonly { id: string }[]) => messages.map(({ id }) => id).join(' ');

/** Two versions of a question; the first was asked on from, and its first answer asked for again. */
const BRANCHES = [
	message('q1', null, 1),
	message('a1', 'q1', 2),
	message('a1b', 'q1', 3),
	message('q2', 'a1b', 4),
	message('a2', 'q2', 5),
	message('q1b', null, 6),
	message('b1', 'q1b', 7)
];

const keeps = (headId: string, seq: number) => () =>
	Response.json(history(BRANCHES, { headId, seq }).conversation);

/** An answer that the test gives when it likes. */
function held() {
	let give: (response: Response) => void = () => undefined;
	const response = new Promise<Response>((resolve) => (give = resolve));
	return { answer: () => response as unknown as Response, give };
}

describe('the branches of a conversation', () => {
	it('shows another version at once, with the newest of what followed it, and tells the server', async () => {
		const { conversation, asked } = scene([keeps('a2', 101)]);
		conversation.load(history(BRANCHES));
		expect(ids(conversation.messages)).toBe('q1b b1');
		const saved = conversation.show('q1');
		expect(ids(conversation.messages)).toBe('q1 a1b q2 a2');
		await saved;
		expect(asked).toMatchObject([{ body: { headMessageId: 'q1' } }]);
		expect(ids(conversation.messages)).toBe('q1 a1b q2 a2');
	});

	it('does not flicker when versions are gone through quickly, and ends where the last press led', async () => {
		const first = held();
		const { conversation, asked } = scene([first.answer, keeps('a1', 103)]);
		conversation.load(history(BRANCHES));
		const one = conversation.show('q1');
		await expect.poll(() => asked.length).toBe(1);
		const two = conversation.show('q1b');
		const three = conversation.show('a1');
		// The first choice's echo over the socket comes while the last one counts.
		const head = { type: 'data-head', transient: true, data: { messageId: 'a2' } } as const;
		conversation.apply({ seq: 101, turnId: null, messageId: null, at: 0, part: head });
		expect(ids(conversation.messages)).toBe('q1 a1');
		first.give(keeps('a2', 101)());
		await Promise.all([one, two, three]);
		expect(ids(conversation.messages)).toBe('q1 a1');
		expect(asked.map(({ body }) => body['headMessageId'])).toEqual(['q1', 'a1']);
	});

	it('goes back to what the server holds when a choice could not be kept', async () => {
		const { conversation } = scene([() => refusal(503, 'unavailable', true)]);
		conversation.load(history(BRANCHES));
		await expect(conversation.show('q1')).rejects.toThrow();
		expect(ids(conversation.messages)).toBe('q1b b1');
	});

	it('asks on from what is shown, and not before the server knows it', async () => {
		const choice = held();
		const { conversation, asked } = scene([
			choice.answer,
			() => stream([...turn(['More.'], 105, { questionId: 'q3', answerId: 'a3' }), SSE_DONE])
		]);
		conversation.load(history(BRANCHES));
		const shown = conversation.show('a1');
		const sent = conversation.send('And then?');
		choice.give(keeps('a1', 101)());
		await Promise.all([shown, sent]);
		expect(asked.map(({ path }) => path.split('/').at(2))).toEqual(['chat', 'chat']);
		expect(ids(conversation.messages)).toBe('q1 a1 q3 a3');
	});

	it('shows a version that is still being written to its end, beside a finished one', () => {
		const writing = message('b1', 'q1b', 7, { status: 'streaming' });
		const { conversation } = scene([]);
		conversation.load(history([...BRANCHES.slice(0, -1), writing], { headId: 'q1b' }));
		expect(ids(conversation.messages)).toBe('q1b b1');
		expect(conversation.running?.id).toBe('b1');
		conversation.show('a1').catch(() => undefined);
		expect(conversation.running).toBeUndefined();
		expect(conversation.coming?.id).toBe('b1');
	});

	it('loads back until the end of the branch that is shown is there', async () => {
		const older = history(BRANCHES.slice(0, 5));
		const { conversation, asked } = scene([() => Response.json(older)]);
		conversation.load(history(BRANCHES.slice(5), { headId: 'a2', nextBefore: 6 }));
		await expect.poll(() => ids(conversation.messages)).toBe('q1 a1b q2 a2');
		expect(asked).toHaveLength(1);
	});
});

describe('a conversation begun on this page', () => {
	it('gets its title from the history, which it was given before the page began to listen', async () => {
		const { conversation } = scene([() => stream([...turn(['Here.']), SSE_DONE])]);
		await conversation.send('Hi');
		expect(conversation.title).toBe('');
		conversation.load(history([message('question', null, 2), message('answer', 'question', 3)], { seq: 3 }));
		expect(conversation.title).toBe('Violins');
	});
});

describe('two tabs that ask at the same moment', () => {
	const answered = turn(['Mine.'], 120, { turnId: 'turn', questionId: 'mine', answerId: 'my answer' });

	it('both stand where the server put them, whichever line was quicker', async () => {
		const { conversation } = scene([() => stream([...answered, SSE_DONE])]);
		conversation.load(history([message('q1', null, 1), message('a1', 'q1', 2)]));
		await conversation.send('Mine?');
		expect(ids(conversation.messages)).toBe('q1 a1 mine my answer');
		conversation.apply(accepted(101, { messageId: 'theirs', answerId: 'their answer', parentId: 'a1' }));
		conversation.apply(
			accepted(103, {
				messageId: 'mine',
				answerId: 'my answer',
				parentId: 'their answer',
				clientMessageId: 'client-1'
			})
		);
		expect(ids(conversation.messages)).toBe('q1 a1 theirs their answer mine my answer');
	});

	it('show what was asked last at the end, also when the word for it comes late', async () => {
		const { conversation } = scene([() => stream([...answered, SSE_DONE])]);
		conversation.load(history([message('q1', null, 1), message('a1', 'q1', 2)]));
		await conversation.send('Mine?');
		const mine = { messageId: 'mine', answerId: 'my answer', clientMessageId: 'client-1' };
		conversation.apply(accepted(101, { ...mine, parentId: 'a1' }));
		conversation.apply(
			accepted(103, { messageId: 'theirs', answerId: 'their answer', parentId: 'my answer' })
		);
		expect(ids(conversation.messages)).toBe('q1 a1 mine my answer theirs their answer');
	});
});
