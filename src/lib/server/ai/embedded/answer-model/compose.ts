// Composes the reply to the questions of a turn out of the passages that were found. Says nothing of its own but what is
// missing; every statement is a sentence of a passage with the passage's number behind it.
import { readTerms } from '#lib/shared/text/terms.ts';
import { withoutConnective } from './answer-signals.ts';
import { confidenceOf } from './confidence.ts';
import { REFUSE_BELOW } from './confidence-weights.ts';
import { phrases } from './phrases.ts';
import type { PlannedQuestion } from './plan.ts';
import { readQuestion, type Question } from './question.ts';
import { render } from './render.ts';
import { scoreUnits } from './score.ts';
import { selectUnits, SELECTION, type Selection } from './select.ts';
import type { NumberedPassage, SearchReading } from './tool-results.ts';
import { plain, unitsOf, type Unit } from './units.ts';

export type Answer = {
	text: string;
	confidence: number;
	refused: boolean;
	outOfScope: boolean;
	topics: string[];
};

/** `sentences`: of each question. What is listened to cannot be skipped. */
const READ = { words: 115, sentences: SELECTION.maxSentences };
const LISTENED_TO = { words: 50, sentences: 2 };
const MAX_TOPICS = 3;
/** A passage below this relevance is not even near. */
const NEAR = 0.12;

const NOTHING: Selection = { chosen: [], leadIns: new Set() };

type Part = {
	asked: string;
	failed: boolean;
	confidence: number;
	selection: Selection;
	passages: NumberedPassage[];
	question: Question;
};

export function compose(turn: {
	questions: PlannedQuestion[];
	searches: SearchReading[];
	/** What the assistant said before, when the person wants more of the same: not to be repeated. */
	saidBefore: string;
	/** It is listened to, not read. */
	isSpoken?: boolean;
}): Answer {
	const { words, sentences } = turn.isSpoken === true ? LISTENED_TO : READ;
	const room = { words: Math.floor(words / Math.max(1, turn.questions.length)), sentences };
	const used: Unit[] = [];
	const saidBefore = plain(turn.saidBefore);
	const parts = turn.questions.map((planned, at) => {
		const part = answerPart(planned, turn.searches[at], room, saidBefore, used);
		used.push(...part.selection.chosen);
		return part;
	});
	if (parts.length === 0 || parts.every((part) => part.failed)) {
		return { text: phrases.searchFailed(), confidence: 0, refused: true, outOfScope: false, topics: [] };
	}
	const answered = parts.filter((part) => part.selection.chosen.length > 0);
	if (answered.length === 0) {
		if (turn.saidBefore !== '') {
			return {
				text: `${phrases.nothingMore()} ${phrases.offerPerson()}`,
				confidence: 0.5,
				refused: false,
				outOfScope: false,
				topics: []
			};
		}
		return refusal(parts);
	}
	const texts = parts.map((part) => {
		if (part.selection.chosen.length > 0) return render(part.selection);
		return part.failed ? phrases.partSearchFailed(part.asked) : phrases.partNotFound(part.asked);
	});
	return {
		text: texts.join('\n\n'),
		confidence: Math.min(...answered.map((part) => part.confidence)) * (answered.length / parts.length),
		refused: false,
		outOfScope: false,
		topics: topicsOf(answered.flatMap((part) => part.selection.chosen.map((unit) => unit.passage)))
	};
}

function answerPart(
	planned: PlannedQuestion,
	search: SearchReading | undefined,
	room: { words: number; sentences: number },
	saidBefore: string,
	used: Unit[]
): Part {
	const passages = search?.found?.passages ?? [];
	const units = passages.flatMap((passage, rank) => unitsOf(passage, rank));
	const terms = search?.found?.terms ?? [];
	const question = readQuestion(planned, terms, planned.focus, vocabularyOf(passages));
	const empty = {
		asked: planned.asked,
		failed: !search?.found,
		confidence: 0,
		selection: NOTHING,
		passages,
		question
	};
	if (passages.length === 0) return empty;
	const fresh =
		saidBefore === '' ? units : units.filter((unit) => !saidBefore.includes(withoutConnective(unit.text)));
	const scored = scoreUnits(question, fresh);
	const confidence = confidenceOf(question, passages, scored);
	if (confidence < REFUSE_BELOW) return { ...empty, confidence };
	return { ...empty, confidence, selection: selectUnits(question, scored, room, used) };
}

/** The words behind each stem of the passages. */
function vocabularyOf(passages: NumberedPassage[]): Map<string, Set<string>> {
	const words = new Map<string, Set<string>>();
	for (const { title, headings, text } of passages) {
		for (const { stem, word } of readTerms([title, ...headings, text].join('\n'))) {
			const known = words.get(stem);
			if (known) known.add(word);
			else words.set(stem, new Set([word]));
		}
	}
	return words;
}

function refusal(parts: Part[]): Answer {
	const near = parts.flatMap((part) => part.passages.filter((passage) => passage.relevance >= NEAR));
	const topics = topicsOf(near);
	const sentences = [phrases.notFound(), phrases.nearest(topics), phrases.offerPerson()];
	return {
		text: sentences.filter((sentence) => sentence !== '').join(' '),
		confidence: Math.max(...parts.map((part) => part.confidence)),
		refused: true,
		outOfScope: topics.length === 0,
		topics
	};
}

function topicsOf(passages: NumberedPassage[]): string[] {
	return [...new Set(passages.map((passage) => passage.title.replace(/\s+/gu, ' ').trim()))]
		.filter((title) => title !== '')
		.slice(0, MAX_TOPICS);
}
