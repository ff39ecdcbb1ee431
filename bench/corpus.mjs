// Made-up articles in school English for benchmarks of size: a seed gives the same text on every machine.
import { createRandom } from '../src/lib/shared/seeded-random.ts';

const SUBJECTS =
	'lesson term teacher recital fee bursary violin piano cello flute choir ensemble exam practice tempo scale chord cadence rhythm bow reed pedal tuning score recording upload parent pupil deposit refund invoice holiday studio concert harmony interval triad key metre audition certificate library instrument hire repair insurance'.split(
		' '
	);
const VERBS =
	'covers needs begins follows changes improves requires includes replaces supports ends allows limits prepares measures'.split(
		' '
	);
const QUALITIES =
	'weekly early written quiet advanced shared regular final optional monthly graded open private steady short long careful digital local seasonal'.split(
		' '
	);
const PLACES =
	'in the main hall, before the spring term, after the second visit, with a written note, for new families, at the front desk, during the exam week, without extra cost, on the first Monday, under the hire agreement'.split(
		', '
	);

/** @param {number} documents @param {number} chunksEach about this many passages a document */
export function* makeArticles(documents, chunksEach) {
	const random = createRandom(20261120);
	const pick = (/** @type {string[]} */ words) => words[Math.floor(random() * words.length)] ?? '';
	for (let d = 0; d < documents; d++) {
		const sections = [];
		for (let c = 0; c < chunksEach; c++) {
			const sentences = [];
			for (let s = 0; s < 9; s++)
				sentences.push(
					`The ${pick(QUALITIES)} ${pick(SUBJECTS)} ${pick(VERBS)} the ${pick(QUALITIES)} ${pick(SUBJECTS)} and the ${pick(SUBJECTS)} number ${Math.floor(random() * 900)} ${pick(PLACES)}.`
				);
			sections.push(`## ${pick(QUALITIES)} ${pick(SUBJECTS)} ${c}\n\n${sentences.join(' ')}`);
		}
		yield {
			name: `bench/article-${d}.md`,
			text: `# ${pick(QUALITIES)} ${pick(SUBJECTS)} ${d}\n\n${sections.join('\n\n')}\n`
		};
	}
}

/** @param {number} count */
export function makeQuestions(count) {
	const random = createRandom(7);
	const pick = (/** @type {string[]} */ words) => words[Math.floor(random() * words.length)] ?? '';
	return Array.from(
		{ length: count },
		() =>
			`What does the ${pick(QUALITIES)} ${pick(SUBJECTS)} need for the ${pick(QUALITIES)} ${pick(SUBJECTS)}?`
	);
}
