// Quality of answers on a set of questions over a folder of documents, through the product's own pipeline in workerd: the
// folder is added to empty stores, every question is asked in a turn of its own. Prints one JSON object as its last line.
// Usage: npm run -s eval:answers -- KNOWLEDGE_DIR QUESTIONS.jsonl [--provider NAME] [--each]
//        --provider openai-compatible: the model at OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_API_KEY of the environment; else the embedded one
//        --each: every answer on standard error
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { judge, summarise } from '../bench/eval/answers/judge.mjs';
import { addDocuments, startWorkerd } from '../bench/workerd-harness.mjs';

const READABLE = /\.(?:md|markdown|txt|html?)$/iu;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { each: { type: 'boolean', default: false }, provider: { type: 'string', default: 'embedded' } }
});
const [folder, questionFile] = positionals;
if (folder === undefined || questionFile === undefined) {
	console.error(
		'Usage: npm run -s eval:answers -- KNOWLEDGE_DIR QUESTIONS.jsonl [--provider embedded|openai-compatible] [--each]'
	);
	process.exit(2);
}
const vars = serverOf(values.provider);

const lines = (await readFile(questionFile, 'utf8')).split('\n').filter((line) => line.trim() !== '');
/** @type {import('../bench/eval/answers/judge.mjs').Question[]} */
const questions = lines.map((line) => JSON.parse(line));
const names = (await readdir(folder, { recursive: true })).filter((name) => READABLE.test(name)).sort();
if (names.length === 0) {
	console.error(`${folder} holds no .md, .txt or .html file.`);
	process.exit(2);
}

const worker = await startWorkerd({ configPath: 'bench/eval/answers/wrangler.toml', vars });
try {
	const documents = await Promise.all(
		names.map(async (name) => ({
			name: name.split(path.sep).join('/'),
			// The name says what it is.
			mediaType: '',
			text: await readFile(path.join(folder, name), 'utf8')
		}))
	);
	const added = await addDocuments(worker, documents);
	const nameOf = new Map(added.map((result, at) => [result?.documentId ?? '', documents[at]?.name ?? '']));
	/** @type {import('../bench/eval/answers/judge.mjs').Verdict[]} */
	const verdicts = [];
	for (const question of questions) {
		const answer = await worker.post('/ask', { question: question.question });
		const passages = answer.passages.map((/** @type {{documentId: string, text: string}} */ passage) => ({
			source: nameOf.get(passage.documentId) ?? '',
			text: passage.text
		}));
		const verdict = judge(question, { ...answer, passages });
		verdicts.push(verdict);
		if (values.each) {
			const outcome = question.answerable
				? `${verdict.keyPhrases === 1 ? 'ok' : 'MISSED'} ${verdict.refused ? 'refused' : ''}`
				: verdict.refused
					? 'ok refused'
					: 'NOT REFUSED';
			console.error(
				`\n[${question.id}] ${outcome} (${answer.confidence.toFixed(2)})\n${question.question}\n${answer.text}`
			);
			for (const sentence of answer.uncited) console.error(`UNCITED: ${sentence}`);
		}
	}
	console.log(JSON.stringify({ provider: values.provider, ...summarise(verdicts) }));
} finally {
	await worker.close();
}

/**
 * @param {string} provider
 * @returns {Record<string, string>}
 */
function serverOf(provider) {
	if (provider === 'embedded') return {};
	const { OPENAI_BASE_URL, OPENAI_MODEL, OPENAI_API_KEY } = process.env;
	if (provider !== 'openai-compatible' || OPENAI_BASE_URL === undefined || OPENAI_MODEL === undefined) {
		console.error(
			'--provider is embedded, or openai-compatible with OPENAI_BASE_URL and OPENAI_MODEL in the environment.'
		);
		process.exit(2);
	}
	return { OPENAI_BASE_URL, OPENAI_MODEL, ...(OPENAI_API_KEY === undefined ? {} : { OPENAI_API_KEY }) };
}
