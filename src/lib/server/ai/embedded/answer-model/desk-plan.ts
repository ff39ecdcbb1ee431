// What a message wants of the desk: a ticket opened, looked up or changed, a person, or what the assistant remembers. Pure: everything it
// knows is in the conversation. What is missing is asked for in one short question, which the next message is then read with.
// Calls only tools that were offered; where one is not, it says so, unless the message may as well be a question for the knowledge.
import { isAgreement, numberOfWords, smallTalkOf, ticketNumberOf } from '../understanding/index.ts';
import type { MessageAnalysis } from './analyse.ts';
import type { Conversation } from './conversation.ts';
import { refersBack } from './follow-up.ts';
import { phrases } from './phrases.ts';
import { asksWhatIsRemembered } from './recall-words.ts';
import type { ToolRequest } from './step.ts';
import { asksAboutTicketsAsSuch, asksHowATicketStands } from './ticket-questions.ts';
import {
	changesWhatWasSpokenOf,
	namesTicket,
	ordersTicket,
	questionsApart,
	readNewTicket,
	readTicketChange,
	ticketOf
} from './ticket-words.ts';
import {
	CREATE_TICKET_TOOL,
	GET_TICKET_TOOL,
	HAND_OVER_TOOL,
	UPDATE_TICKET_TOOL,
	USER_CONTEXT_TOOL
} from './tool-results.ts';
import { contentWordsOf } from './words.ts';

export type DeskPlan =
	/** `apart`: what the message asks beside, to be looked up in the same turn. */
	{ kind: 'call'; requests: ToolRequest[]; apart: string } | { kind: 'say'; text: string };

export interface DeskSituation {
	conversation: Pick<Conversation, 'message' | 'earlier' | 'lastReply'>;
	analysis: MessageAnalysis;
	offered: ReadonlySet<string>;
}

const MOST_LOOKED_UP = 3;
const MAX_REASON = 300;
/** Below this the message is rather taken for a question, though it names a ticket. */
const SURE = 0.35;
const SURE_OF_PERSON = 0.7;

const INTERROGATIVE =
	/^\W*(?:(?:and|but|so|ok|hi|hello)\W+)?(?:who|what|when|where|which|why|how|wer|was|wann|wo|wie|warum|qui|quand|où|comment|pourquoi|quién|qué|cuándo|dónde|cómo|chi|quando|dove|come|wie|wanneer|waar|quem|onde|como)\b/iu;
const SPEAKING =
	/\b(?:talk\w*|speak\w*|chat|call|ring|phone|contact|connect|reach|transfer|put me|hand me|discuss|sprechen|reden|rufen|zurückrufen|anrufen|verbinden|parler|rappel\w*|passer|hablar|llamar|páseme|parlare|richiamare|chiamare|spreken|terugbellen|bellen|falar|ligar|robot|bot|machine)\b/iu;
const LISTS =
	/\b(?:tickets|requests|cases|issues|anfragen|demandes|incidencias|richieste|meldingen|chamados)\b|\b(?:show|list|all|any|which|zeig|montre|ver|mostra)\b/iu;
