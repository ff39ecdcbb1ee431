// Collections in BEIR layout, and the usual measures over their judgements.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** @param {string} file */
async function readJsonLines(file) {
	const text = await readFile(file, 'utf8');
	return text
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => JSON.parse(line));
}

/** The first of the places where collections keep their judgements. @param {string} folder */
async function readJudgements(folder) {
	for (const name of ['qrels.tsv', 'test.tsv', 'qrels/test.tsv']) {
		try {
			return await readFile(path.join(folder, name), 'utf8');
		} catch {
			// The next place, then.
		}
	}
	throw new Error(`There is no qrels.tsv, test.tsv or qrels/test.tsv in ${folder}.`);
}

/**
 * Queries without a judged document are left out, as the measures are not defined for them.
 * @param {string} folder
 */
export async function readCollection(folder) {
	const [corpus, queries, table] = await Promise.all([
		readJsonLines(path.join(folder, 'corpus.jsonl')),
		readJsonLines(path.join(folder, 'queries.jsonl')),
		readJudgements(folder)
	]);
	/** @type {Map<string, Map<string, number>>} */
	const judgements = new Map();
	for (const line of table.split('\n')) {
		const fields = line.trim().split(/\t| +/);
		// query, document, grade; or TREC's query, iteration, document, grade. A header has no number at its end.
		const [query, document, grade] = fields.length >= 4 ? [fields[0], fields[2], fields[3]] : fields;
		const value = Number(grade ?? '1');
		if (!query || !document || Number.isNaN(value)) continue;
		const known = judgements.get(query) ?? new Map();
		known.set(document, value);
		judgements.set(query, known);
	}
	/** @type {Set<string>} */
	const seen = new Set();
	const documents = corpus
		.map((entry) => ({
			id: String(entry._id),
			title: String(entry.title ?? '').trim(),
			text: String(entry.text ?? '').trim()
		}))
		// A document without a word cannot be found by anything, nor one whose id was there before.
		.filter(({ id, title, text }) => {
			const isNew = !seen.has(id) && /[\p{L}\p{N}]/u.test(title + text);
			seen.add(id);
			return isNew;
		});
	return {
		documents,
		queries: queries
			.map((entry) => ({
				id: String(entry._id),
				text: String(entry.text ?? ''),
				judgements: judgements.get(String(entry._id)) ?? new Map()
			}))
			.filter((query) => [...query.judgements.values()].some((grade) => grade > 0))
	};
}

const NAMES = ['ndcg@10', 'recall@10', 'recall@100', 'mrr@10'];

/**
 * In the order of NAMES. Gains are linear in the grade, as in trec_eval.
 * @param {string[]} ranking
 * @param {Map<string, number>} judgements
 */
export function scoreRanking(ranking, judgements) {
	const grades = [...judgements.values()].filter((grade) => grade > 0).sort((a, b) => b - a);
	const gain = (/** @type {number} */ grade, /** @type {number} */ rank) => grade / Math.log2(rank + 2);
	const ideal = grades.slice(0, 10).reduce((sum, grade, rank) => sum + gain(grade, rank), 0);
	const found = ranking.map((id) => Math.max(0, judgements.get(id) ?? 0));
	const hits = (/** @type {number} */ depth) => found.slice(0, depth).filter((grade) => grade > 0).length;
	const first = found.slice(0, 10).findIndex((grade) => grade > 0);
	return [
		found.slice(0, 10).reduce((sum, grade, rank) => sum + gain(grade, rank), 0) / ideal,
		hits(10) / grades.length,
		hits(100) / grades.length,
		first === -1 ? 0 : 1 / (first + 1)
	];
}

/** @param {number[][]} scores */
export function averageMetrics(scores) {
	return Object.fromEntries(
		NAMES.map((name, at) => {
			const sum = scores.reduce((total, score) => total + (score[at] ?? 0), 0);
			return [name, Number((sum / Math.max(1, scores.length)).toFixed(4))];
		})
	);
}
