// Talking about a recording: a message that names one (by its id, a link to it, its title, or as the last one) and asks how it went is
// answered from what was measured of it. Pure, like the plan it stands before. The measured sentences come ready from the tool: nothing is
// said of a recording in words of this model's own.
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { analyseMessage } from './analyse.ts';
import { CHAIN_TOOL, planChain } from './chain-plan.ts';
import { readConversation, type ToolExchange } from './conversation.ts';
import { decide } from './plan.ts';
import { recordingNamedIn } from './recording-words.ts';
import { escapeMarkdown } from './render.ts';
import type { Step } from './step.ts';
import { ordersTicket } from './ticket-words.ts';

const PERFORMANCE_TOOL = 'get_performance_analysis';

type Call = Pick<LanguageModelV4CallOptions, 'prompt' | 'tools' | 'toolChoice' | 'providerOptions'>;

const MOST_STATEMENTS = 5;
/** Wants exercises beside what was measured. */
const WANTS_ADVICE = /\b(?:improv\w*|work on|practi[cs]e|exercises?|get better|fix)\b/iu;

const TOPICS: Record<string, RegExp> = {
	timing: /\b(?:timing|tempo|rhythm\w*|pulse|beat|stead\w*|speed|fast\w*|slow\w*|rush\w*|dragg?\w*)\b/iu,
	articulation: /\b(?:articulat\w*|staccato|legato|touch|hard\w*)\b/iu,
	pedal: /\b(?:pedal\w*|blurr?\w*)\b/iu,
	tone: /\b(?:tone|timbre|colou?r\w*|bright\w*|dark\w*|rich\w*)\b/iu,
	dynamics: /\b(?:dynamics?|loud\w*|quiet\w*|crescendo|forte|pianissimo)\b/iu,
	expression: /\b(?:express\w*|phras\w*|balanc\w*|drama\w*|convinc\w*|character)\b/iu
};

const Performance = z.object({
	recording: z.object({
		title: z.string(),
		path: z.string().regex(/^\/recordings\/[\w-]+$/u),
		status: z.string(),
		openNotes: z.number().int()
	}),
	tempo: z.number().nullable(),
	scores: z.array(z.object({ confidence: z.number() })),
	statements: z.array(z.object({ topic: z.string(), text: z.string() }))
});
type Performance = z.infer<typeof Performance>;
const Result = z.object({
	success: z.boolean(),
	data: z.unknown().optional(),
	error: z.object({ code: z.string() }).optional()
});

/** The plan of a turn, with recordings looked up where a message is about one. */
export function decideWithRecordings(call: Call): Step {
	const conversation = readConversation(call.prompt);
	const chained = conversation.exchanges.some(({ toolName }) => toolName === CHAIN_TOOL);
	if (chained) return decide(call);
	const chain =
		conversation.exchanges.length === 0 && isOffered(call, CHAIN_TOOL) && isOffered(call)
			? planChain(conversation)
			: undefined;
	if (chain !== undefined) return { kind: 'call', requests: [chain], report: reportOf(conversation.message) };
	const done = conversation.exchanges.find(({ toolName }) => toolName === PERFORMANCE_TOOL);
	// "Open a ticket: the analysis of my last recording failed" is for the desk.
	const named = ordersTicket(conversation.message) ? undefined : recordingNamedIn(conversation.message);
	if (done === undefined && (named === undefined || !isOffered(call))) return decide(call);
	const wantsAdvice = WANTS_ADVICE.test(conversation.message);
	if (done === undefined) {
		const lookUp = { toolName: PERFORMANCE_TOOL, input: { recording_id: named ?? '' } };
		const beside = wantsAdvice && conversation.exchanges.length === 0 ? decide(call) : undefined;
		return beside?.kind === 'call'
			? { ...beside, requests: [lookUp, ...beside.requests] }
			: { kind: 'call', requests: [lookUp], report: reportOf(conversation.message) };
	}
	const { text, isKnown } = describe(done, conversation.message);
	const report = { ...reportOf(conversation.message), confidence: isKnown ? 0.8 : 0.5, refused: !isKnown };
	const isSearched = conversation.exchanges.some(({ toolName }) => toolName !== PERFORMANCE_TOOL);
	const advice = isSearched && isKnown ? decide(call) : undefined;
	if (advice?.kind !== 'say' || advice.report.refused) return { kind: 'say', text, report };
	return {
		kind: 'say',
		text: `${text}\n\n${advice.text}`,
		report: { ...report, topics: advice.report.topics }
	};
}

function isOffered({ tools, toolChoice }: Call, name = PERFORMANCE_TOOL): boolean {
	if (toolChoice?.type === 'none') return false;
	if (toolChoice?.type === 'tool' && toolChoice.toolName !== name) return false;
	return (tools ?? []).some((tool) => tool.type === 'function' && tool.name === name);
}

function describe(exchange: ToolExchange, message: string): { text: string; isKnown: boolean } {
	const result = Result.safeParse(exchange.output?.type === 'json' ? exchange.output.value : undefined).data;
	const found = Performance.safeParse(result?.success === true ? result.data : undefined);
	if (found.success) return { text: tell(found.data, message), isKnown: true };
	switch (result?.error?.code) {
		case 'not-found':
		case 'invalid':
			return { text: m.takes_chat_not_found(), isKnown: false };
		case 'forbidden':
		case 'unauthenticated':
			return { text: m.takes_chat_sign_in(), isKnown: false };
		default:
			return { text: m.takes_chat_tool_failed(), isKnown: false };
	}
}

function tell({ recording, tempo, scores, statements }: Performance, message: string): string {
	const name = { title: escapeMarkdown(recording.title).replace(/[[\]]/gu, '\\$&'), path: recording.path };
	if (recording.status === 'failed') return m.takes_chat_failed(name);
	if (recording.status !== 'analyzed') return m.takes_chat_waiting(name);
	const asked = Object.keys(TOPICS).filter((topic) => TOPICS[topic]?.test(message));
	const about = statements.filter(({ topic }) => asked.some((one) => topic.split(' ').includes(one)));
	const chosen = (about.length > 0 ? about : statements).slice(0, MOST_STATEMENTS);
	const confidences = scores.map(({ confidence }) => confidence);
	return [
		m.takes_chat_about(name),
		chosen.length === 0 ? m.takes_chat_nothing() : chosen.map(({ text }) => `- ${text}`).join('\n'),
		[
			tempo !== null && (about.length === 0 || asked.includes('timing'))
				? m.takes_chat_tempo({ tempo: tempo.toFixed(0) })
				: '',
			confidences.length === 0
				? ''
				: m.takes_chat_confidence({
						low: Math.min(...confidences).toFixed(2),
						high: Math.max(...confidences).toFixed(2)
					}),
			openNotes(recording.openNotes)
		]
			.filter((text) => text !== '')
			.join(' ')
	]
		.filter((text) => text !== '')
		.join('\n\n');
}

function openNotes(count: number): string {
	if (count === 0) return '';
	return count === 1 ? m.takes_chat_notes_one() : m.takes_chat_notes_many({ count: String(count) });
}

function reportOf(message: string): Step['report'] {
	const { intent, sentiment } = analyseMessage(message);
	return { intent, sentiment, confidence: 1, refused: false, topics: [] };
}
