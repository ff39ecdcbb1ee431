// The evaluation's Worker with one more door: a question goes through a whole turn, as the conversation's object runs it (tool
// registry, streamText, embedded answer model, citation weaver), in a fresh context.
import { createEmbeddedAnswerModel } from '#lib/server/ai/embedded/answer-model/index.ts';
import type { AnswerModel } from '#lib/server/ai/index.ts';
import { createOpenAICompatibleModel } from '#lib/server/ai/openai-compatible/index.ts';
import { writeAnswer } from '#lib/server/chat/turn/answer.ts';
import { writeInstructions } from '#lib/server/chat/turn/instructions.ts';
import { createSearchTool } from '#lib/server/knowledge/index.ts';
import { createLogger } from '#lib/server/observability/index.ts';
import { systemClock } from '#lib/server/platform/index.ts';
import type { RegisteredTool } from '#lib/server/tools/index.ts';
import { SYSTEM } from '#lib/shared/actor.ts';
import type { CitationData, TurnPart } from '#lib/shared/conversation/parts.ts';
import { SearchOutcome } from '#lib/shared/knowledge.ts';
import { splitSentences } from '#lib/shared/text/sentences.ts';
import { createRooms, type EvalEnvironment } from '../rooms.ts';
import evaluation from '../worker.ts';
import phrases from '../../../messages/en/answer.json';

export { VectorIndexObject } from '../worker.ts';

/** What the model says of its own has nothing to cite; the beginnings of those sentences. */
const OWN_WORDS = Object.values(phrases)
	.flatMap((phrase) => splitSentences(phrase).map(({ start, end }) => phrase.slice(start, end)))
	.map((sentence) => sentence.split('{')[0] ?? '')
	.filter((beginning) => beginning.length > 8);

const INSTRUCTIONS = writeInstructions({
	...{ schoolName: 'the school', notes: [], earlier: undefined, isSpoken: false }
});

/** A model behind an address, where the command named one. */
interface AnswerEnvironment extends EvalEnvironment {
	OPENAI_BASE_URL?: string;
	OPENAI_API_KEY?: string;
	OPENAI_MODEL?: string;
}

function serverOf({ OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL }: AnswerEnvironment): Asked {
	if (OPENAI_BASE_URL === undefined || OPENAI_MODEL === undefined) return {};
	const key = OPENAI_API_KEY === undefined ? {} : { apiKey: OPENAI_API_KEY };
	const model = createOpenAICompatibleModel({ baseUrl: OPENAI_BASE_URL, modelId: OPENAI_MODEL, ...key });
	return { answerModel: { model, label: OPENAI_MODEL, isRemote: true } };
}

export default {
	async fetch(request: Request, environment: AnswerEnvironment): Promise<Response> {
		if (new URL(request.url).pathname !== '/ask') return evaluation.fetch(request, environment);
		const { question } = await request.json<{ question: string }>();
		const { parts: _, ...answer } = await ask(question, environment, serverOf(environment));
		return Response.json(answer);
	}
};

/** Whom else a question may be put to, and what they may use besides the search. */
interface Asked {
	answerModel?: AnswerModel;
	tools?: RegisteredTool[];
}

export async function ask(question: string, environment: EvalEnvironment, asked: Asked = {}) {
	const { knowledge } = createRooms(environment);
	const log = createLogger({ level: 'error' });
	const parts: TurnPart[] = [];
	const started = performance.now();
	let firstDeltaMs = 0;
	await writeAnswer({
		conversationId: crypto.randomUUID(),
		turnId: crypto.randomUUID(),
		actor: SYSTEM,
		answerModel: asked.answerModel ?? {
			...{ model: createEmbeddedAnswerModel(), label: 'embedded', isRemote: false }
		},
		instructions: asked.answerModel === undefined ? '' : INSTRUCTIONS,
		approval: null,
		variants: Promise.resolve({}),
		messages: [{ role: 'user', content: question }],
		tools: [createSearchTool({ knowledge, clock: systemClock, log }), ...(asked.tools ?? [])],
		signal: new AbortController().signal,
		// Nobody reads along.
		delivered: () => Promise.resolve(),
		emit(part) {
			if (part.type === 'text-delta' && firstDeltaMs === 0) firstDeltaMs = performance.now() - started;
			parts.push(part);
		}
	});
	const text = parts.flatMap((part) => (part.type === 'text-delta' ? [part.delta] : [])).join('');
	const citations = parts.flatMap((part) => (part.type === 'data-citation' ? [part.data] : []));
	const searches = parts.flatMap((part) =>
		part.type === 'tool-output-available' ? [passagesOf(part.output)] : []
	);
	const report = parts.find((part) => part.type === 'data-turn');
	let exactCitations = 0;
	for (const { documentId, revision, start, end, quote } of citations) {
		const document = await knowledge.getDocument(SYSTEM, documentId, revision);
		if (quote !== '' && document.text.slice(start, end) === quote) exactCitations++;
	}
	return {
		parts,
		text,
		refused: report?.type === 'data-turn' && report.data.refused,
		confidence: report?.type === 'data-turn' ? report.data.confidence : 0,
		passages: inTurns(searches),
		citations: citations.length,
		exactCitations,
		uncited: uncited(text, citations),
		firstDeltaMs
	};
}

function passagesOf(output: unknown): SearchOutcome['passages'] {
	const data = typeof output === 'object' && output !== null && 'data' in output ? output.data : undefined;
	const found = SearchOutcome.safeParse(data);
	return found.success ? found.data.passages : [];
}

/** One order out of several searches: the best of each, then the second of each, every passage once. */
function inTurns(searches: SearchOutcome['passages'][]) {
	const merged = new Map<string, { documentId: string; text: string }>();
	const longest = Math.max(0, ...searches.map((passages) => passages.length));
	for (let rank = 0; rank < longest; rank++) {
		for (const { [rank]: passage } of searches) {
			if (passage) merged.set(passage.chunkId, { documentId: passage.documentId, text: passage.text });
		}
	}
	return [...merged.values()];
}

function uncited(text: string, citations: CitationData[]): string[] {
	return splitSentences(text)
		.filter(({ start, end }) => !citations.some((place) => place.textStart < end && start < place.textEnd))
		.map(({ start, end }) => text.slice(start, end))
		.filter((sentence) => !OWN_WORDS.some((beginning) => sentence.startsWith(beginning)));
}
