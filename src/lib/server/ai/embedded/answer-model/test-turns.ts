// Turns of the embedded model for the tests of this folder: what was said, the calls they lead to, and what is said of the results.
import type {
	LanguageModelV4FunctionTool,
	LanguageModelV4Prompt,
	LanguageModelV4ToolResultOutput
} from '@ai-sdk/provider';
import { decide } from './plan.ts';

const EVERY = [
	'search_knowledge_base',
	'hand_over',
	'create_ticket',
	'get_ticket',
	'update_ticket',
	'get_user_context'
];
const toolsNamed = (names: string[]): LanguageModelV4FunctionTool[] =>
	names.map((name) => ({ type: 'function', name, inputSchema: { type: 'object' } }));

function conversation(...said: string[]): LanguageModelV4Prompt {
	return said.map((text, at) => ({
		role: at % 2 === 0 ? ('user' as const) : ('assistant' as const),
		content: [{ type: 'text' as const, text }]
	}));
}

export function callsFor(said: string[], names = EVERY): string[] {
	const step = decide({ prompt: conversation(...said), tools: toolsNamed(names) });
	if (step.kind === 'say') return [];
	return step.requests.map(({ toolName, input }) => `${toolName} ${JSON.stringify(input)}`);
}

export function saidFor(said: string[], names = EVERY): string {
	const step = decide({ prompt: conversation(...said), tools: toolsNamed(names) });
	return step.kind === 'say'
		? step.text
		: `(calls ${step.requests.map(({ toolName }) => toolName).join(', ')})`;
}

/** What is said once the tools of the first step came back so. */
export function replyTo(said: string[], outputs: LanguageModelV4ToolResultOutput[], names = EVERY): string {
	const prompt = conversation(...said);
	const first = decide({ prompt, tools: toolsNamed(names) });
	if (first.kind !== 'call') throw new Error(`no call: ${first.text}`);
	const calls = first.requests.map(({ toolName, input }, at) => ({
		type: 'tool-call' as const,
		toolCallId: `call-${at}`,
		toolName,
		input
	}));
	const step = decide({
		prompt: [
			...prompt,
			{ role: 'assistant', content: calls },
			{
				role: 'tool',
				content: calls.map(({ toolCallId, toolName }, at) => ({
					type: 'tool-result' as const,
					toolCallId,
					toolName,
					output: outputs[at] ?? { type: 'text', value: '' }
				}))
			}
		],
		tools: toolsNamed(names)
	});
	if (step.kind !== 'say') throw new Error('a second round of calls');
	return step.text;
}
