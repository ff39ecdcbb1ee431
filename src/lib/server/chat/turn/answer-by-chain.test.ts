import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { createScriptedModel, type ScriptLine } from '../fixtures/scripted-model.ts';
import { startConversation } from '../fixtures/test-conversation.ts';

const AWAY = new AppError('unavailable', 'The model that answers is away.');
const model = (label: string, ...lines: ScriptLine[]) => ({ ...createScriptedModel(lines), label });

/** Nothing of a remote model is shown before its sentence is whole. */
const remote = (label: string, ...lines: ScriptLine[]) => ({ ...model(label, ...lines), isRemote: true });

async function ask(...[first, ...fallbacks]: [ReturnType<typeof model>, ...ReturnType<typeof model>[]]) {
	const { events } = await startConversation({ model: first, fallbacks }).ask('What does a cello cost?');
	const parts = events.map(({ part }) => part);
	return {
		text: parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join(''),
		notices: parts.flatMap((part) => (part.type === 'data-notice' ? [part.data.code] : [])),
		by: parts.flatMap((part) => (part.type === 'data-turn' ? [part.data.model] : [])),
		end: parts.at(-1)
	};
}

describe('an answer by a chain of models', () => {
	it('is the first one’s, who alone is asked', async () => {
		const second = model('second', 'Never.');
		const { text, notices, by } = await ask(model('first', 'Forty-five.'), second);
		expect([text, notices, by]).toEqual(['Forty-five.', [], ['first']]);
		expect(second.prompts).toEqual([]);
	});

	it('is the next one’s when the first cannot, and says so', async () => {
		const { text, notices, by, end } = await ask(
			model('first', { fail: AWAY }),
			model('second', { fail: AWAY }),
			model('third', 'Forty-five.')
		);
		expect([text, by]).toEqual(['Forty-five.', ['third']]);
		expect(notices).toEqual(['another-model', 'another-model']);
		expect(end).toMatchObject({ type: 'finish' });
	});

	it('is gone on with behind the sentences that were shown, none of which is said twice', async () => {
		const { text, notices, by, end } = await ask(
			remote('first', 'It costs forty-five pounds. Strings are included. You can al', { fail: AWAY }),
			model('second', 'It costs   forty-five pounds. ', 'A deposit is due. ', 'Strings are included.')
		);
		expect(text).toBe('It costs forty-five pounds. Strings are included.\n\nA deposit is due.');
		expect([notices, by]).toEqual([['another-model'], ['second']]);
		expect(end).toMatchObject({ type: 'finish' });
	});

	it('begins afresh when no sentence was whole', async () => {
		const { text } = await ask(remote('first', 'You can al', { fail: AWAY }), model('second', 'Forty-five.'));
		expect(text).toBe('Forty-five.');
	});

	it('is, for a model that takes instructions, told what stands', async () => {
		const second = remote('second', 'A deposit is due.');
		await ask(remote('first', 'It costs forty-five pounds. You can al', { fail: AWAY }), second);
		expect(JSON.stringify(second.prompts[0]?.[0])).toContain('> It costs forty-five pounds.');
	});

	it('is the next one’s when a model calls what is no tool, told so once', async () => {
		const lost = remote('first', { call: 'launch_rocket', input: {} });
		const { text, notices } = await ask(lost, model('second', 'Forty-five.'));
		expect([text, notices]).toEqual(['Forty-five.', ['another-model']]);
		expect(lost.prompts).toHaveLength(2);
	});

	it('is asked of the same model with less of the conversation when that is too long for it', async () => {
		const tooLong = { fail: new AppError('too-large', 'Too long.') };
		const narrow = { ...createScriptedModel(['One.'], ['Two.'], [tooLong], ['Forty-five.']), isRemote: true };
		const { ask: say } = startConversation({ model: { ...narrow, label: 'first' } });
		for (const question of ['One?', 'Two?']) await say(question);
		const { events } = await say('What does a cello cost?');
		const last = narrow.prompts.map((prompt) => prompt.filter(({ role }) => role !== 'system'));
		expect(last.map(({ length }) => length)).toEqual([1, 3, 5, 1]);
		expect(JSON.stringify(last[3])).toContain('cello');
		expect(events.filter(({ part }) => part.type === 'data-notice')).toEqual([]);
		expect(events.at(-1)?.part).toMatchObject({ type: 'finish' });
	});

	it('is the next one’s when even the question alone is too long for the first', async () => {
		const first = remote('first', { fail: new AppError('too-large', 'Too long.') });
		const { text } = await ask(first, model('second', 'Forty-five.'));
		expect(text).toBe('Forty-five.');
		expect(first.prompts).toHaveLength(1);
	});

	it('that had to be cut says so', async () => {
		const { model: inner } = createScriptedModel(['Forty-five and so on.']);
		const wordy: typeof inner = {
			...inner,
			async doStream(options) {
				const { stream } = await inner.doStream(options);
				const cut = new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
					transform: (part, controller) =>
						controller.enqueue(
							part.type === 'finish' ? { ...part, finishReason: { unified: 'length', raw: 'length' } } : part
						)
				});
				return { stream: stream.pipeThrough(cut) };
			}
		};
		const { text, notices } = await ask({ ...remote('first'), model: wordy });
		expect([text, notices]).toEqual(['Forty-five and so on.', ['cut-short']]);
	});

	it('ends with the error of the last one when none can', async () => {
		const { end } = await ask(
			model('first', { fail: new AppError('rate-limited', 'Busy.') }),
			model('second', { fail: AWAY })
		);
		expect(end).toMatchObject({ type: 'error', errorText: 'The model that answers is away.' });
	});

	it('is nobody else’s when what failed is a bug of ours', async () => {
		const second = model('second', 'Never.');
		const { end } = await ask(model('first', { fail: new RangeError('ours') }), second);
		expect(end).toMatchObject({ type: 'error' });
		expect(second.prompts).toEqual([]);
	});
});
