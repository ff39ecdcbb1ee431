// Parses what the tools returned, strictly: anything that does not have the agreed shape counts as a failure of the tool.
import { z } from 'zod';
import { Passage, QueryTerm } from '#lib/shared/knowledge.ts';
import type { ToolExchange } from './conversation.ts';

export const SEARCH_TOOL = 'search_knowledge_base';
export const HAND_OVER_TOOL = 'hand_over';
export const CREATE_TICKET_TOOL = 'create_ticket';
export const GET_TICKET_TOOL = 'get_ticket';
export const UPDATE_TICKET_TOOL = 'update_ticket';
export const USER_CONTEXT_TOOL = 'get_user_context';

const NumberedPassage = Passage.extend({ n: z.number().int().positive() });
export type NumberedPassage = z.infer<typeof NumberedPassage>;

const SearchResult = z.object({
	success: z.boolean(),
	data: z.object({ passages: z.array(NumberedPassage), terms: z.array(QueryTerm) }).optional()
});

const AnyResult = z.object({
	success: z.boolean(),
	data: z.unknown().optional(),
	error: z.object({ code: z.string(), message: z.string() }).optional()
});

export type SearchReading = {
	query: string;
	/** Undefined when the search failed. */
	found?: { passages: NumberedPassage[]; terms: QueryTerm[] };
};

/** Every search of the turn, in the order of the calls. Never throws. */
export function readSearches(exchanges: ToolExchange[]): SearchReading[] {
	return exchanges
		.filter((exchange) => exchange.toolName === SEARCH_TOOL)
		.map((exchange) => {
			const query = queryOf(exchange.input);
			const parsed = SearchResult.safeParse(valueOf(exchange));
			return parsed.success && parsed.data.success && parsed.data.data
				? { query, found: parsed.data.data }
				: { query };
		});
}

/** True when a call of this tool came back as a success. */
export function hasSucceeded(exchange: ToolExchange): boolean {
	const parsed = AnyResult.safeParse(valueOf(exchange));
	return parsed.success && parsed.data.success;
}

/** What a call came back with, if it worked and has this shape. */
export function readResult<T>(exchange: ToolExchange, shape: z.ZodType<T>): T | undefined {
	const result = AnyResult.safeParse(valueOf(exchange)).data;
	if (result?.success !== true) return undefined;
	return shape.safeParse(result.data).data;
}

export function failureOf(exchange: ToolExchange): { code: string; message: string } | undefined {
	const result = AnyResult.safeParse(valueOf(exchange)).data;
	return result?.success === false ? result.error : undefined;
}

/** The person was asked whether it may be done, and said no. */
export function isDenied(exchange: ToolExchange): boolean {
	return exchange.output?.type === 'execution-denied';
}

function queryOf(input: unknown): string {
	const parsed = z.object({ query: z.string() }).safeParse(input);
	return parsed.success ? parsed.data.query : '';
}

function valueOf(exchange: ToolExchange): unknown {
	const output = exchange.output;
	if (!output) return undefined;
	if (output.type === 'json') return output.value;
	if (output.type !== 'text') return undefined;
	try {
		return JSON.parse(output.value) as unknown;
	} catch {
		return undefined;
	}
}
