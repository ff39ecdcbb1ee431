// Retrieval quality on a collection in BEIR layout, through the product's own pipeline in workerd: every document is added as a
// document, every query is a search, a document ranks where its best passage does. Prints one JSON object as its last line, beside
// SQLite FTS5's own bm25 (`porter unicode61`, terms joined by OR) as the reference, of odd and of even queries, too.
// Usage: npm run -s eval:retrieval -- DIR [--odd] [--even] [--provider NAME]
//        DIR: corpus.jsonl, queries.jsonl, qrels.tsv | test.tsv | qrels/test.tsv
//        --provider embedded: the models of this repository; the others by the product's own settings, from the environment:
//        openai-compatible: OPENAI_EMBEDDING_MODEL at OPENAI_EMBEDDING_BASE_URL or OPENAI_BASE_URL, and RERANKING_MODEL at RERANKING_URL
//        where they are given; workers-ai: CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_API_TOKEN
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addDocuments, startWorkerd } from '../bench/workerd-harness.mjs';
import { averageMetrics, readCollection, scoreRanking } from '../bench/eval/beir.mjs';
import { searchProviderVars, SEARCH_PROVIDERS } from '../bench/eval/provider.mjs';
import { createReference } from '../bench/eval/reference.mjs';
import { quantile, round } from '../bench/statistics.mjs';

/** Passages asked for, so that 100 documents come together when documents have several. */
const DEPTH = 150;
const RANKING = 100;

const { folder, vars, flags } = readCommand();
const collection = await readCollection(path.resolve(folder));
const worker = await startWorkerd({ vars });
try {
	const started = performance.now();
	/** @type {Map<string, string>} */
	const idOf = new Map();
	const added = await addDocuments(
		worker,
		collection.documents.map(({ id, title, text }) => ({
			// Identity is the name; the collection's id says nothing about the kind of file.
			name: `corpus/${id}.txt`,
			mediaType: 'text/plain',
			text: /[\p{L}\p{N}]/u.test(text) ? text : title,
			...(title === '' ? {} : { title })
		})),
		{ onBatch: (done, total) => console.error(`added ${done} of ${total}`) }
	);
	for (const [at, result] of added.entries())
		if (result !== undefined) idOf.set(result.documentId, collection.documents[at]?.id ?? '');
	const ingestSeconds = (performance.now() - started) / 1000;
	const chunks = added.reduce((sum, result) => sum + (result?.chunks ?? 0), 0);
	console.error(`${added.length} documents, ${chunks} chunks in ${ingestSeconds.toFixed(1)} s`);

	const reference = createReference(collection.documents);
	/** @type {{id: string, ours: number[], theirs: number[]}[]} */
	const results = [];
	/** @type {number[]} */
	const times = [];
	/** @type {number[]} */
	const referenceTimes = [];
	for (const query of collection.queries) {
		const begun = performance.now();
		const { passages } = await worker.post('/search', { query: query.text, topK: 20, depth: DEPTH });
		times.push(performance.now() - begun);
		const referenceBegun = performance.now();
		const referenceRanking = reference(query.text, RANKING);
		referenceTimes.push(performance.now() - referenceBegun);
		const ranking = [...new Set(passages.map(({ documentId }) => idOf.get(documentId) ?? ''))].slice(
			0,
			RANKING
		);
		results.push({
			id: query.id,
			ours: scoreRanking(ranking, query.judgements),
			theirs: scoreRanking(referenceRanking, query.judgements)
		});
	}
	/** @param {(id: string) => boolean} isTaken */
	const report = (isTaken) => {
		const taken = results.filter(({ id }) => isTaken(id));
		return {
			queries: taken.length,
			...averageMetrics(taken.map(({ ours }) => ours)),
			reference: averageMetrics(taken.map(({ theirs }) => theirs))
		};
	};
	const isOdd = (/** @type {string} */ id) => Number(id.replace(/\D/g, '')) % 2 === 1;
	const { reference: referenceAll, ...all } = report(() => true);
	console.log(
		JSON.stringify({
			provider: flags.provider,
			...all,
			msP50: round(quantile(times, 0.5)),
			msP95: round(quantile(times, 0.95)),
			// In this process, without a request's way to workerd and back: a floor, not a like for like.
			reference: {
				...referenceAll,
				msP50: round(quantile(referenceTimes, 0.5)),
				msP95: round(quantile(referenceTimes, 0.95))
			},
			documents: added.length,
			chunks,
			ingestSeconds: Number(ingestSeconds.toFixed(1)),
			...(flags.odd ? { odd: report(isOdd) } : {}),
			...(flags.even ? { even: report((id) => !isOdd(id)) } : {})
		})
	);
} finally {
	await worker.close();
}

function readCommand() {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: {
				odd: { type: 'boolean', default: false },
				even: { type: 'boolean', default: false },
				provider: { type: 'string', default: 'embedded' }
			}
		});
		const [named] = positionals;
		if (named === undefined) throw new Error('Which collection?');
		return { folder: named, vars: searchProviderVars(values.provider, process.env), flags: values };
	} catch (problem) {
		console.error(problem instanceof Error ? problem.message : problem);
		console.error(
			`Usage: npm run -s eval:retrieval -- DIR [--odd] [--even] [--provider ${SEARCH_PROVIDERS.join('|')}]`
		);
		process.exit(2);
	}
}
