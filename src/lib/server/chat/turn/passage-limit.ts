// How many passages an answer may rest on, by the variant of the flag `answer-passages`: the number the search is asked for is replaced.
import type { RegisteredTool } from '../../tools/index.ts';

const PASSAGES: Readonly<Record<string, number>> = { six: 6, three: 3, ten: 10 };

/** The same tools when no variant is in force. */
export function limitPassages(
	tools: readonly RegisteredTool[],
	variant: string | undefined
): readonly RegisteredTool[] {
	const count = variant === undefined ? undefined : PASSAGES[variant];
	if (count === undefined) return tools;
	return tools.map((tool) =>
		tool.name === 'search_knowledge_base'
			? {
					...tool,
					call: (input, context) =>
						tool.call(typeof input === 'object' ? { ...input, top_k: count } : input, context)
				}
			: tool
	);
}
