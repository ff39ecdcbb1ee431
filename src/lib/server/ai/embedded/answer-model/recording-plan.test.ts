import type { LanguageModelV4Prompt } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { decideWithRecordings } from './recording-plan.ts';
import { recordingNamedIn } from './recording-words.ts';

const ID = '0f9d2a6e-1c3b-4d5e-8f70-a1b2c3d4e5f6';
const TOOLS = ['search_knowledge_base', 'get_performance_analysis'].map((name) => ({
	...{ type: 'function' as const, name },
	inputSchema: { type: 'object' as const, properties: {} }
}));
const asked = (text: string): LanguageModelV4Prompt => [{ role: 'user', content: [{ type: 'text', text }] }];
const STATEMENTS = [
	{ topic: 'pedal tone', text: 'From 0:12 to 0:15 the playing is clearly cleaner in pedal (−0.08).' },
	{ topic: 'timing', text: 'From 0:03 to 0:06 the playing is far unsteadier in time (+0.15).' }
];
const performance = (more: object = {}) => ({
	...{
		recording: { title: 'A *slow* [waltz]', path: `/recordings/${ID}`, status: 'analyzed', openNotes: 1 }
	},
	...{ tempo: 96.2, scores: [{ confidence: 0.5 }, { confidence: 0.71 }], statements: STATEMENTS, ...more }
});

function told(question: string, value: unknown) {
	const call = { toolCallId: 'c', toolName: 'get_performance_analysis' };
	const prompt: LanguageModelV4Prompt = [
		...asked(question),
		{ role: 'assistant', content: [{ type: 'tool-call', ...call, input: { recording_id: 'latest' } }] },
		{
			role: 'tool',
			content: [{ type: 'tool-result', ...call, output: { type: 'json', value: value as never } }]
		}
	];
	const step = decideWithRecordings({ prompt, tools: TOOLS });
	return step.kind === 'say' ? step : expect.unreachable('the turn must end');
}

describe('a message about a recording', () => {
	it.each([
		[`What do you think of recording ${ID}?`, ID],
		[`How was https://school.example/recordings/${ID.toUpperCase()}`, ID],
		['How was my last recording?', 'latest'],
		['Where should I improve in my latest take?', 'latest'],
		['Tell me about the recording I just uploaded: how was the pedalling?', 'latest'],
		['How is the timing in my recording of Für Elise?', 'Für Elise'],
		['What went wrong in the recording called "Waltz in A"?', 'Waltz in A'],
		['How did my recording of the Minuet sound?', 'Minuet']
	])('names it: %s', (message, named) => {
		expect(recordingNamedIn(message)).toBe(named);
	});

	it.each([
		['How do I upload my recording?'],
		['Can I delete my last recording?'],
		['Who can hear my recording?'],
		['What does a 30-minute lesson cost for a term?'],
		['Which recordings can I upload, and how large may they be?'],
		['What is the difference between 3/4 and 6/8?'],
		[`My ticket is ${ID}, how is it going?`],
		['How far from the piano should I put my phone when I record myself?'],
		['']
	])('is not: %s', (message) => {
		expect(recordingNamedIn(message)).toBeUndefined();
	});

	it('looks it up, and looks for exercises where they are wanted', () => {
		const toolsCalled = (message: string) => {
			const step = decideWithRecordings({ prompt: asked(message), tools: TOOLS });
			return step.kind === 'call' ? step.requests.map(({ toolName }) => toolName) : [];
		};
		expect(toolsCalled('How was my last recording?')).toEqual(['get_performance_analysis']);
		expect(toolsCalled('How can I improve the pedal in my last take?')).toEqual([
			...['get_performance_analysis', 'search_knowledge_base']
		]);
		expect(decideWithRecordings({ prompt: asked('How was my last recording?'), tools: [] })).toMatchObject({
			kind: 'say'
		});
	});

	it('is answered with the measured sentences, the recording’s name and the notes that are open', () => {
		const { text, report } = told('How was my last recording?', { success: true, data: performance() });
		for (const { text: statement } of STATEMENTS) expect(text).toContain(statement);
		expect(text).toContain(`](/recordings/${ID})`);
		expect(text).toContain('A \\*slow\\* \\[waltz\\]');
		expect(text).toContain('96 beats a minute');
		expect(text).toContain('One note');
		expect(report.refused).toBe(false);
	});

	it('is answered with what was asked for', () => {
		const { text } = told('How was the pedalling in my last take?', { success: true, data: performance() });
		expect(text).toContain(STATEMENTS[0]!.text);
		expect(text).not.toContain(STATEMENTS[1]!.text);
		expect(text).not.toContain('beats a minute');
	});

	it.each([
		['is being analysed', { recording: { ...performance().recording, status: 'processing' } }, 'still being'],
		['failed', { recording: { ...performance().recording, status: 'failed' } }, 'could not be analysed'],
		['has no scores', { statements: [], scores: [], tempo: null }, 'Nothing of it could be scored']
	])('says so when it %s', (_, more, words) => {
		expect(told('How was my last take?', { success: true, data: performance(more) }).text).toContain(words);
	});

	it.each([
		['not-found', 'no recording'],
		['forbidden', 'sign in'],
		['unavailable', 'just now']
	])('says what is the matter when the tool fails: %s', (code, words) => {
		const { text, report } = told('How was my last take?', { success: false, error: { code, message: '' } });
		expect(text).toContain(words);
		expect(report.refused).toBe(true);
	});

	it.each([[null], [{}], [{ success: true }], [{ success: true, data: { recording: 7 } }]])(
		'does not trip over what is no result: %o',
		(value) => {
			expect(told('How was my last take?', value).text).toContain('just now');
		}
	);
});
