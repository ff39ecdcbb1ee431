// Changes of documents tried on past questions. First how long 500 questions take for one edit; then, for edits made by a new lot each time
// (--rounds is how many of each kind), what the replay says beside two truths: what the same questions are really answered before and after the
// edit is published, and what must have changed by how the edit was made. Questions are the demo's; those to be replayed 500 times are its own
// with other words around them.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { KINDS, makeEdit } from './replay/seeded-edits.mjs';
import { round } from './statistics.mjs';
import { addDocuments, startWorkerd } from './workerd-harness.mjs';

const QUESTIONS = 500;
const AROUND = [
	(/** @type {string} */ text) => text,
	(/** @type {string} */ text) => `Please tell me: ${text}`,
	(/** @type {string} */ text) => `I would like to know this. ${text}`,
	(/** @type {string} */ text) => `${text} Thank you`,
	(/** @type {string} */ text) => `My daughter asks: ${text}`,
	(/** @type {string} */ text) => `Quick question, ${text}`,
	(/** @type {string} */ text) => `Hello! ${text}`
];

/** @param {{rounds?: number, seed?: number}} [options] */
export async function benchReplay({ rounds = 6, seed = Date.now() % 1_000_000 } = {}) {
	const worker = await startWorkerd({ configPath: 'bench/replay/wrangler.toml' });
	try {
		const files = (await readdir('demo/knowledge', { recursive: true }))
			.filter((name) => name.endsWith('.md'))
			.sort();
		const sources = await Promise.all(
			files.map(async (name) => ({
				...{ name, mediaType: 'text/markdown' },
				text: await readFile(path.join('demo/knowledge', name), 'utf8')
			}))
		);
		const added = await addDocuments(worker, sources);
		const ids = new Map(files.map((file, at) => [file, added[at]?.documentId ?? '']));
		/** @type {import('./replay/seeded-edits.mjs').Question[]} */
		const questions = (await readFile('demo/questions.jsonl', 'utf8'))
			.split('\n')
			.filter((line) => line !== '')
			.map((line) => JSON.parse(line));
		const asked = questions.map(({ question }) => question);
		const school = { worker, files, ids, questions, asked, sources, random: createRandom(seed) };
		const speed = await measureSpeed(school);
		const truth = await measureTruth(school, rounds);
		return { seed, ...speed, ...truth };
	} finally {
		await worker.close();
	}
}

/**
 * @typedef {{
 *   worker: Awaited<ReturnType<typeof startWorkerd>>, files: string[], ids: Map<string, string>, asked: string[],
 *   questions: import('./replay/seeded-edits.mjs').Question[], random: () => number,
 *   sources: {name: string, mediaType: string, text: string}[]
 * }} School
 */

/** @param {School} school */
async function measureSpeed({ worker, ids, asked }) {
	const past = AROUND.flatMap((around) => asked.map(around)).slice(0, QUESTIONS);
	await worker.post('/seed', { questions: past });
	const documentId = ids.get('school/fees-and-payment.md') ?? '';
	const { document, text } = await worker.post('/text', { documentId });
	const change = {
		...{ kind: 'edit', base: document.revision, title: document.title },
		text: text.replace('£30', '£33')
	};
	const { seconds, status, verdicts } = await worker.post('/replay', { documentId, change });
	return {
		questions: verdicts.length,
		seconds: round(seconds),
		msPerQuestion: round((seconds * 1000) / verdicts.length),
		isReady: status === 'ready'
	};
}

const isChanged = (/** @type {string} */ verdict) => verdict !== 'same' && verdict !== 'incidental';
const plain = (/** @type {string} */ text) =>
	` ${text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()} `;

