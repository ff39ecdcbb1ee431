// Decides the next step of a turn: what to call, or what to say. Pure; the whole state is the prompt it is given.
// Guarantees: at most one round of calls a turn, so a turn always ends after two calls of the model.
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { isForTheEar } from '../../order-hints.ts';
import { isEverydayWord } from '../everyday-words.ts';
import { isAgreement, smallTalkOf, type SmallTalk } from '../understanding/index.ts';
import { analyseMessage, type MessageAnalysis } from './analyse.ts';
import { compose } from './compose.ts';
import { readConversation, type Conversation } from './conversation.ts';
import { planDesk, withOther, type DeskPlan } from './desk-plan.ts';
import { describeDesk } from './desk-replies.ts';
import { resolveFollowUp, type Resolution } from './follow-up.ts';
import { phrases } from './phrases.ts';
import type { Step, ToolRequest, TurnReport } from './step.ts';
import { splitQuestions, type SubQuestion } from './sub-questions.ts';
import { CREATE_TICKET_TOOL, readSearches, SEARCH_TOOL } from './tool-results.ts';
import { whatIsMeant, type Understood } from './what-is-meant.ts';
import { wordsOf } from './words.ts';

/** Passages asked for per search: enough for the composer to choose from. */
const TOP_K = 6;
/** Below this a message that may be small talk or a complaint is searched for. */
const SURE_OF_TALK = 0.6;
const MOST_WORDS_OF_TALK = 6;
const LEAST_WORDS_OF_A_COMPLAINT = 4;
const INTERROGATIVE =
	/[?？]|\b(?:who|what|when|where|which|why|how|can i|could i|do i|explain|tell me|(?:could|would|will) you)\b/iu;

export type PlannedQuestion = SubQuestion & {
	focus: string[];
	/** Words of the query that were not said: how a text may put what was. */
	meant: string[];
	understood: Understood[];
};

export function decide(
	call: Pick<LanguageModelV4CallOptions, 'prompt' | 'tools' | 'toolChoice' | 'providerOptions'>
): Step {
	const conversation = readConversation(call.prompt);
	const analysis = analyseMessage(conversation.message, {
		earlier: conversation.earlier,
		personOffered: conversation.lastReply.includes(phrases.offerPerson())
	});
	const offered = toolsOf(call);
	const desk = planDesk({ conversation, analysis, offered });
	if (conversation.exchanges.length > 0)
		return afterTools(conversation, analysis, desk, { offered, isSpoken: isForTheEar(call) });
	if (desk?.kind === 'say') return say(desk.text, analysis);
	const beside =
		desk === undefined || !offered.has(SEARCH_TOOL)
			? []
			: searchesFor(planQuestions({ message: desk.apart, earlier: [] }).questions);
	if (desk !== undefined)
		return { kind: 'call', requests: [...desk.requests, ...beside], report: reportOf(analysis) };

	const fixed = fixedReply(conversation.message, analysis);
	if (fixed !== undefined) return say(fixed, analysis);
	// A yes to nothing that was offered.
	if (isAgreement(conversation.message)) return say(phrases.unclear(), analysis);
	const { questions } = planQuestions(conversation);
	if (questions.every((question) => question.query === '')) return say(phrases.unclear(), analysis);
	if (!offered.has(SEARCH_TOOL)) return say(phrases.noSearch(), analysis, { confidence: 0, refused: true });
	return { kind: 'call', requests: searchesFor(questions), report: reportOf(analysis) };
}

function searchesFor(questions: Pick<SubQuestion, 'query'>[]): ToolRequest[] {
	return questions
		.filter(({ query }) => query !== '')
		.map(({ query }) => ({ toolName: SEARCH_TOOL, input: { query, top_k: TOP_K } }));
}

/** The questions of the message, made to stand on their own. Pure: before and after the search it gives the same. */
export function planQuestions(conversation: Pick<Conversation, 'message' | 'earlier'>): {
	questions: PlannedQuestion[];
	resolution: Resolution;
} {
	const resolution = resolveFollowUp(conversation.message, conversation.earlier);
	const questions = splitQuestions(resolution.query).map((question) => {
		const { kept, words, understood } = whatIsMeant(question.query);
		const query = [kept, ...words].join(' ');
		return { ...question, query, meant: words, understood, focus: resolution.focus };
	});
	const only = questions.length === 1 ? questions[0] : undefined;
	if (only && resolution.refersBack) only.asked = conversation.message.trim();
	return { questions, resolution };
}

function afterTools(
	conversation: Conversation,
	analysis: MessageAnalysis,
	desk: DeskPlan | undefined,
	{ offered, isSpoken }: { offered: ReadonlySet<string>; isSpoken: boolean }
): Step {
	const done = describeDesk(conversation.exchanges, offered);
	const searches = readSearches(conversation.exchanges);
	if (done.length > 0 && searches.length === 0) return say(done.join('\n\n'), analysis);
	const { questions, resolution } =
		desk?.kind === 'call' && desk.apart !== ''
			? planQuestions({ message: desk.apart, earlier: [] })
			: planQuestions(conversation);
	const answer = compose({
		questions,
		searches,
		saidBefore: resolution.wantsMore ? conversation.lastReply : '',
		isSpoken
	});
	const offersTicket =
		answer.refused && analysis.intent === 'technical-problem' && offered.has(CREATE_TICKET_TOOL);
	const isUnsearched = searches.every(({ found }) => found === undefined);
	const said = isUnsearched ? withOther(answer.text, offered) : answer.text;
	const text = offersTicket ? said.replace(phrases.offerPerson(), phrases.offerTicket()) : said;
	// What the knowledge answers was no question beside the point, however the words looked.
	const known = analysis.intent === 'other' && !answer.refused ? 'question' : analysis.intent;
	return say([...done, text].join('\n\n'), { ...analysis, intent: known }, answer);
}

/** Only where the message is that and nothing else: which reply fits is a matter of exact words, what they are for may be a guess. */
function fixedReply(message: string, analysis: MessageAnalysis): string | undefined {
	const { intent, intentConfidence } = analysis;
	const kind = smallTalkOf(message);
	if (kind !== undefined) return SMALL_TALK_REPLIES[kind]();
	if (INTERROGATIVE.test(message) || intentConfidence < SURE_OF_TALK) return undefined;
	const words = wordsOf(message);
	if (intent === 'complaint' && analysis.sentiment < 0 && words.length >= LEAST_WORDS_OF_A_COMPLAINT)
		return `${phrases.complaint()} ${phrases.offerPerson()}`;
	// A rare word is what somebody looks for.
	if (analysis.language === 'en' && !words.every(({ stem }) => isEverydayWord(stem))) return undefined;
	if (intent === 'thanks' && analysis.sentiment > 0) return phrases.thanks();
	if (intent === 'small-talk' && words.length <= MOST_WORDS_OF_TALK) return phrases.greeting();
	return undefined;
}

const SMALL_TALK_REPLIES: Record<SmallTalk, () => string> = {
	empty: phrases.empty,
	greeting: phrases.greeting,
	thanks: phrases.thanks,
	decline: phrases.noMore,
	goodbye: phrases.goodbye,
	'about-assistant': phrases.about
};

function toolsOf(call: Pick<LanguageModelV4CallOptions, 'tools' | 'toolChoice'>): Set<string> {
	const choice = call.toolChoice;
	if (choice?.type === 'none') return new Set();
	const names = (call.tools ?? []).flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
	return new Set(choice?.type === 'tool' ? names.filter((name) => name === choice.toolName) : names);
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
