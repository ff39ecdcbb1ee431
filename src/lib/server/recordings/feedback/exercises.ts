// Exercises from the school's own material: for a measurement, the sentence of a passage that tells the player what to do. Guarantees: an
// exercise is a span of a revision that this actor may read, word for word; none is given where the material holds none. What a passage
// says is quoted, never followed.
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import { standing } from '#lib/shared/recordings/feedback/standing.ts';
import type { ScoreReference } from '#lib/shared/recordings/views.ts';
import type { Passage, QueryTerm, SearchOutcome } from '#lib/shared/knowledge.ts';
import { stripMarkdown } from '#lib/shared/text/markdown-text.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { isStopWord, readTerms } from '#lib/shared/text/terms.ts';
import { EXERCISE_QUERIES } from './exercise-queries.ts';
import { sideOf } from './wording.ts';

export interface Exercise {
	text: string;
	passage: Passage;
	/** UTF-16 offsets into the revision. */
	start: number;
	end: number;
	quote: string;
}

/** By the reranker's scale: below, a passage is about something else. */
const LEAST_RELEVANCE = 0.12;
const FEWEST_WORDS = 7;
const MOST_WORDS = 60;
/** An exercise tells somebody to do something: it begins with the verb. */
const BEGINS_WITH_A_TASK = new Set(
	`add aim ask begin breathe bring carry catch change choose clap close compare conduct connect count decide draw enlarge exchange find
	follow go hear hold imagine imitate join keep lean leave let lift lighten listen lower mark mix move name open place play practise
	practice press put raise record release repeat rest return roll say set sing speak start stay stop study subdivide take tap test
	think touch try use vary wait walk work write`.split(/\s+/u)
);

/** "Touch is how …": the word is no verb there. */
const NAMES_A_THING = /^(?:is|are|was|were|of|and|or|that|means?|comes?|becomes?|can|may|should)$/iu;

/** A step of a numbered list says little without the others. */
function isStep(text: string, start: number): boolean {
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	return /^\s*\d+[.)]\s/u.test(line);
}

export function queryFor({ dimension, kind, value }: ScoreReference): string {
	const name = dimension as Dimension;
	return EXERCISE_QUERIES[name][kind === 'score' ? standing(name, value).side : sideOf(value)];
}

/** The best first; `also` are the dimensions that move along, whose words count a little. */
export function exercisesIn({ passages, terms }: SearchOutcome, also: readonly ScoreReference[]): Exercise[] {
	const weights = new Map(terms.map(({ stem, idf }: QueryTerm) => [stem, idf]));
	const aside = new Set(also.flatMap((reference) => readTerms(queryFor(reference)).map(({ stem }) => stem)));
	return passages
		.filter(({ relevance }) => relevance >= LEAST_RELEVANCE)
		.flatMap((passage) => tasksOf(passage).map((task) => ({ task, worth: worthOf(task, weights, aside) })))
		.filter(({ worth }) => worth > 0)
		.sort((a, b) => b.worth - a.worth)
		.map(({ task }) => task);
}

function tasksOf(passage: Passage): Exercise[] {
	return splitSentences(passage.text).flatMap(({ start, end, kind }) => {
		if (kind !== 'prose' && kind !== 'item') return [];
		const quote = passage.text.slice(start, end);
		const text = stripMarkdown(quote).text.replace(/\s+/gu, ' ').trim();
		const words = text.split(' ');
		const first = (words[0] ?? '').toLowerCase().replace(/[^a-z]/gu, '');
		const isTask =
			BEGINS_WITH_A_TASK.has(first) &&
			!NAMES_A_THING.test(words[1] ?? '') &&
			words.length >= FEWEST_WORDS &&
			words.length <= MOST_WORDS &&
			!isStep(passage.text, start);
		return isTask ? [{ text, passage, start: passage.start + start, end: passage.start + end, quote }] : [];
	});
}

/** Words of the query in the sentence count whole, in its headings half; what moves along counts a fifth; near ones of the search more. */
function worthOf(
	{ text, passage }: Exercise,
	weights: ReadonlyMap<string, number>,
	aside: ReadonlySet<string>
): number {
	const stemsOf = (words: string) => new Set(readTerms(words).map(({ stem }) => stem));
	const sentence = stemsOf(text);
	const around = stemsOf([passage.title, ...passage.headings].join('\n'));
	let worth = 0;
	for (const [stem, weight] of weights)
		worth += sentence.has(stem) ? weight : around.has(stem) ? weight / 2 : 0;
	if (worth === 0) return 0;
	for (const stem of aside) if (sentence.has(stem) && !weights.has(stem)) worth += 0.2;
	return worth * (0.5 + passage.relevance);
}

const LEAST_COVERED = 0.6;

/** Whether a quotation bears advice out that was put in other words: most of its words, and all of its numbers, are there. */
export function bearsOut(quote: string, advice: string): boolean {
	const said = stripMarkdown(quote).text;
	const stems = new Set(readTerms(said).map(({ stem }) => stem));
	const words = readTerms(advice).filter(({ word }) => !isStopWord(word));
	if (words.length < 3) return false;
	const numbers = advice.match(/\d+/gu) ?? [];
	const known = new Set(said.match(/\d+/gu));
	return (
		numbers.every((number) => known.has(number)) &&
		words.filter(({ stem }) => stems.has(stem)).length / words.length >= LEAST_COVERED
	);
}