/** @param {School} school @param {number} rounds */
async function measureTruth({ worker, files, ids, questions, asked, sources, random }, rounds) {
	const published = createTally();
	const made = createTally();
	/** @type {Record<string, number>} */
	const edits = {};
	let agreed = 0;
	let pairs = 0;
	await worker.post('/seed', { questions: asked });
	for (let at = 0; at < rounds * KINDS.length; at++) {
		const kind = KINDS[at % KINDS.length] ?? '';
		const articles = await Promise.all(
			files.map(async (file) => ({
				file,
				text: (await worker.post('/text', { documentId: ids.get(file) })).text
			}))
		);
		const edit = makeEdit(kind, { articles, questions, random });
		if (edit === undefined) continue;
		edits[kind] = (edits[kind] ?? 0) + 1;
		const documentId = ids.get(edit.file) ?? '';
		const { document } = await worker.post('/text', { documentId });
		const base = { base: document.revision };
		const change =
			edit.text === null
				? { kind: 'delete', ...base }
				: { kind: 'edit', ...base, title: document.title, text: edit.text };
		/** @type {any[]} */
		const before = await worker.post('/ask', { questions: asked });
		const { id, verdicts } = await worker.post('/replay', { documentId, change });
		await worker.post('/publish', { id });
		const textAfter = edit.text === null ? null : (await worker.post('/text', { documentId })).text;
		const after = await worker.post('/ask', { questions: asked });
		const real = await worker.post('/compare', { documentId, before, after, textAfter });
		const said = new Map(
			verdicts.map((/** @type {{text: string, verdict: string}} */ one) => [one.text, one.verdict])
		);
		for (const [place, question] of asked.entries()) {
			const verdict = said.get(question);
			if (verdict === undefined) throw new Error(`not replayed: ${question}`);
			pairs++;
			if (verdict === real[place]) agreed++;
			published.count(isChanged(verdict), isChanged(real[place]));
			const must = mustChange(edit, documentId, question, before[place], questions[place]);
			if (must === undefined) continue;
			made.count(isChanged(verdict), must);
			if (isChanged(verdict) !== must)
				console.error(`${kind} of ${edit.file}, "${question}": ${verdict}, must ${must ? '' : 'not '}change`);
		}
		if (edit.text === null) {
			const source = sources.find(({ name }) => name === edit.file);
			if (source) await addDocuments(worker, [source]);
		} else await worker.post('/roll-back', { id });
	}
	return {
		...{ edits, pairs },
		sameVerdict: round(agreed / Math.max(1, pairs)),
		asPublished: published.result(),
		asMade: made.result()
	};
}

/**
 * By how the edit was made: true where the answer quoted what it takes away, or it answers the question; false where neither the answer nor what
 * should answer it is in the document; undefined where nobody can say.
 * @param {import('./replay/seeded-edits.mjs').Edit} edit
 * @param {string} documentId
 * @param {string} question
 * @param {{refused: boolean, citations: {documentId: string, quote: string}[]}} before
 * @param {import('./replay/seeded-edits.mjs').Question | undefined} told
 */
function mustChange(edit, documentId, question, before, told) {
	if (edit.answers === question) return before.refused ? true : undefined;
	const own = before.citations.filter((citation) => citation.documentId === documentId);
	const taken = edit.taken.map(plain);
	const quotesTaken = own.some(({ quote }) =>
		taken.some((text) => text.includes(plain(quote)) || plain(quote).includes(text))
	);
	if (quotesTaken) return true;
	const isElsewhere =
		own.length === 0 && told?.sources.every((source) => !edit.file.endsWith(source)) === true;
	return edit.kind === 'neutral' || isElsewhere ? false : undefined;
}

/** Precision and recall of "changed". */
function createTally() {
	const counts = { right: 0, wrong: 0, missed: 0, rest: 0 };
	return {
		count(/** @type {boolean} */ said, /** @type {boolean} */ is) {
			if (said) counts[is ? 'right' : 'wrong']++;
			else counts[is ? 'missed' : 'rest']++;
		},
		result: () => ({
			...counts,
			precision: round(counts.right / Math.max(1, counts.right + counts.wrong)),
			recall: round(counts.right / Math.max(1, counts.right + counts.missed))
		})
	};
}
