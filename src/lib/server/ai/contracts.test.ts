// The same suites over every adapter: the embedded models, a server that speaks the OpenAI protocol, Workers AI in its recorded shapes.
import { afterAll, beforeAll } from 'vitest';
import { describeAnswerModel, type ScriptStep } from './answer-model.contract.ts';
import { createManualClock, parseSettings } from '../platform/index.ts';
import { breakersInMemory } from '../resilience/fixtures/breakers-in-memory.ts';
import { createAnswerModels } from './answer-models.ts';
import { createEmbedder, createReranker } from './choose-provider.ts';
import { describeEmbedder } from './embedder.contract.ts';
import {
	chunk,
	DONE,
	startProtocolServer,
	type ProtocolServer
} from './openai-compatible/fixtures/protocol-server.ts';
import { describeReranker } from './reranker.contract.ts';
import { callsOf, createFakeAi, embeddingsOf, rankingOf, wordsOf } from './workers-ai/fixtures/fake-ai.ts';

const breakers = breakersInMemory(createManualClock());
const cache = { read: () => Promise.resolve(undefined), keep: () => undefined };
const onFallback = () => {
	throw new Error('the fallback was asked');
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
	open: () => createAnswerModels(parseSettings({}), { breakers, cache })[0].model
});
describeAnswerModel('A server that speaks the OpenAI protocol', {
	open(script) {
		server.reply(...script.map((step) => ({ pieces: inProtocol(step) })));
		const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: 'm' };
		const settings = parseSettings({ ...environment, ANSWER_PROVIDER: 'openai-compatible' });
		return createAnswerModels(settings, { breakers, cache })[0].model;
	}
});
describeAnswerModel('Workers AI', {
	open(script) {
		const ai = createFakeAi();
		ai.reply(
			...script.map((step) => ({ stream: 'text' in step ? wordsOf(step.text) : callsOf(...step.calls) }))
		);
		const settings = parseSettings({ ANSWER_PROVIDER: 'workers-ai', AI: ai.binding });
		return createAnswerModels(settings, { AI: ai.binding, breakers, cache })[0].model;
	}
});

describeEmbedder('The embedded embedder', {
	open: () => createEmbedder('embedded').model,
	dimensions: createEmbedder('embedded').dimensions
});
describeEmbedder('Workers AI', {
	open() {
		const ai = createFakeAi();
		ai.reply(({ inputs }) => embeddingsOf(inputs['text'] as string[]));
		return createEmbedder('workers-ai', { AI: ai.binding }).model;
	},
	dimensions: 768
});

describeReranker('The embedded reranker', () => createReranker('embedded', { onFallback }));
describeReranker('Workers AI', () => {
	const ai = createFakeAi();
	ai.reply(rankingOf);
	return createReranker('workers-ai', { AI: ai.binding, onFallback });
});
