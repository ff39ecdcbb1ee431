// The registry of tools. It knows no tool: rooms define theirs, the composition root registers them. A call never throws: wrong
// input, a missing permission, a failure and a timeout all come back as a result with `success: false`, so that a turn goes on.
import { z } from 'zod';
import { can, type Actor, type Target } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Logger } from '../observability/index.ts';
import type { Clock } from '../platform/index.ts';
import type { ToolFailure, ToolResult } from './result.ts';

export interface ToolContext {
	actor: Actor;
	conversationId: string;
	turnId: string;
	toolCallId: string;
	/** Aborted when the turn is stopped or the tool's time is over. */
	signal: AbortSignal;
	/** What the tool's idempotencyKey said: the effect must happen once for it, however often the call comes. */
	idempotencyKey?: string;
}

export interface Tool<Input, Output> {
	/** snake_case: what a model calls it. */
	name: string;
	/** For the model: when to call it and what comes back. */
	description: string;
	parameters: z.ZodType<Input>;
	/** What the actor must be allowed to do on something of their own. Left out, anybody may call it. */
	permission?: Parameters<typeof can>[1];
	timeoutMs: number;
	/** `always`: a person must agree to each call first, for tools that change something for somebody else. */
	confirmation: 'never' | 'always';
	/** Names the effect of a call within a conversation. Left out for tools that only read. */
	idempotencyKey?: (input: Input, context: ToolContext) => string;
	execute(input: Input, context: ToolContext): Promise<Output>;
	/** Takes back what a call did, once for its key, when what it was a part of has failed. Left out where that cannot be. */
	undo?(output: Output, context: ToolContext): Promise<void>;
}

export interface RegisteredTool {
	readonly name: string;
	readonly description: string;
	readonly parameters: z.ZodType;
	readonly confirmation: 'never' | 'always';
	/** Whether `undo` does anything. */
	readonly canUndo: boolean;
	call(input: unknown, context: ToolContext): Promise<ToolResult>;
	/** `output`: what the call gave. */
	undo(output: unknown, context: ToolContext): Promise<ToolResult>;
}

export interface ToolRegistry {
	/** In the order of registration. */
	list(): readonly RegisteredTool[];
	find(name: string): RegisteredTool | undefined;
	/** A registry that also has these; a name that is taken is a bug. */
	with(...tools: RegisteredTool[]): ToolRegistry;
}

interface RegistryDependencies {
	clock: Clock;
	log: Logger;
}

export function createToolRegistry(tools: readonly RegisteredTool[]): ToolRegistry {
	const byName = new Map<string, RegisteredTool>();
	for (const tool of tools) {
		if (byName.has(tool.name)) throw new Error(`two tools are called ${tool.name}`);
		byName.set(tool.name, tool);
	}
	return {
		list: () => tools,
		find: (name) => byName.get(name),
		with: (...more) => createToolRegistry([...tools, ...more])
	};
}

export function defineTool<Input, Output>(
	tool: Tool<Input, Output>,
	{ clock, log }: RegistryDependencies
): RegisteredTool {
	async function attempt(input: unknown, context: ToolContext): Promise<Output> {
		const target: Target = { personId: context.actor.userId };
		if (tool.permission !== undefined && !can(context.actor, tool.permission, target))
			throw new AppError('forbidden', `You may not use ${tool.name}.`);
		const parsed = tool.parameters.safeParse(input);
		if (!parsed.success) throw new AppError('invalid', `${tool.name}: ${z.prettifyError(parsed.error)}`);
		const key = tool.idempotencyKey?.(parsed.data, { ...context });
		return withinTime(tool, context.signal, (signal) =>
			tool.execute(parsed.data, { ...context, signal, ...(key === undefined ? {} : { idempotencyKey: key }) })
		);
	}

	/** Never throws: whatever happens comes back as a result. */
	async function settled(work: () => Promise<unknown>): Promise<ToolResult> {
		const begun = clock.now();
		const metadata = () => ({ durationMs: clock.now() - begun });
		try {
			return { success: true, data: await work(), metadata: metadata() };
		} catch (thrown) {
			const error = describe(thrown, tool.name);
			if (error.code === 'internal') log.error('a tool failed', { tool: tool.name, cause: thrown });
			return { success: false, error, metadata: metadata() };
		}
	}

	const { undo } = tool;
	return {
		name: tool.name,
		description: tool.description,
		parameters: tool.parameters,
		confirmation: tool.confirmation,
		canUndo: undo !== undefined,
		call: (input, context) => settled(() => attempt(input, context)),
		undo: (output, context) =>
			settled(async () => {
				if (undo === undefined) throw new AppError('unsupported', `${tool.name} cannot be undone.`);
				// What the tool itself gave, as it was kept.
				return withinTime(tool, context.signal, (signal) =>
					undo.call(tool, output as Output, { ...context, signal })
				);
			})
	};
}

/** Runs `work` until it settles, the turn is stopped or the tool's time is over. The timer never outlives the call. */
async function withinTime<T>(
	tool: { name: string; timeoutMs: number },
	stopped: AbortSignal,
	work: (signal: AbortSignal) => Promise<T>
): Promise<T> {
	const ended = new AbortController();
	return new Promise<T>((resolve, reject) => {
		const give = (error: AppError) => {
			reject(error);
			ended.abort(error);
		};
		const timer = setTimeout(
			() => give(new AppError('unavailable', `${tool.name} did not answer in time.`)),
			tool.timeoutMs
		);
		const stop = () => give(new AppError('unavailable', `${tool.name} was stopped.`, { retryable: false }));
		if (stopped.aborted) stop();
		else stopped.addEventListener('abort', stop, { once: true });
		work(ended.signal)
			.then(resolve, reject)
			.finally(() => {
				clearTimeout(timer);
				stopped.removeEventListener('abort', stop);
			});
	});
}

function describe(thrown: unknown, name: string): ToolFailure {
	if (thrown instanceof AppError)
		return { code: thrown.code, message: thrown.message, retryable: thrown.retryable };
	return { code: 'internal', message: `${name} failed.`, retryable: true };
}
