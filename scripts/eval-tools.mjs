// Whether the embedded model calls the right tools, with the right arguments, in short dialogues: the held-out part of
// scripts/understanding/dialogues.jsonl, each played to its end against a desk that answers as the tools do. Prints one JSON object.
// Usage: npm run -s eval:tools [-- --development] [--each]     (--development: the part that was worked on; --each: every miss on standard error)
import { DESK_TOOLS } from './understanding/dialogue-desk.mjs';
import { judge, readDialogues } from './understanding/dialogues.mjs';
import { createEmbeddedAnswerModel } from '../src/lib/server/ai/embedded/answer-model/index.ts';
import { phrases } from '../src/lib/server/ai/embedded/answer-model/phrases.ts';
import { understand } from '../src/lib/server/ai/embedded/understanding/index.ts';

/**
 * @typedef {import('@ai-sdk/provider').LanguageModelV4Message} Message
 * @typedef {import('./understanding/dialogues.mjs').Call} Call
 * @typedef {{ group: string, choice: boolean, arguments: boolean | undefined }} Judged
 */

const flags = process.argv.slice(2);
const { development, heldOut } = readDialogues();
const dialogues = flags.includes('--development') ? development : heldOut;
const model = createEmbeddedAnswerModel({ newId: () => `call-${(calls += 1)}` });
let calls = 0;
const tools = Object.keys(DESK_TOOLS).map((name) => ({
	...{ type: /** @type {const} */ ('function'), name },
	inputSchema: { type: /** @type {const} */ ('object') }
}));

/** @type {Judged[]} */
const judged = [];
let wholeDialogues = 0;
for (const dialogue of dialogues) {
	/** @type {Message[]} */
	const prompt = [];
	let isWhole = true;
	for (const [at, text] of dialogue.said.entries()) {
		prompt.push({ role: 'user', content: [{ type: 'text', text }] });
		const wanted = dialogue.wants[at] ?? 'knowledge';
		const { called, reply } = await turn(prompt);
		prompt.push({ role: 'assistant', content: [{ type: 'text', text: reply }] });
		const verdict = judge(wanted, called, called.length > 0 ? '' : nameOf(reply));
		const isRight = verdict.choice && verdict.arguments !== false;
		isWhole &&= isRight;
		const { language } = understand(dialogue.said.join(' '));
		judged.push({ ...verdict, group: language === 'en' ? 'English' : 'other languages' });
		if (!isRight && flags.includes('--each'))
			console.error(
				`${dialogue.said.slice(0, at + 1).join(' | ')}\n  wanted ${JSON.stringify(wanted)}\n  got    ${JSON.stringify(called)} ${called.length > 0 ? '' : reply}`
			);
	}
	if (isWhole) wholeDialogues += 1;
}

console.log(
	JSON.stringify({
		part: flags.includes('--development') ? 'development' : 'held out',
		dialogues: dialogues.length,
		wholeDialogues: share(wholeDialogues, dialogues.length),
		all: sumUp(judged),
		...Object.fromEntries(
			['English', 'other languages'].map((name) => [
				name,
				sumUp(judged.filter(({ group }) => group === name))
			])
		)
	})
);

/**
 * One turn to its end: the calls it made, and what was said.
 * @param {Message[]} prompt @returns {Promise<{ called: Call[], reply: string }>}
 */
async function turn(prompt) {
	/** @type {Call[]} */
	const called = [];
	const now = [...prompt];
	for (;;) {
		const { content } = await model.doGenerate({ prompt: now, tools });
		const requests = content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
		if (requests.length === 0)
			return { called, reply: content.map((part) => (part.type === 'text' ? part.text : '')).join('') };
		const answered = requests.map(({ toolCallId, toolName, input }) => ({
			call: { type: /** @type {const} */ ('tool-call'), toolCallId, toolName, input: JSON.parse(input) },
			value: { success: true, data: DESK_TOOLS[toolName]?.(JSON.parse(input)), metadata: { durationMs: 1 } }
		}));
		called.push(...answered.map(({ call: { toolName, input } }) => ({ toolName, input })));
		now.push(
			{ role: 'assistant', content: answered.map(({ call }) => call) },
			{
				role: 'tool',
				content: answered.map(({ call: { toolCallId, toolName }, value }) => ({
					...{ type: /** @type {const} */ ('tool-result'), toolCallId, toolName },
					output: { type: /** @type {const} */ ('json'), value: JSON.parse(JSON.stringify(value)) }
				}))
			}
		);
	}
}

/** What is asked for, or that nothing was done; empty for every other reply. @param {string} reply */
function nameOf(reply) {
	if (reply === phrases.askTicketMatter()) return 'ask matter';
	if (reply === phrases.askTicketNumber()) return 'ask number';
	const number = Number(/\d+/u.exec(reply)?.[0] ?? 0);
	if (reply === phrases.askTicketChange(number)) return 'ask change';
	return [phrases.ticketNotOpened(), phrases.ticketNotChanged()].some((phrase) => phrase === reply)
		? 'nothing done'
		: '';
}

/** @param {Judged[]} turns */
function sumUp(turns) {
	const withArguments = turns.filter((one) => one.arguments !== undefined);
	return {
		turns: turns.length,
		toolChoice: share(turns.filter(({ choice }) => choice).length, turns.length),
		arguments: share(withArguments.filter((one) => one.arguments).length, withArguments.length),
		argumentsOf: withArguments.length
	};
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
	return whole === 0 ? null : Number((part / whole).toFixed(3));
}
