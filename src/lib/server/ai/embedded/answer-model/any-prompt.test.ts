import type { LanguageModelV4CallOptions, LanguageModelV4Message } from '@ai-sdk/provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEmbeddedAnswerModel } from './index.ts';
import { passage } from './test-passages.ts';

const text = fc.record({
	type: fc.constant('text' as const),
	text: fc.string({ unit: 'grapheme', maxLength: 200 })
});
const question = fc.constantFrom(
	'What is a triad?',
	'and minor?',
	'thanks',
	'a person please',
	'tell me more',
	'why?'
);
const found = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }).map((words) => ({
	success: true,
	data: { passages: [passage(1, words)], terms: [] }
}));
const output = fc.oneof(
	fc.record({ type: fc.constant('json' as const), value: fc.oneof(found, fc.jsonValue()) }),
	fc.record({ type: fc.constant('error-text' as const), value: fc.string() }),
	fc.record({ type: fc.constant('text' as const), value: fc.string() }),
	fc.constant({ type: 'execution-denied' as const })
);
const toolName = fc.constantFrom('search_knowledge_base', 'hand_over', 'something_else');
const message: fc.Arbitrary<LanguageModelV4Message> = fc.oneof(
	fc.record({ role: fc.constant('system' as const), content: fc.string() }),
	fc.record({ role: fc.constant('user' as const), content: fc.array(text, { maxLength: 3 }) }),
	question.map((words) => ({ role: 'user' as const, content: [{ type: 'text' as const, text: words }] })),
	fc.record({
		role: fc.constant('assistant' as const),
		content: fc.array(
			fc.oneof(
				text,
				fc.record({ type: fc.constant('reasoning' as const), text: fc.string() }),
				fc.record({
					type: fc.constant('tool-call' as const),
					toolCallId: fc.constantFrom('a', 'b'),
					toolName,
					input: fc.jsonValue()
				})
			),
			{ maxLength: 3 }
		)
	}),
	fc.record({
		role: fc.constant('tool' as const),
		content: fc.array(
			fc.record({
				type: fc.constant('tool-result' as const),
				toolCallId: fc.constantFrom('a', 'b', 'c'),
				toolName,
				output
			}),
			{ maxLength: 3 }
		)
	})
);
const call: fc.Arbitrary<LanguageModelV4CallOptions> = fc.record({
	prompt: fc.array(message, { maxLength: 8 }),
	tools: fc.subarray(
		['search_knowledge_base', 'hand_over', 'something_else'].map((name) => ({
			type: 'function' as const,
			name,
			inputSchema: {}
		}))
	)
});

describe('any prompt the AI SDK allows', () => {
	it('gets a whole stream: one start, one finish, every opened part closed, and only tools that were offered', async () => {
		await fc.assert(
			fc.asyncProperty(call, async (options) => {
				const { stream } = await createEmbeddedAnswerModel().doStream(options);
				const parts = await Array.fromAsync(stream);
				expect(parts[0]?.type).toBe('stream-start');
				expect(parts.at(-1)?.type).toBe('finish');
				const count = (type: string) => parts.filter((part) => part.type === type).length;
				expect(count('text-start')).toBe(count('text-end'));
				expect(count('tool-input-start')).toBe(count('tool-call'));
				expect(count('text-start') + count('tool-call')).toBeGreaterThan(0);
				const offered = new Set(options.tools?.map((tool) => tool.name));
				for (const part of parts) {
					if (part.type !== 'tool-call') continue;
					expect(offered.has(part.toolName)).toBe(true);
					expect(() => JSON.parse(part.input) as unknown).not.toThrow();
				}
			}),
			{ numRuns: 300 }
		);
	});

	it('gets the same reply every time', async () => {
		await fc.assert(
			fc.asyncProperty(call, async (options) => {
				const model = createEmbeddedAnswerModel({ newId: () => 'id' });
				expect(await model.doGenerate(options)).toEqual(await model.doGenerate(options));
			}),
			{ numRuns: 100 }
		);
	});
});
