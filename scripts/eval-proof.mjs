// How well sentences are held against their sources: sentences of the passages that answer a set of questions, said otherwise by rules (what
// is struck of these is struck wrongly), and changed so that they are wrong (what of these is not struck is missed). Cited as the product
// cites. New chances every run; the seed is printed and can be given again. Prints one JSON object.
// Usage: npm run -s eval:proof -- KNOWLEDGE_DIR QUESTIONS.jsonl [--odd | --even] [--seed N] [--rounds N] [--each]
//        npm run -s eval:proof -- --written [KNOWLEDGE_DIR] --half development|held-out|other-articles [--each]
//        (--written: sentences written by hand instead, about the example articles and, where they are given, the chapters of Open Music
//        Theory; --each: every wrong verdict on standard error)
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readMaterial } from '../bench/eval/proof/material.ts';
import { MUTATIONS } from '../bench/eval/proof/mutations.ts';
import { combined, PARAPHRASES } from '../bench/eval/proof/paraphrases.ts';
import { HALVES, readWritten } from '../bench/eval/proof/written.ts';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { narrow } from '../src/lib/shared/grounding/index.ts';
import { prepareMessages } from './recordings/messages.mjs';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		odd: { type: 'boolean', default: false },
		even: { type: 'boolean', default: false },
		each: { type: 'boolean', default: false },
		seed: { type: 'string' },
		written: { type: 'boolean', default: false },
		half: { type: 'string', default: 'development' },
		rounds: { type: 'string', default: '5' }
	}
});
const [folder, questionFile] = positionals;
const half = HALVES.find((name) => name === values.half);
if (values.written ? half === undefined : folder === undefined || questionFile === undefined) {
	console.error(
		'Usage: npm run -s eval:proof -- KNOWLEDGE_DIR QUESTIONS.jsonl [--odd | --even] [--seed N] [--rounds N]\n' +
			'       npm run -s eval:proof -- --written [KNOWLEDGE_DIR] --half development|held-out|other-articles'
	);
	process.exit(2);
}
prepareMessages();
const { createPassageBook } = await import('../src/lib/server/chat/turn/passage-book.ts');
const { likeStems } = await import('../src/lib/server/proof/index.ts');
const { createSentenceJudge } = await import('../src/lib/server/chat/turn/sentence-judge.ts');

const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
const chance = createRandom(seed);
const parity = values.odd === values.even ? 'all' : values.odd ? 'odd' : 'even';
/** @type {Map<string, {tried: number, struck: number}>} */
const faithful = new Map();
/** @type {Map<string, {tried: number, struck: number}>} */
const changed = new Map();
/** @type {number[]} */
const times = [];
const tried = new Set();

const measured = values.written ? await judgeWritten() : await judgeMade();

const sum = (/** @type {typeof faithful} */ counts, /** @type {string[]} */ left = []) => {
	const rows = [...counts].filter(([kind]) => !left.includes(kind)).map(([, row]) => row);
	const [all, struck] = [
		rows.reduce((n, row) => n + row.tried, 0),
		rows.reduce((n, row) => n + row.struck, 0)
	];
	return { tried: all, share: rounded(struck / Math.max(1, all)) };
};
times.sort((a, b) => a - b);
console.log(
	JSON.stringify({
		...measured,
		// The four kinds that are aimed at; degrees are told apart.
		caught: sum(changed, ['degree']),
		caughtByKind: shares(changed),
		struckWrongly: sum(faithful, ['verbatim']),
		struckWronglyByKind: shares(faithful),
		msPerSentence: { p50: rounded(at(0.5)), p95: rounded(at(0.95)), most: rounded(times.at(-1) ?? 0) }
	})
);

async function judgeMade() {
	const material = await readMaterial(folder ?? '', questionFile ?? '', parity);
	for (let round = 0; round < Number(values.rounds); round++)
		for (const original of material.originals) {
			const passages = [original.passage];
			for (const [kind, rule] of [
				...Object.entries(PARAPHRASES),
				/** @type {const} */ (['combined', combined])
			])
				judge(faithful, kind, rule(original.sentence, chance), passages, false);
			for (const [kind, mutate] of Object.entries(MUTATIONS))
				judge(changed, kind, mutate(original, material, chance), passages, true);
		}
	return { seed, questions: parity, sentences: material.originals.length };
}

async function judgeWritten() {
	const root = path.resolve(import.meta.dirname, '..');
	const file = path.join(root, 'bench/eval/proof/written.jsonl');
	const chosen = half ?? 'development';
	const written = await readWritten(file, path.join(root, 'demo/knowledge'), folder, chosen);
	for (const { sentence, change, passages } of written)
		judge(
			change === undefined ? faithful : changed,
			change ?? 'written',
			sentence,
			passages,
			change !== undefined
		);
	return { written: chosen };
}

/**
 * @param {Map<string, {tried: number, struck: number}>} counts
 * @param {string} kind
 * @param {string | undefined} sentence
 * @param {import('../src/lib/shared/knowledge.ts').Passage[]} passages
 * @param {boolean} isWrong
 */
function judge(counts, kind, sentence, passages, isWrong) {
	const key = `${kind} ${sentence}`;
	if (sentence === undefined || tried.has(key)) return;
	tried.add(key);
	const book = createPassageBook();
	book.number({ passages });
	const started = performance.now();
	const found = narrow(sentence, book.pages(), likeStems);
	const { documentId, revision, title, headings } = found?.passage ?? {
		documentId: '',
		revision: '',
		title: '',
		headings: []
	};
	const place = { sentence, textStart: 0, textEnd: sentence.length, number: 1 };
	const citations =
		found === undefined
			? []
			: [
					{
						...place,
						documentId,
						revision,
						title,
						headings,
						start: found.start,
						end: found.end,
						quote: found.quote
					}
				];
	const verdict = createSentenceJudge(book, '')(sentence, citations);
	times.push(performance.now() - started);
	const row = counts.get(kind) ?? { tried: 0, struck: 0 };
	counts.set(kind, { tried: row.tried + 1, struck: row.struck + (verdict.supported ? 0 : 1) });
	if (values.each && verdict.supported === isWrong)
		console.error(
			`${isWrong ? 'MISSED' : 'STRUCK'} ${kind}: ${sentence}\n    source: ${found?.quote.replace(/\s+/gu, ' ')}\n    ${JSON.stringify(verdict.reasons)}`
		);
}

function shares(/** @type {typeof faithful} */ counts) {
	return Object.fromEntries(
		[...counts].map(([kind, { tried: all, struck }]) => [kind, `${struck}/${all} = ${rounded(struck / all)}`])
	);
}

function at(/** @type {number} */ share) {
	return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function rounded(/** @type {number} */ value) {
	return Math.round(value * 1000) / 1000;
}
