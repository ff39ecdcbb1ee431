export {
	ChainPlan,
	requireSound,
	withProgress,
	type Chain,
	type ChainOrder,
	type ChainProgress
} from './chain/chain.ts';
export { createChainWork, type ChainPlace } from './chain/chain-work.ts';
export { createChainWatch, type ChainWatch } from './chain/watch-chain.ts';
export { runChain, type ChainSteps, type ChainWork } from './chain/run-chain.ts';
export {
	createToolRegistry,
	defineTool,
	type RegisteredTool,
	type Tool,
	type ToolContext,
	type ToolRegistry
} from './registry.ts';
export type { ToolFailure, ToolResult } from './result.ts';
