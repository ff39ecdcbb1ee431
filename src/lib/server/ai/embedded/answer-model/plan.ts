// Decides the next step of a turn: what to call, or what to say. Pure; the whole state is the prompt it is given.
// Guarantees: at most one round of searches and one hand-over a turn, so a turn always ends after two calls of the model.
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { analyseMessage, type MessageAnalysis } from './analyse.ts';
import { compose } from './compose.ts';
import { readConversation, type Conversation } from './conversation.ts';
import { resolveFollowUp, type Resolution } from './follow-up.ts';
import { isAgreement, type Intent } from './intents.ts';
import { phrases } from './phrases.ts';
import type { Step, TurnReport } from './step.ts';
import { splitQuestions, type SubQuestion } from './sub-questions.ts';
import { hasSucceeded, HAND_OVER_TOOL, readSearches, SEARCH_TOOL } from './tool-results.ts';

/** Passages asked for per search: enough for the composer to choose from. */
const TOP_K = 6;
const MAX_REASON = 300;

export type PlannedQuestion = SubQuestion & { focus: string[] };

export function decide(call: Pick<LanguageModelV4CallOptions, 'prompt' | 'tools' | 'toolChoice'>): Step {
	const conversation = readConversation(call.prompt);
	const analysis = analyseMessage(conversation.message, {
		earlier: conversation.earlier,
		personOffered: conversation.lastReply.includes(phrases.offerPerson())
	});
	const offered = toolsOf(call);
	if (conversation.exchanges.length > 0) return afterTools(conversation, analysis);

	const fixed = fixedReply(analysis.intent);
	if (fixed !== undefined) return say(fixed, analysis);
	if (analysis.intent === 'person') {
		if (!offered.has(HAND_OVER_TOOL)) return say(phrases.noHandOver(), analysis);
		const reason = reasonFor(conversation);
		return {
			kind: 'call',
			requests: [{ toolName: HAND_OVER_TOOL, input: { reason } }],
			report: reportOf(analysis)
		};
	}
	// A yes to nothing that was offered.
	if (isAgreement(conversation.message)) return say(phrases.unclear(), analysis);
	const { questions, resolution } = planQuestions(conversation);
	if (questions.every((question) => question.query === '')) return say(phrases.unclear(), analysis);
	if (!offered.has(SEARCH_TOOL)) return say(phrases.noSearch(), analysis, { confidence: 0, refused: true });
	return {
		kind: 'call',
		requests: questions.map((question) => ({
			toolName: SEARCH_TOOL,
			input: { query: question.query, top_k: TOP_K }
		})),
		report: reportOf(resolution.refersBack ? { ...analysis, intent: 'follow-up' } : analysis)
	};
}

/** The questions of the message, made to stand on their own. Pure: before and after the search it gives the same. */
export function planQuestions(conversation: Pick<Conversation, 'message' | 'earlier'>): {
	questions: PlannedQuestion[];
	resolution: Resolution;
} {
	const resolution = resolveFollowUp(conversation.message, conversation.earlier);
	const questions = splitQuestions(resolution.query).map((question) => ({
		...question,
		focus: resolution.focus
	}));
	const only = questions.length === 1 ? questions[0] : undefined;
	if (only && resolution.refersBack) only.asked = conversation.message.trim();
	return { questions, resolution };
}

function afterTools(conversation: Conversation, analysis: MessageAnalysis): Step {
	const handOver = conversation.exchanges.find((exchange) => exchange.toolName === HAND_OVER_TOOL);
	if (handOver) {
		return say(hasSucceeded(handOver) ? phrases.handedOver() : phrases.handOverFailed(), {
			...analysis,
			intent: 'person'
		});
	}
	const { questions, resolution } = planQuestions(conversation);
	const answer = compose({
		questions,
		searches: readSearches(conversation.exchanges),
		saidBefore: resolution.wantsMore ? conversation.lastReply : ''
	});
	return say(answer.text, answer.outOfScope ? { ...analysis, intent: 'out-of-scope' } : analysis, answer);
}

function fixedReply(intent: Intent): string | undefined {
	switch (intent) {
		case 'empty':
			return phrases.empty();
		case 'greeting':
			return phrases.greeting();
		case 'thanks':
			return phrases.thanks();
		case 'decline':
			return phrases.noMore();
		case 'goodbye':
			return phrases.goodbye();
		case 'about-assistant':
			return phrases.about();
		case 'complaint':
			return `${phrases.complaint()} ${phrases.offerPerson()}`;
		case 'person':
		case 'question':
		case 'follow-up':
		case 'multi-question':
		case 'out-of-scope':
			return undefined;
	}
}

function toolsOf(call: Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'>): Set<string> {
	const choice = call.toolChoice;
	if (choice?.type === 'none') return new Set();
	const names = (call.tools ?? []).flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
	return new Set(choice?.type === 'tool' ? names.filter((name) => name === choice.toolName) : names);
}

/** What the person who takes over reads first: the message, and the question before it when the message is only "a person, please". */
function reasonFor(conversation: Conversation): string {
	const before = conversation.earlier.at(-1);
	const text = before === undefined ? conversation.message : `${conversation.message} (before: ${before})`;
	return text.replace(/\s+/gu, ' ').trim().slice(0, MAX_REASON);
}

function say(text: string, analysis: MessageAnalysis, known: Partial<TurnReport> = {}): Step {
	return { kind: 'say', text, report: { ...reportOf(analysis), ...pick(known) } };
}

function pick(known: Partial<TurnReport>): Partial<TurnReport> {
	return {
		...(known.confidence === undefined ? {} : { confidence: known.confidence }),
		...(known.refused === undefined ? {} : { refused: known.refused }),
		...(known.topics === undefined ? {} : { topics: known.topics })
	};
}

function reportOf(analysis: MessageAnalysis): TurnReport {
	return {
		intent: analysis.intent,
		sentiment: analysis.sentiment,
		confidence: 1,
		refused: false,
		topics: []
	};
}
