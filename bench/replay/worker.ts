// The evaluation's Worker with past questions, changes that are tried on them, and the truth to hold those against: the same questions asked
// before and after the change was really published.
import { sql } from 'drizzle-orm';
import {
	createEmbeddedAnswerModel,
	createEmbeddedEmbedder,
	createEmbeddedReranker,
	EMBEDDER_DIMENSIONS
} from '#lib/server/ai/index.ts';
import { answerOnce, type AnswerOnce } from '#lib/server/chat/index.ts';
import { compareAnswers } from '#lib/server/knowledge-replay/compare-answers.ts';
import {
	createReplays,
	createReplayStore,
	createReplayWork,
	runReplay,
	type BeginReplay
} from '#lib/server/knowledge-replay/index.ts';
import { createOneIndex } from '#lib/server/knowledge/fixtures/one-index.ts';
import { createSearchTool, createTrials, type Knowledge } from '#lib/server/knowledge/index.ts';
import { createLogger } from '#lib/server/observability/index.ts';
import { createEmbeddedVectorIndex, schema, systemClock as clock } from '#lib/server/platform/index.ts';
import { SYSTEM, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { createRooms, type EvalEnvironment } from '../eval/rooms.ts';
import evaluation from '../eval/worker.ts';

export { VectorIndexObject } from '../eval/worker.ts';

const AT_ONCE = 5;

function compose(environment: EvalEnvironment) {
	const { database, knowledge } = createRooms(environment);
	const log = createLogger({ level: 'warn' });
	const embedder = createEmbeddedEmbedder();
	const vectors = createEmbeddedVectorIndex({
		...{ namespace: environment.VECTOR_INDEX, name: 'school' },
		...{ model: embedder.modelId, dimensions: EMBEDDER_DIMENSIONS }
	});
	const trials = createTrials({
		...{ database, indexes: createOneIndex(vectors, embedder), log },
		reranker: createEmbeddedReranker()
	});
	const answerModel = { model: createEmbeddedAnswerModel(), label: 'embedded', isRemote: false };
	const answer = (question: string, actor: Actor, search: Pick<Knowledge, 'search'>) =>
		answerOnce(question, {
			...{ actor, answerModel },
			tools: [createSearchTool({ knowledge: search, clock, log })]
		});
	const replays = createReplayStore(database);
	const reports = { followQuestions: () => Promise.resolve(false) };
	return {
		...{ database, knowledge, replays },
		ask: (question: string) => answer(question, VISITOR, knowledge),
		room: createReplays({
			...{ database, replays, trials, knowledge, clock },
			start: () => Promise.resolve(),
			audit: { record: () => undefined },
			runInBackground: (_, work) => void work
		}),
		work: createReplayWork({
			...{ database, replays, trials, knowledge, reports, embedder, answer, clock, log }
		})
	};
}

type Rooms = ReturnType<typeof compose>;

/** Past questions, one conversation for each. Gives nothing: they are chosen as the product chooses. */
async function seed({ database }: Rooms, questions: readonly string[]): Promise<void> {
	const at = clock.now() - questions.length - 1;
	await database.delete(schema.messages);
	await database.delete(schema.conversations);
	for (const [place, text] of questions.entries()) {
		const [conversationId, personId, questionId] = [newId(), newId(), newId()];
		const createdAt = at + place;
		await database.insert(schema.conversations).values({
			...{ id: conversationId, personId, title: 'T', status: 'active', language: 'en', channel: 'text' },
			...{ metadata: { voiceEnabled: false }, messageCount: 1, projectedSeq: 1, createdAt },
			updatedAt: createdAt
		});
		await database.insert(schema.messages).values({
			...{ id: questionId, conversationId, personId, role: 'user', text, parts: [], metadata: {} },
			...{ seq: 1, createdAt }
		});
		await database.insert(schema.questionOutcomes).values({
			...{ questionId, answerId: newId(), conversationId, personId, askedAt: createdAt },
			...{ intent: 'question', confidence: 0.5, answer: 'given' }
		});
	}
}

async function askAll({ ask }: Rooms, questions: readonly string[]): Promise<AnswerOnce[]> {
	const answers: AnswerOnce[] = [];
	for (let at = 0; at < questions.length; at += AT_ONCE)
		answers.push(...(await Promise.all(questions.slice(at, at + AT_ONCE).map(ask))));
	return answers;
}

async function replay(rooms: Rooms, documentId: string, change: BeginReplay) {
	const { room, work, database } = rooms;
	const { id } = await room.begin(SYSTEM, documentId, change);
	const started = performance.now();
	await runReplay(work, id, { do: (_, act) => act() });
	const seconds = (performance.now() - started) / 1_000;
	const rows = await database.all<{ text: string; verdict: string }>(sql`
		SELECT m.text AS text, q.verdict AS verdict FROM knowledge_replay_questions q JOIN messages m ON m.id = q.question_id
		WHERE q.replay_id = ${id}`);
	const { status, problem } = await room.read(SYSTEM, id);
	return { id, seconds, status, problem, verdicts: rows };
}

interface Body {
	questions: string[];
	documentId: string;
	change: BeginReplay;
	id: string;
	before: AnswerOnce[];
	after: AnswerOnce[];
	textAfter: string | null;
}

export default {
	async fetch(request: Request, environment: EvalEnvironment): Promise<Response> {
		const { pathname } = new URL(request.url);
		if (['/migrate', '/add'].includes(pathname)) return evaluation.fetch(request, environment);
		const rooms = compose(environment);
		const { questions, documentId, change, id, before, after, textAfter } = await request.json<Body>();
		switch (pathname) {
			case '/seed':
				return Response.json(await seed(rooms, questions).then(() => null));
			case '/ask':
				return Response.json(await askAll(rooms, questions));
			case '/text':
				return Response.json(await rooms.knowledge.getDocument(SYSTEM, documentId));
			case '/replay':
				return Response.json(await replay(rooms, documentId, change));
			case '/publish':
				return Response.json(await rooms.room.publish(SYSTEM, id));
			case '/roll-back':
				return Response.json(await rooms.room.rollBack(SYSTEM, id).then(() => null));
			case '/compare':
				return Response.json(
					before.map((one, at) => {
						const other = after[at];
						if (other === undefined) throw new Error('an answer is missing');
						return compareAnswers(one, other, { documentId, textAfter: textAfter ?? undefined }).verdict;
					})
				);
			default:
				return new Response(null, { status: 404 });
		}
	}
};
