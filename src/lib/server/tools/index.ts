export {
	createToolRegistry,
	defineTool,
	type RegisteredTool,
	type Tool,
	type ToolContext,
	type ToolRegistry
} from './registry.ts';
export type { ToolFailure, ToolResult } from './result.ts';
