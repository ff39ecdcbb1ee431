// Splits a message into the questions it asks. What is said before a question ("I play in two bands. Can I …") goes with
// it as context; a topic in front of a colon goes with every part behind it. Cuts off after four questions.
import { isVagueWord, topicWordsOf, wordsOf } from './words.ts';

export type SubQuestion = {
	/** As typed, for repeating it to the person. */
	asked: string;
	/** Self-contained: pronouns that point to an earlier part of the same message come with the topic they stand for. */
	query: string;
	/** What was said around the question. It helps to find passages; an answer need not speak of it. */
	context: string;
};

const MAX_QUESTIONS = 4;
/** Longer messages are read from their beginning and their end only. */
const MAX_READ = 4_000;
const MAX_QUERY = 400;

const ASKING = String.raw`(?:what(?:'s|’s)?|which|who(?:'s)?|whom|whose|when|where(?:'s)?|why|how|is|are|was|were|do|does|did|can|could|should|may|will|would|must)`;
const STARTS_ASKING = new RegExp(
	`^(?:(?:and|or|but|so|also|then|plus|ok|okay|hi|hello|hey)[\\s,]+)*${ASKING}\\b`,
	'iu'
);
const JOINT = new RegExp(
	String.raw`(?:\s*[,;]\s*(?:and|also|plus|&)?|\s+(?:and|also|plus|&))(?:\s+(?:also|then))?\s+(?=(?:what(?:'s|’s)?|which|who|when|where|why|how)\s+\p{L}+|(?:is|are|do|does|can|could|should|may|will|would)\s+(?:i|we|you|it|they|there|the|my|a|an)\b)`,
	'giu'
);
const POINTS_BACK = /\b(?:it|its|they|them|their|theirs|this|these|those|that one|ones?)\b/iu;
const REQUEST = /^(?:please\s+)?(?:explain|describe|define|tell|list|name|compare|give|show)\b/iu;

export function splitQuestions(message: string): SubQuestion[] {
	const segments = segmentsOf(readable(message));
	const questions: SubQuestion[] = [];
	let context = '';
	for (const segment of segments) {
		if (!isAsking(segment)) {
			context = `${context} ${segment}`.trim();
			continue;
		}
		const { topic, rest } = topicBefore(segment);
		for (const part of cutAtJoints(rest)) {
			const query = [context, topic, topic === '' ? selfContained(part, questions) : part]
				.filter((text) => text !== '')
				.join(' ');
			questions.push({ asked: part, query: shorten(query), context: shorten(context) });
			if (topic === '') context = '';
		}
		context = '';
	}
	if (questions.length === 0) return [{ asked: context, query: shorten(context), context: '' }];
	// A remark after the last question belongs to it: "Can I film it? It is my daughter's recital."
	const last = questions.at(-1);
	if (context !== '' && last) {
		last.query = shorten(`${last.query} ${context}`);
		last.context = shorten(`${last.context} ${context}`);
	}
	return questions.slice(0, MAX_QUESTIONS);
}

function readable(message: string): string {
	const text = message.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
	return text.length <= MAX_READ ? text : `${text.slice(0, MAX_READ / 2)} ${text.slice(-MAX_READ / 2)}`;
}

/** Sentences of the message. A full stop inside a word or number does not end one. */
function segmentsOf(text: string): string[] {
	return text
		.split(/(?<=[?!])\s+|(?<=[?!])(?=\p{Lu})|(?<=\p{L}{2}[.;])\s+|\n+/u)
		.map((segment) => segment.trim())
		.filter((segment) => /[\p{L}\p{N}]/u.test(segment));
}

function isAsking(segment: string): boolean {
	return segment.includes('?') || STARTS_ASKING.test(segment) || REQUEST.test(segment);
}

function topicBefore(segment: string): { topic: string; rest: string } {
	const match = new RegExp(String.raw`^(.{2,60}?)\s*(?::|\s[-–—])\s+(?=${ASKING}\b)`, 'iu').exec(segment);
	const topic = match?.[1];
	if (!match || topic === undefined || STARTS_ASKING.test(topic)) return { topic: '', rest: segment };
	return { topic, rest: segment.slice(match[0].length) };
}

function cutAtJoints(segment: string): string[] {
	const parts: string[] = [];
	let from = 0;
	for (const joint of segment.matchAll(JOINT)) {
		const left = segment.slice(from, joint.index).trim();
		// "When and where is it" is one question; "If it rains, what then" is one as well.
		if (!STARTS_ASKING.test(left) || topicWordsOf(left).length === 0 || wordsOf(left).length < 3) continue;
		parts.push(left);
		from = joint.index + joint[0].length;
	}
	parts.push(segment.slice(from).trim());
	return parts;
}

/** Adds what "it" stands for, taken from the first question of the message. */
function selfContained(part: string, before: SubQuestion[]): string {
	const first = before[0];
	if (!first) return part;
	const isBare = topicWordsOf(part).every((word) => isVagueWord(word.word));
	if (!POINTS_BACK.test(part) && !isBare) return part;
	const own = new Set(wordsOf(part).map((word) => word.stem));
	const carried = topicWordsOf(first.query)
		.filter((word) => !own.has(word.stem))
		.slice(0, 4)
		.map((word) => word.word);
	return [part, ...carried].join(' ');
}

function shorten(query: string): string {
	const text = query.replace(/\s+/gu, ' ').trim();
	return text.length <= MAX_QUERY ? text : text.slice(-MAX_QUERY).replace(/^\S*\s/u, '');
}
