// The same suites over every adapter: the embedded models, a server that speaks the OpenAI protocol, Workers AI in its recorded shapes.
import { afterAll, beforeAll } from 'vitest';
import { describeAnswerModel, type ScriptStep } from './answer-model.contract.ts';
import { createManualClock, parseSettings } from '../platform/index.ts';
import { breakersInMemory } from '../resilience/fixtures/breakers-in-memory.ts';
import { createAnswerModels } from './answer-models.ts';
import { createEmbedder } from './embedders.ts';
import { createReranker } from './rerankers.ts';
import { describeEmbedder } from './embedder.contract.ts';
import { uncounted } from './guard/fixtures/uncounted.ts';
import {
	chunk,
	DONE,
	jsonReply,
	startProtocolServer,
	type ProtocolServer
} from './openai-compatible/fixtures/protocol-server.ts';
import { describeReranker } from './reranker.contract.ts';
import {
	callsOf,
	createFakeAi,
	embeddingsOf,
	letterVector,
	rankingOf,
	scoresOf,
	wordsOf
} from './workers-ai/fixtures/fake-ai.ts';

const breakers = breakersInMemory(createManualClock());
const cache = { read: () => Promise.resolve(undefined), keep: () => undefined };
const dependencies = {
	...{ breakers, cache, meters: uncounted },
	onFallback() {
		throw new Error('the fallback was asked');
	}
};

let server: ProtocolServer;
beforeAll(async () => {
	server = await startProtocolServer();
});
afterAll(() => {
	server.close();
});

function inProtocol(step: ScriptStep): string[] {
	const usage = `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage: { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 } })}\n\n`;
	if ('text' in step)
		return [
			...(step.text.match(/\S+\s*/g) ?? []).map((content) => chunk({ content })),
			chunk({}, 'stop'),
			usage,
			DONE
		];
	const calls = step.calls.map(({ name, arguments: input }, index) => ({
		index,
		id: `call-${index}`,
		type: 'function',
		function: { name, arguments: JSON.stringify(input) }
	}));
	return [chunk({ tool_calls: calls }), chunk({}, 'tool_calls'), usage, DONE];
}

describeAnswerModel('The embedded model', {
	open: () => createAnswerModels(parseSettings({}), dependencies)[0].model
});
describeAnswerModel('A server that speaks the OpenAI protocol', {
	open(script) {
		server.reply(...script.map((step) => ({ pieces: inProtocol(step) })));
		const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: 'm' };
		const settings = parseSettings({ ...environment, ANSWER_PROVIDER: 'openai-compatible' });
		return createAnswerModels(settings, dependencies)[0].model;
	}
});
describeAnswerModel('Workers AI', {
	open(script) {
		const ai = createFakeAi();
		ai.reply(
			...script.map((step) => ({ stream: 'text' in step ? wordsOf(step.text) : callsOf(...step.calls) }))
		);
		const settings = parseSettings({ ANSWER_PROVIDER: 'workers-ai', AI: ai.binding });
		return createAnswerModels(settings, { ...dependencies, AI: ai.binding })[0].model;
	}
});

const embedder = (environment: Record<string, unknown>, AI?: Ai) => {
	const settings = parseSettings({ ...environment, AI });
	const made = createEmbedder(settings.EMBEDDING_PROVIDER, settings, { ...dependencies, AI });
	if (made === undefined) throw new Error('there is no such embedder');
	return made.model;
};
describeEmbedder('The embedded embedder', { open: () => embedder({}), dimensions: 768 });
describeEmbedder('Workers AI', {
	open() {
		const ai = createFakeAi();
		ai.reply(({ inputs }) => embeddingsOf(inputs['text'] as string[]));
		return embedder({ EMBEDDING_PROVIDER: 'workers-ai' }, ai.binding);
	},
	dimensions: 768
});
describeEmbedder('A server that speaks the OpenAI protocol', {
	open() {
		server.reply(({ body }) => {
			const data = (body.input ?? []).map((text, index) => ({
				...{ object: 'embedding', index },
				embedding: letterVector(text).slice(0, 128)
			}));
			return jsonReply({ object: 'list', model: 'm', data, usage: { prompt_tokens: 1, total_tokens: 1 } });
		});
		return embedder({
			EMBEDDING_PROVIDER: 'openai-compatible',
			...{ OPENAI_EMBEDDING_MODEL: 'm', OPENAI_EMBEDDING_BASE_URL: server.baseUrl },
			OPENAI_EMBEDDING_DIMENSIONS: '128'
		});
	},
	dimensions: 128
});

const reranker = (environment: Record<string, unknown>, AI?: Ai) =>
	createReranker(parseSettings({ ...environment, AI }), { ...dependencies, AI });
describeReranker('The embedded reranker', () => reranker({}));
describeReranker('Workers AI', () => {
	const ai = createFakeAi();
	ai.reply(rankingOf);
	return reranker({ RERANKING_PROVIDER: 'workers-ai' }, ai.binding);
});
describeReranker('A server of the rerank interface', () => {
	server.reply(({ body }) => {
		const scored = scoresOf(body.query ?? '', body.documents ?? []);
		return jsonReply({ results: scored.map(({ id, score }) => ({ index: id, relevance_score: score })) });
	});
	const RERANKING_URL = `${server.baseUrl}/rerank`;
	return reranker({ RERANKING_PROVIDER: 'rerank-api', RERANKING_URL, RERANKING_MODEL: 'm' });
});
