// Changes of documents are tried with the embedded model: it costs nothing, and says the same twice.
import { createEmbeddedAnswerModel, createEmbeddedEmbedder } from '../ai/index.ts';
import { answerOnce } from '../chat/index.ts';
import type { DeskReports } from '../desk-report/index.ts';
import {
	createReplays,
	createReplayStore,
	createReplayWatch,
	createReplayWork,
	type Replays,
	type ReplayWatch,
	type ReplayWork
} from '../knowledge-replay/index.ts';
import { createSearchTool } from '../knowledge/index.ts';
import { createJobs } from '../platform/index.ts';
import type { Ground } from './ground.ts';
import type { KnowledgeServices } from './knowledge.ts';

export interface ReplayServices {
	/** Changes of documents, tried before they are published. */
	replays: Replays;
	replayWork: ReplayWork;
}

export function composeKnowledgeReplay(
	{ bindings, database, clock, log, audit, runInBackground }: Ground,
	{ reports, knowledge, trials }: { reports: DeskReports } & Pick<KnowledgeServices, 'knowledge' | 'trials'>
): ReplayServices & { watch: ReplayWatch } {
	const answerModel = { model: createEmbeddedAnswerModel(), label: 'embedded', isRemote: false };
	const replays = createReplayStore(database);
	const replayWork = createReplayWork({
		...{ database, replays, trials, knowledge, reports, clock, log },
		embedder: createEmbeddedEmbedder(),
		answer: (question, actor, search) =>
			answerOnce(question, {
				...{ actor, answerModel },
				tools: [createSearchTool({ knowledge: search, clock, log })]
			})
	});
	const { REPLAY } = bindings;
	// The alarm that looks needs no second one.
	const { startReplay } = createJobs(REPLAY === undefined ? {} : { REPLAY });
	return {
		replays: createReplays({
			...{ database, replays, trials, knowledge, clock, audit, runInBackground },
			start: createJobs(bindings).startReplay
		}),
		replayWork,
		watch: createReplayWatch({ replays, work: replayWork, start: startReplay })
	};
}
