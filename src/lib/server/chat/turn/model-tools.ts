// The registry's tools as the AI SDK wants them. Their results reach the model and the reader in the same shape.
import { jsonSchema, tool, type ToolSet } from 'ai';
import { z } from 'zod';
import type { RegisteredTool, ToolContext, ToolResult } from '../../tools/index.ts';
import type { PassageBook } from './passage-book.ts';

export interface ToolCallRecord {
	toolName: string;
	success: boolean;
}

export function createModelTools(
	tools: readonly RegisteredTool[],
	context: Omit<ToolContext, 'toolCallId' | 'signal'>,
	book: PassageBook,
	record: (call: ToolCallRecord) => void
): ToolSet {
	return Object.fromEntries(
		tools.map((registered) => [
			registered.name,
			tool({
				description: registered.description,
				// The registry parses the input itself, so that a wrong one becomes a result like any other failure.
				inputSchema: jsonSchema(toJsonSchema(registered)),
				execute: async (input: unknown, options): Promise<ToolResult> => {
					const result = await registered.call(input, {
						...context,
						toolCallId: options.toolCallId,
						signal: options.abortSignal ?? new AbortController().signal
					});
					record({ toolName: registered.name, success: result.success });
					return result.success ? { ...result, data: book.number(result.data) } : result;
				}
			})
		])
	);
}

type ModelSchema = Parameters<typeof jsonSchema>[0];

const schemas = new WeakMap<RegisteredTool, ModelSchema>();

function toJsonSchema(registered: RegisteredTool): ModelSchema {
	const known = schemas.get(registered);
	if (known !== undefined) return known;
	const schema = z.toJSONSchema(registered.parameters, { target: 'draft-7', io: 'input' }) as ModelSchema;
	schemas.set(registered, schema);
	return schema;
}
