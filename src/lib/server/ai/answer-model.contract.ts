// What every answer model must do, seen as the chat room sees it: through the AI SDK, with one tool that finds one passage. A model that
// is scripted plays `script`, one entry a step; the embedded one answers by itself. Both must come to the passage's words and its mark.
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';

export type ScriptStep = { calls: { name: string; arguments: { query: string } }[] } | { text: string };

export interface AnswerModelContractOptions {
	/** A model that plays the script from its beginning. */
	open(script: readonly ScriptStep[]): LanguageModelV4;
}

const QUESTION = 'What does hiring a cello cost?';
const PASSAGE = {
	n: 1,
	chunkId: 'c1',
	documentId: 'd1',
	revision: 'a'.repeat(64),
	title: 'Instrument hire',
	headings: ['What it costs'],
	start: 0,
	end: 38,
	text: 'Hiring a cello costs 45 pounds a term.',
	relevance: 0.95
};
const TERMS = [
	{ word: 'hiring', stem: 'hire', documentFrequency: 1, idf: 1 },
	{ word: 'cello', stem: 'cello', documentFrequency: 1, idf: 1 },
	{ word: 'cost', stem: 'cost', documentFrequency: 1, idf: 1 }
];
const SEARCH: ScriptStep = {
	calls: [{ name: 'search_knowledge_base', arguments: { query: 'cello hire cost' } }]
};
const ANSWER: ScriptStep = { text: 'Hiring a cello costs 45 pounds a term.【1】' };

export function describeAnswerModel(name: string, { open }: AnswerModelContractOptions): void {
	async function ask(script: readonly ScriptStep[], options: { tools?: boolean; signal?: AbortSignal } = {}) {
		const queries: string[] = [];
		const result = streamText({
			model: open(script),
			messages: [{ role: 'user', content: QUESTION }],
			maxRetries: 0,
			stopWhen: isStepCount(4),
			onError: () => undefined,
			...(options.signal === undefined ? {} : { abortSignal: options.signal }),
			...(options.tools === false
				? {}
				: {
						tools: {
							search_knowledge_base: tool({
								inputSchema: jsonSchema<{ query: string }>({
									type: 'object',
									properties: { query: { type: 'string' } },
									required: ['query']
								}),
								execute: ({ query }) => {
									queries.push(query);
									return Promise.resolve({ success: true, data: { passages: [PASSAGE], terms: TERMS } });
								}
							})
						}
					})
		});
		let text = '';
		let deltas = 0;
		const types: string[] = [];
		const errors: unknown[] = [];
		for await (const part of result.stream) {
			types.push(part.type);
			if (part.type === 'text-delta') {
				text += part.text;
				deltas++;
			}
			if (part.type === 'error') errors.push(part.error);
		}
		return { text, deltas, types, errors, queries, result };
	}

	describe(`${name} as an answer model`, () => {
		it('is of the specification the AI SDK speaks, and says which model it is', () => {
			const model = open([ANSWER]);
			expect(model.specificationVersion).toBe('v4');
			expect(model.modelId).not.toBe('');
		});

		it('calls the tool, then answers in pieces with the mark of the passage it rests on', async () => {
			const { text, deltas, queries, errors } = await ask([SEARCH, ANSWER]);
			expect(errors).toEqual([]);
			expect(queries).toHaveLength(1);
			expect(queries[0]).toMatch(/cello/i);
			expect(text).toMatch(/45 pounds a term\.?\s*【1】/);
			expect(deltas).toBeGreaterThan(1);
		});

		it('ends every step with one finish part and counts its tokens', async () => {
			const { types, result } = await ask([SEARCH, ANSWER]);
			expect(types.filter((type) => type === 'finish-step')).toHaveLength(2);
			expect(types.filter((type) => type === 'finish')).toHaveLength(1);
			const { inputTokens, outputTokens } = await result.usage;
			expect(inputTokens).toBeGreaterThan(0);
			expect(outputTokens).toBeGreaterThan(0);
		});

		it('calls nothing when no tool is offered', async () => {
			const { types, text } = await ask([{ text: 'I can only look that up with my tools.' }], {
				tools: false
			});
			expect(types).not.toContain('tool-call');
			expect(text).not.toBe('');
		});

		it('stops when it is told to, without an error of its own', async () => {
			const { text, errors, types } = await ask([SEARCH, ANSWER], { signal: AbortSignal.abort() });
			expect({ text, errors }).toEqual({ text: '', errors: [] });
			expect(types).toContain('abort');
		});
	});
}
