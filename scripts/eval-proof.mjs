// How well sentences are held against their sources: sentences of the passages that answer a set of questions, said otherwise by rules (what
// is struck of these is struck wrongly), and changed so that they are wrong (what of these is not struck is missed). Cited as the product
// cites. New chances every run; the seed is printed and can be given again. Prints one JSON object.
// Usage: npm run -s eval:proof -- KNOWLEDGE_DIR QUESTIONS.jsonl [--odd | --even] [--seed N] [--rounds N] [--each]
//        (--each: every wrong verdict on standard error)
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readMaterial } from '../bench/eval/proof/material.ts';
import { MUTATIONS } from '../bench/eval/proof/mutations.ts';
import { combined, PARAPHRASES } from '../bench/eval/proof/paraphrases.ts';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { narrow } from '../src/lib/shared/grounding/index.ts';
import { prepareMessages } from './recordings/messages.mjs';

/** @typedef {import('../bench/eval/proof/material.ts').Original} Original */

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		odd: { type: 'boolean', default: false },
		even: { type: 'boolean', default: false },
		each: { type: 'boolean', default: false },
		seed: { type: 'string' },
		rounds: { type: 'string', default: '5' }
	}
});
const [folder, questionFile] = positionals;
if (folder === undefined || questionFile === undefined) {
	console.error(
		'Usage: npm run -s eval:proof -- KNOWLEDGE_DIR QUESTIONS.jsonl [--odd | --even] [--seed N] [--rounds N]'
	);
	process.exit(2);
}
prepareMessages();
const { verifySentence } = await import('../src/lib/server/proof/index.ts');

const seed = values.seed === undefined ? randomInt(2 ** 32) : Number(values.seed);
const chance = createRandom(seed);
const parity = values.odd === values.even ? 'all' : values.odd ? 'odd' : 'even';
const material = await readMaterial(folder, questionFile, parity);
/** @type {Map<string, {tried: number, struck: number}>} */
const faithful = new Map();
/** @type {Map<string, {tried: number, struck: number}>} */
const changed = new Map();
/** @type {number[]} */
const times = [];
const tried = new Set();

for (let round = 0; round < Number(values.rounds); round++)
	for (const original of material.originals) {
		for (const [kind, rule] of [
			...Object.entries(PARAPHRASES),
			/** @type {const} */ (['combined', combined])
		])
			judge(faithful, kind, rule(original.sentence, chance), original, false);
		for (const [kind, mutate] of Object.entries(MUTATIONS))
			judge(changed, kind, mutate(original, material, chance), original, true);
	}

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
		seed,
		questions: parity,
		sentences: material.originals.length,
		// The four kinds that are aimed at; degrees are told apart.
		caught: sum(changed, ['degree']),
		caughtByKind: shares(changed),
		struckWrongly: sum(faithful, ['verbatim']),
		struckWronglyByKind: shares(faithful),
		msPerSentence: { p50: rounded(at(0.5)), p95: rounded(at(0.95)), most: rounded(times.at(-1) ?? 0) }
	})
);

/**
 * @param {Map<string, {tried: number, struck: number}>} counts
 * @param {string} kind
 * @param {string | undefined} sentence
 * @param {Original} original
 * @param {boolean} isWrong
 */
function judge(counts, kind, sentence, original, isWrong) {
	const key = `${kind} ${sentence}`;
	if (sentence === undefined || tried.has(key)) return;
	tried.add(key);
	const started = performance.now();
	const found = narrow(sentence, [original.passage]);
	const { documentId, revision, title, headings, start, text } = original.passage;
	const citations =
		found === undefined
			? []
			: [{ documentId, revision, title, headings, start: found.start, end: found.end, quote: found.quote }];
	const verdict = verifySentence({ sentence, citations, sources: [{ documentId, revision, start, text }] });
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