const LISTED_NUMBERS = /\btickets?\s+#?\d{1,9}(?:\s*(?:,|&|and|und|et|y|e|en)\s*#?\d{1,9})+/iu;
/** Says more of what was said before. */
const CONTINUES =
	/(?<!\p{L})(?:the same|also|(?:i|we)(?:['’]ve| have)? (?:already |also )?tried|it still|auch|dasselbe|aussi|pareil|también|lo mismo|anche|ook|hetzelfde|também)(?!\p{L})/iu;
const NAMED_TICKET = /\bticket (?:number )?#?(\d{1,9})\b/giu;

export function planDesk(situation: DeskSituation): DeskPlan | undefined {
	const { conversation, analysis, offered } = situation;
	if (analysis.intent === 'person' && isSurePerson(conversation.message, analysis))
		return planHandOver(conversation, offered);
	const answered = readAnswer(situation);
	if (answered !== undefined) return answered;
	if (offered.has(USER_CONTEXT_TOOL) && asksWhatIsRemembered(conversation.message))
		return { kind: 'call', requests: [{ toolName: USER_CONTEXT_TOOL, input: {} }], apart: '' };
	const { message } = conversation;
	const hasNumber = numbersIn(analysis).length > 0;
	const spoken = onlyNumberIn(conversation.lastReply);
	if (!hasNumber && spoken !== undefined && changesWhatWasSpokenOf(message))
		return planChange(situation, message);
	// A question about tickets as such is the knowledge's, however the words look.
	if (asksAboutTicketsAsSuch(message, hasNumber)) return undefined;
	if (!hasNumber && ordersTicket(message)) return planNewTicket(situation);
	if (asksHowATicketStands(message, hasNumber) && analysis.intentConfidence < 1) return planLookUp(situation);
	if (analysis.intentConfidence < SURE || !(hasNumber || namesTicket(message))) return undefined;
	switch (analysis.intent) {
		case 'ticket-create':
			return planNewTicket(situation);
		case 'ticket-status':
			return planLookUp(situation);
		case 'ticket-update':
			return planChange(situation, message);
		default:
			return undefined;
	}
}

/** The message is what an earlier question of ours asked for. */
function readAnswer({ conversation, analysis, offered }: DeskSituation): DeskPlan | undefined {
	const { lastReply, message, earlier } = conversation;
	const said = (text: string) => lastReply.includes(text);
	const before = matterIn(earlier) ?? earlier.at(-1) ?? '';
	if (offered.has(CREATE_TICKET_TOOL)) {
		if (said(phrases.offerTicket()) && isYes(analysis, message)) return openTicket(before, '');
		if (said(phrases.askTicketMatter())) {
			if (isNo(analysis, message)) return { kind: 'say', text: phrases.ticketNotOpened() };
			if (isAgreement(message)) return { kind: 'say', text: phrases.askTicketMatter() };
			if (isAnswer(analysis, message)) return openTicket(message, '');
		}
	}
	if (offered.has(UPDATE_TICKET_TOOL)) {
		if (said(phrases.askTicketNumber())) {
			if (isNo(analysis, message)) return { kind: 'say', text: phrases.ticketNotChanged() };
			const number = numbersIn(analysis)[0] ?? bareNumber(message);
			if (number !== undefined) return changeTicket(number, earlier.at(-1) ?? '');
		}
		const asked = numberAskedAbout(lastReply);
		if (asked !== undefined) {
			if (isNo(analysis, message)) return { kind: 'say', text: phrases.ticketNotChanged() };
			if (isAnswer(analysis, message)) {
				const change = readTicketChange(message);
				const input = Object.keys(change).length > 0 ? change : { comment: message.trim() };
				return update(asked, input);
			}
		}
	}
	return undefined;
}

function planNewTicket({ conversation, offered }: DeskSituation): DeskPlan | undefined {
	const { message, earlier } = conversation;
	if (!offered.has(CREATE_TICKET_TOOL))
		return INTERROGATIVE.test(message)
			? undefined
			: { kind: 'say', text: withOther(phrases.noTickets(), offered) };
	const words = readNewTicket(message);
	const apart = questionsApart(message);
	if (words !== undefined)
		return { kind: 'call', requests: [{ toolName: CREATE_TICKET_TOOL, input: { ...words } }], apart };
	// "Can you open a ticket?" behind what is the matter: that is what it is to say.
	const before = matterIn(earlier);
	if (before !== undefined) return openTicket(before, apart);
	return { kind: 'say', text: phrases.askTicketMatter() };
}

/** What was said last of a matter, with what it refers back to: "I have tried another browser and it is the same". */
function matterIn(earlier: string[]): string | undefined {
	const last = earlier.at(-1);
	if (last === undefined || contentWordsOf(last).length < 2 || isAboutTickets(last)) return undefined;
	const before = refersBack(last) || CONTINUES.test(last) ? matterIn(earlier.slice(0, -1)) : undefined;
	return before === undefined ? last : `${before}\n${last}`;
}

function planLookUp({ conversation, analysis, offered }: DeskSituation): DeskPlan | undefined {
	if (!offered.has(GET_TICKET_TOOL)) return { kind: 'say', text: withOther(phrases.noTickets(), offered) };
	const numbers = [...numbersIn(analysis), ...numbersListed(conversation.message)].filter(isFirst);
	const meant =
		numbers.length > 0 || LISTS.test(conversation.message)
			? numbers
			: numbersNamed(conversation.lastReply).slice(-1);
	const inputs = meant.length > 0 ? meant.map((number) => ({ number })) : [{}];
	return {
		kind: 'call',
		requests: inputs.map((input) => ({ toolName: GET_TICKET_TOOL, input })),
		apart: questionsApart(conversation.message)
	};
}

function planChange(situation: DeskSituation, message: string): DeskPlan | undefined {
	const { conversation, analysis, offered } = situation;
	if (!offered.has(UPDATE_TICKET_TOOL)) return { kind: 'say', text: withOther(phrases.noTickets(), offered) };
	const number = numbersIn(analysis)[0] ?? onlyNumberIn(conversation.lastReply);
	if (number === undefined) return { kind: 'say', text: phrases.askTicketNumber() };
	return changeTicket(number, message);
}

function changeTicket(number: number, message: string): DeskPlan {
	const change = readTicketChange(message);
	return Object.keys(change).length > 0
		? update(number, change)
		: { kind: 'say', text: phrases.askTicketChange(number) };
}

function update(number: number, change: object): DeskPlan {
	return {
		kind: 'call',
		requests: [{ toolName: UPDATE_TICKET_TOOL, input: { number, ...change } }],
		apart: ''
	};
}

function openTicket(matter: string, apart: string): DeskPlan {
	return {
		kind: 'call',
		requests: [{ toolName: CREATE_TICKET_TOOL, input: { ...ticketOf(matter) } }],
		apart
	};
}

function planHandOver(conversation: DeskSituation['conversation'], offered: ReadonlySet<string>): DeskPlan {
	if (!offered.has(HAND_OVER_TOOL)) return { kind: 'say', text: phrases.noHandOver() };
	const reason = reasonFor(conversation);
	return { kind: 'call', requests: [{ toolName: HAND_OVER_TOOL, input: { reason } }], apart: '' };
}

/** What the person who takes over reads first: the message, and the question before it when the message is only "a person, please". */
function reasonFor({ message, earlier }: DeskSituation['conversation']): string {
	const before = earlier.at(-1);
	const text = before === undefined ? message : `${message} (before: ${before})`;
	return text.replace(/\s+/gu, ' ').trim().slice(0, MAX_REASON);
}

/** What cannot be done here, and what can. */
export function withOther(text: string, offered: ReadonlySet<string>): string {
	return `${text} ${offered.has(HAND_OVER_TOOL) ? phrases.offerPerson() : phrases.contactSchool()}`;
}

/** "Who do I talk to about fees?" asks for knowledge, and "somebody stole my flute" says what happened. */
function isSurePerson(message: string, { intentConfidence }: MessageAnalysis): boolean {
	if (intentConfidence === 1) return true;
	if (intentConfidence < SURE_OF_PERSON || INTERROGATIVE.test(message)) return false;
	return SPEAKING.test(message) || message.trim().split(/\s+/u).length <= 5;
}

function isYes({ intent }: MessageAnalysis, message: string): boolean {
	return isAgreement(message) || intent === 'ticket-create';
}

function isNo({ intent }: MessageAnalysis, message: string): boolean {
	return intent === 'small-talk' && smallTalkOf(message) === 'decline';
}

/** Says something, and neither asks another question nor gives another order. */
function isAnswer({ intent }: MessageAnalysis, message: string): boolean {
	if (smallTalkOf(message) !== undefined || isAgreement(message) || intent === 'person') return false;
	if (intent === 'ticket-status' || (intent === 'ticket-create' && readNewTicket(message) === undefined))
		return false;
	return !(INTERROGATIVE.test(message) && /\?\s*$/u.test(message));
}

function isAboutTickets(message: string): boolean {
	return (
		/\bticket|\b(?:open|raise|file) a (?:case|request)/iu.test(message) || smallTalkOf(message) !== undefined
	);
}

function numbersIn({ entities }: MessageAnalysis): number[] {
	const numbers = entities.filter(({ kind }) => kind === 'ticket').map(ticketNumberOf);
	return [...new Set(numbers)].filter((number) => number > 0).slice(0, MOST_LOOKED_UP);
}

/** "Tickets 3, 4 and 7". */
function numbersListed(message: string): number[] {
	const list = LISTED_NUMBERS.exec(message.slice(0, 300))?.[0] ?? '';
	return (list.match(/\d+/gu) ?? []).map(Number).slice(0, MOST_LOOKED_UP);
}

const isFirst = (number: number, at: number, all: number[]) => all.indexOf(number) === at;

function onlyNumberIn(reply: string): number | undefined {
	const spoken = new Set(numbersNamed(reply));
	return spoken.size === 1 ? [...spoken][0] : undefined;
}

function numbersNamed(text: string): number[] {
	return [...text.slice(0, 4_000).matchAll(NAMED_TICKET)].map((match) => Number(match[1]));
}

/** "12", "number 12", "it's twelve". */
function bareNumber(message: string): number | undefined {
	if (message.length > 60) return undefined;
	const found = message.match(/\d{1,9}/gu);
	if (found?.length === 1 && Number(found[0]) > 0) return Number(found[0]);
	const inWords = numberOfWords(
		message
			.replace(/^.*\b(?:number|nummer|num[eé]ro|n[uú]mero|is|it['’]s|le|el|il)\s+/iu, '')
			.replace(/[\s.!,]+$/u, '')
	);
	return Number.isNaN(inWords) ? undefined : inWords;
}

/** Our question what is to be changed names the ticket. */
function numberAskedAbout(reply: string): number | undefined {
	return numbersNamed(reply).find((number) => reply.includes(phrases.askTicketChange(number)));
}
