// The tool search_knowledge_base: what the school's documents say to a question, as the person who asks may read them.
import { z } from 'zod';
import type { Passage, QueryTerm } from '#lib/shared/knowledge.ts';
import { defineTool, type RegisteredTool } from '../tools/index.ts';
import type { Logger } from '../observability/index.ts';
import type { Clock } from '../platform/index.ts';
import type { Knowledge } from './knowledge.ts';

const Parameters = z.object({
	query: z.string().trim().min(1).max(2_000).describe('The question, or what it is about, in plain words.'),
	top_k: z.number().int().min(1).max(20).default(6).describe('How many passages to bring, best first.')
});

interface SearchAnswer {
	/** Best first. */
	passages: Passage[];
	terms: QueryTerm[];
}

interface SearchToolDependencies {
	knowledge: Pick<Knowledge, 'search'>;
	clock: Clock;
	log: Logger;
}

export function createSearchTool({ knowledge, clock, log }: SearchToolDependencies): RegisteredTool {
	return defineTool<z.infer<typeof Parameters>, SearchAnswer>(
		{
			name: 'search_knowledge_base',
			description:
				"Searches the school's own documents (lessons, fees, rules, recitals, practice, music theory) and brings the passages that fit best, numbered.",
			parameters: Parameters,
			permission: 'read:knowledge',
			timeoutMs: 10_000,
			confirmation: 'never',
			execute: ({ query, top_k }, { actor }) => knowledge.search(actor, { query, topK: top_k })
		},
		{ clock, log }
	);
}
