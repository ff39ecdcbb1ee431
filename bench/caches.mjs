// How often the caches have what a school is asked: 5,000 turns whose questions repeat as people's do (Zipf with exponent 1 over 1,500
// questions; Breslau and others, "Web caching and Zipf-like distributions", INFOCOM 1999), a third of them personal (within a conversation,
// or about something of one's own), so that their answers are nobody else's. The search is asked for a vector in every turn. In the middle
// the school changes an article in four: whatever is answered from then on with the words of before is a stale answer, of which there must
// be none.
import { isStepCount, jsonSchema, streamText, tool } from 'ai';
import { cacheAnswers, IMPERSONAL } from '../src/lib/server/ai/cache/cache-answers.ts';
import { cacheEmbeddings } from '../src/lib/server/ai/cache/cache-embeddings.ts';
import { createRandom } from '../src/lib/shared/seeded-random.ts';
import { makeQuestions } from './corpus.mjs';
import { round } from './statistics.mjs';

const QUESTIONS = 1_500;
const PERSONAL = 1 / 3;
const CHANGED = 1 / 4;

/** @typedef {import('@ai-sdk/provider').LanguageModelV4} LanguageModel */
/** @typedef {import('@ai-sdk/provider').LanguageModelV4StreamPart} StreamPart */
/** @typedef {import('@ai-sdk/provider').EmbeddingModelV4} EmbeddingModel */

/** @param {{rounds?: number}} options rounds: turns */
export async function benchCaches({ rounds: turns = 5_000 } = {}) {
	const questions = [...new Set(makeQuestions(QUESTIONS * 2))].slice(0, QUESTIONS);
	const random = createRandom(20261122);
	const draw = zipf(questions.length, random);
	const changed = new Set(questions.filter(() => random() < CHANGED));
	const vectors = countingCache();
	const answers = countingCache();
	const embedder = cacheEmbeddings(countedEmbedder(), vectors);
	const model = cacheAnswers(echoingModel(), answers);
	let violations = 0;
	let impersonal = 0;
	for (let turn = 0; turn < turns; turn++) {
		const question = questions[draw()] ?? '';
		const revision = turn >= turns / 2 && changed.has(question) ? 2 : 1;
		const isPersonal = random() < PERSONAL;
		if (!isPersonal) impersonal++;
		const text = await ask(
			model,
			isPersonal ? `${question} I asked before, turn ${turn}.` : question,
			isPersonal,
			async (query) => {
				await embedder.doEmbed({ values: [query] });
				return `${query} (revision ${revision})`;
			}
		);
		if (!text.endsWith(`(revision ${revision})`)) violations++;
	}
	// An answer is two asks of the model: what to search for, and the words.
	const whole = answers.hits() / 2;
	return {
		turns,
		questions: questions.length,
		impersonal,
		embeddings: { hitRate: round(vectors.hits() / vectors.reads()) },
		answers: { hitRateOfAllTurns: round(whole / turns), hitRateOfImpersonal: round(whole / impersonal) },
		violations
	};
}

/** @param {LanguageModel} model @param {string} prompt @param {boolean} isPersonal @param {(query: string) => Promise<string>} search */
async function ask(model, prompt, isPersonal, search) {
	const result = streamText({
		model,
		prompt,
		stopWhen: isStepCount(3),
		...(isPersonal ? {} : { providerOptions: IMPERSONAL }),
		tools: {
			search_knowledge_base: tool({
				inputSchema: jsonSchema({ type: 'object', properties: { query: { type: 'string' } } }),
				execute: (/** @type {unknown} */ input) =>
					search(/** @type {{query: string}} */ (input).query.replace(/ I asked before.*/, ''))
			})
		}
	});
	return result.text;
}

/** Asks the search for the question, then repeats what it found. @returns {LanguageModel} */
function echoingModel() {
	let calls = 0;
	return {
		...{ specificationVersion: 'v4', provider: 'bench', modelId: 'echo', supportedUrls: {} },
		doGenerate: () => Promise.reject(new Error('only streams')),
		doStream({ prompt }) {
			const last = prompt.at(-1);
			const found = last?.role === 'tool' ? last.content[0] : undefined;
			const said =
				found?.type === 'tool-result' && found.output.type === 'text' ? found.output.value : undefined;
			const asked = last?.role === 'user' && last.content[0]?.type === 'text' ? last.content[0].text : '';
			/** @type {StreamPart[]} */
			const parts =
				said === undefined
					? [
							{
								...{ type: 'tool-call', toolCallId: `call-${calls++}`, toolName: 'search_knowledge_base' },
								input: JSON.stringify({ query: asked })
							},
							finish('tool-calls')
						]
					: [
							{ type: 'text-start', id: '1' },
							{ type: 'text-delta', id: '1', delta: said },
							{ type: 'text-end', id: '1' },
							finish('stop')
						];
			return Promise.resolve({ stream: ReadableStream.from(parts) });
		}
	};
}

/** @param {'stop' | 'tool-calls'} unified @returns {StreamPart} */
function finish(unified) {
	return {
		...{ type: 'finish', finishReason: { unified, raw: unified } },
		usage: {
			inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
			outputTokens: { total: 1, text: 1, reasoning: 0 }
		}
	};
}

/** @returns {EmbeddingModel} */
function countedEmbedder() {
	return {
		...{ specificationVersion: 'v4', provider: 'bench', modelId: 'length' },
		...{ maxEmbeddingsPerCall: 1, supportsParallelCalls: true },
		doEmbed: ({ values }) =>
			Promise.resolve({ embeddings: values.map((text) => [text.length]), warnings: [] })
	};
}

function countingCache() {
	/** @type {Map<string, string>} */
	const values = new Map();
	let reads = 0;
	let hits = 0;
	return {
		read: (/** @type {string} */ key) => {
			reads++;
			if (values.has(key)) hits++;
			return Promise.resolve(values.get(key));
		},
		keep: (/** @type {string} */ key, /** @type {string} */ value) => void values.set(key, value),
		reads: () => reads,
		hits: () => hits
	};
}

/** Draws ranks 0..count-1, the first most often. @param {number} count @param {() => number} random */
function zipf(count, random) {
	let sum = 0;
	const cumulative = Array.from({ length: count }, (_, rank) => (sum += 1 / (rank + 1)));
	return () => {
		const at = random() * sum;
		let low = 0;
		let high = count - 1;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((cumulative[middle] ?? 0) < at) low = middle + 1;
			else high = middle;
		}
		return low;
	};
}
