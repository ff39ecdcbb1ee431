// Keeps a conversation's summary up to date, message by message: `generateSummary(new messages, what was kept)`. What a new message costs
// depends on that message and on the limits alone, never on how long the conversation is. Deterministic.
// How sentences are chosen: the centroid of MEAD (Radev et al. 2004: a sentence counts for the stems the conversation speaks of), with its
// position in the message; then maximal marginal relevance (Carbonell and Goldstein 1998: what repeats a kept point counts less); older points fade.
// A question and the best sentence of its answer are one point. What it does not do: rephrase, translate, or find what was said without words.
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import {
	CONTEXT_LIMITS,
	CONTEXT_TTL_MS,
	type ContextMessage,
	type RollingContext,
	type SummaryPoint
} from './rolling-context.ts';

/** What remains of a weight after each message. */
const FADING = 0.94;
/** Of the sentiment, after each message of the person. */
const SENTIMENT_FADING = 0.7;
/** Sentences that share more of their stems than this say the same. */
const ALIKE = 0.6;
const OPENING_WEIGHT = 1.15;
const LEAST_TOPIC = 0.2;

const EMPTY: Omit<RollingContext, 'lastMessageId' | 'lastSummaryAt'> = {
	version: 1,
	summary: '',
	points: [],
	vocabulary: [],
	activeTopics: [],
	resolvedIssues: [],
	openQuestion: null,
	tried: [],
	sentiment: { mean: 0, lowest: 0 },
	pending: null,
	messageCount: 0,
	ttl: CONTEXT_TTL_MS
};

/**
 * `messages`: those that came since, in order. When the first of them does not follow what was kept (another branch was taken up), it
 * begins anew with these messages. Undefined when nothing was ever said.
 */
export function generateSummary(
	messages: readonly ContextMessage[],
	previous?: RollingContext
): RollingContext | undefined {
	const [first] = messages;
	if (first === undefined) return previous;
	const follows = previous !== undefined && first.parentId === previous.lastMessageId;
	let context: RollingContext = follows
		? previous
		: { ...EMPTY, lastMessageId: first.id, lastSummaryAt: first.createdAt };
	for (const message of messages) context = take(context, message);
	return { ...context, summary: write(context.points) };
}

function take(before: RollingContext, message: ContextMessage): RollingContext {
	const text = message.text.slice(0, CONTEXT_LIMITS.messageCharacters);
	const sentences = sentencesOf(text);
	const vocabulary = fade(before.vocabulary, sentences);
	const at = before.messageCount + 1;
	const seen = {
		...before,
		vocabulary,
		messageCount: at,
		lastMessageId: message.id,
		lastSummaryAt: message.createdAt
	};
	return message.role === 'user' ? takeQuestion(seen, sentences) : takeAnswer(seen, message, sentences, at);
}

function takeQuestion(context: RollingContext, sentences: Sentence[]): RollingContext {
	const asked = sentences.find(({ text }) => /[?？]$/u.test(text)) ?? best(sentences, context)?.sentence;
	const { pending } = context;
	const asksAgain = pending !== null && asked !== undefined && overlap(pending.stems, asked.stems) >= ALIKE;
	// Moving on, or saying thanks, is how people let an answer stand.
	const resolvedIssues =
		pending === null || asksAgain
			? context.resolvedIssues
			: [...context.resolvedIssues.filter((issue) => issue !== pending.question), pending.question].slice(
					-CONTEXT_LIMITS.resolved
				);
	return {
		...context,
		resolvedIssues,
		pending: null,
		openQuestion: asked === undefined || asked.stems.length === 0 ? null : asked.text
	};
}

function takeAnswer(
	context: RollingContext,
	{ turn }: ContextMessage,
	sentences: Sentence[],
	at: number
): RollingContext {
	const asked = context.openQuestion;
	const isAnswered = turn?.refused !== true && sentences.length > 0;
	const isTalk = turn?.intent === 'small-talk' || turn?.intent === 'thanks';
	const found = isTalk || !isAnswered ? undefined : best(sentences, context, asked ?? '');
	const points =
		found === undefined
			? faded(context.points)
			: keepBest([
					...faded(context.points),
					{
						asked,
						said: found.sentence.text,
						stems: [...new Set([...stemsOf(asked ?? ''), ...found.sentence.stems])],
						at,
						weight: found.weight
					}
				]);
	const wantsPerson = turn?.toolCalls.some(({ toolName }) => toolName === 'hand_over') === true;
	const isOpen = !isAnswered || wantsPerson;
	return {
		...context,
		points,
		activeTopics: topicsAfter(context.activeTopics, turn?.topics ?? []),
		tried: [...context.tried, ...(turn?.toolCalls ?? [])].slice(-CONTEXT_LIMITS.tried),
		sentiment: turn === undefined ? context.sentiment : felt(context.sentiment, turn.sentiment),
		openQuestion: isOpen ? asked : null,
		pending: isOpen || isTalk || asked === null ? null : { question: asked, stems: stemsOf(asked) }
	};
}

