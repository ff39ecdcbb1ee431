// Gaps of the knowledge are tried with the embedded model, as a visitor: it costs nothing, and says the same twice.
import { VISITOR } from '#lib/shared/actor.ts';
import { createEmbeddedAnswerModel, createEmbeddedEmbedder } from '../ai/index.ts';
import { answerOnce } from '../chat/index.ts';
import type { DeskReports } from '../desk-report/index.ts';
import { createKnowledgeGaps, type KnowledgeGaps } from '../knowledge-gaps/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { RegisteredTool } from '../tools/index.ts';
import type { Ground } from './ground.ts';

export function composeKnowledgeGaps(
	{ database, clock, audit }: Ground,
	{ reports, knowledge, search }: { reports: DeskReports; knowledge: Knowledge; search: RegisteredTool }
): KnowledgeGaps {
	const answerModel = { model: createEmbeddedAnswerModel(), label: 'embedded', isRemote: false };
	return createKnowledgeGaps({
		...{ database, clock, audit, reports, knowledge },
		embedder: createEmbeddedEmbedder(),
		answer: (question) => answerOnce(question, { actor: VISITOR, answerModel, tools: [search] })
	});
}
