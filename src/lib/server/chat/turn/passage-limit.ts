// How many passages an answer may rest on, by the variant of the flag `answer-passages`: the number the search is asked for is replaced.
import type { RegisteredTool } from '../../tools/index.ts';

const PASSAGES: Readonly<Record<string, number>> = { six: 6, three: 3, ten: 10 };

/** Which variant is in force is waited for when the search is called, not before the model is asked. */
export function limitPassages(
	tools: readonly RegisteredTool[],
	variant: Promise<string | undefined>
): readonly RegisteredTool[] {
	return tools.map((tool) =>
		tool.name === 'search_knowledge_base'
			? {
					...tool,
					async call(input, context) {
						const count = PASSAGES[(await variant) ?? ''];
						const isLimited = count !== undefined && typeof input === 'object';
						return tool.call(isLimited ? { ...input, top_k: count } : input, context);
					}
				}
			: tool
	);
}