interface Sentence {
	text: string;
	stems: string[];
	position: number;
}

function sentencesOf(text: string): Sentence[] {
	return splitSentences(text)
		.slice(0, CONTEXT_LIMITS.sentences)
		.map(({ start, end }, position) => {
			const plain = text
				.slice(start, end)
				.replace(/【\d+】/gu, '')
				.replace(/\s+/gu, ' ')
				.trim();
			return { text: shorten(plain), stems: stemsOf(plain), position };
		});
}

function shorten(text: string): string {
	const most = CONTEXT_LIMITS.sentenceCharacters;
	return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}…`;
}

function stemsOf(text: string): string[] {
	return [...new Set(readTerms(text).flatMap(({ stem, word }) => (isStopWord(word) ? [] : [stem])))];
}

/** The sentence that says most of what the conversation, and the question before it, is about. */
function best(
	sentences: Sentence[],
	{ vocabulary, points }: RollingContext,
	asked = ''
): { sentence: Sentence; weight: number } | undefined {
	const weights = new Map(vocabulary);
	const wanted = new Set(stemsOf(asked));
	let found: { sentence: Sentence; weight: number } | undefined;
	for (const sentence of sentences) {
		if (sentence.stems.length === 0) continue;
		const central = sentence.stems.reduce((sum, stem) => sum + (weights.get(stem) ?? 0), 0);
		const fitting = sentence.stems.filter((stem) => wanted.has(stem)).length;
		const said = Math.max(0, ...points.map((point) => overlap(point.stems, sentence.stems)));
		const weight =
			((central + 2 * fitting) / Math.sqrt(sentence.stems.length)) *
			(sentence.position === 0 ? OPENING_WEIGHT : 1) *
			(1 - said / 2);
		if (found === undefined || weight > found.weight) found = { sentence, weight };
	}
	return found;
}

/** Adds a message's stems to what is spoken of, and lets the rest fade. */
function fade(vocabulary: RollingContext['vocabulary'], sentences: Sentence[]): RollingContext['vocabulary'] {
	const weights = new Map(vocabulary.map(([stem, weight]) => [stem, weight * FADING]));
	for (const stem of new Set(sentences.flatMap(({ stems }) => stems)))
		weights.set(stem, (weights.get(stem) ?? 0) + 1);
	return [...weights]
		.sort(([stem, weight], [otherStem, other]) => other - weight || (stem < otherStem ? -1 : 1))
		.slice(0, CONTEXT_LIMITS.vocabulary)
		.map(([stem, weight]) => [stem, rounded(weight)]);
}

function faded(points: SummaryPoint[]): SummaryPoint[] {
	return points.map((point) => ({ ...point, weight: rounded(point.weight * FADING) }));
}

/** What is asked again replaces what was said of it before; then the weightiest stay, in their order. */
function keepBest(points: SummaryPoint[]): SummaryPoint[] {
	const newest = points.at(-1);
	const distinct = points.filter(
		(point) => point === newest || newest === undefined || overlap(point.stems, newest.stems) < ALIKE
	);
	const kept = new Set(
		distinct.toSorted((a, b) => b.weight - a.weight || b.at - a.at).slice(0, CONTEXT_LIMITS.points)
	);
	return distinct.filter((point) => kept.has(point));
}

function topicsAfter(
	topics: RollingContext['activeTopics'],
	named: string[]
): RollingContext['activeTopics'] {
	const weights = new Map(topics.map(({ name, weight }) => [name, weight * (FADING - 0.1)]));
	for (const name of named.slice(0, CONTEXT_LIMITS.topics)) weights.set(name, (weights.get(name) ?? 0) + 1);
	return [...weights]
		.map(([name, weight]) => ({ name, weight: rounded(weight) }))
		.filter(({ weight }) => weight >= LEAST_TOPIC)
		.sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
		.slice(0, CONTEXT_LIMITS.topics);
}

function felt({ mean, lowest }: RollingContext['sentiment'], now: number): RollingContext['sentiment'] {
	return {
		mean: rounded(mean * SENTIMENT_FADING + now * (1 - SENTIMENT_FADING)),
		lowest: Math.min(lowest, now)
	};
}

/** The newest points that fit, oldest first. */
function write(points: SummaryPoint[]): string {
	const lines: string[] = [];
	let words = 0;
	for (const { asked, said } of points.toReversed()) {
		const line = asked === null ? said : `${asked} ${said}`;
		words += line.split(' ').length;
		if (words > CONTEXT_LIMITS.summaryWords && lines.length > 0) break;
		lines.unshift(line);
	}
	return lines.join('\n');
}

/** Shared stems of the smaller of the two, 0..1. */
function overlap(some: string[], others: string[]): number {
	const least = Math.min(some.length, others.length);
	if (least === 0) return 0;
	const known = new Set(others);
	return some.filter((stem) => known.has(stem)).length / least;
}

function rounded(value: number): number {
	return Math.round(value * 1_000) / 1_000;
}
