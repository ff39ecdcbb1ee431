// What the steps of a chain do: the tools are called as a turn would call them, each under its own key, and how far it has come is kept
// where the conversation is. Nothing of it is kept by the workflow.
import { AppError } from '#lib/shared/errors.ts';
import type { ToolContext, ToolRegistry } from '../registry.ts';
import type { Chain, ChainProgress, ChainStep, StepOutcome } from './chain.ts';
import { resolveReferences } from './references.ts';
import type { ChainWork } from './run-chain.ts';

/** The conversation a chain belongs to. */
export interface ChainPlace {
	/** As it stands, with this progress; null where it is over, or was never there. */
	chain(conversationId: string, chainId: string, progress?: ChainProgress): Promise<Chain | null>;
	/** Says what came of it, once. False: not now. */
	endChain(conversationId: string, chainId: string): Promise<boolean>;
}

interface ChainWorkDependencies {
	place: ChainPlace;
	tools: Pick<ToolRegistry, 'find'>;
	conversationId: string;
	chainId: string;
}

export function createChainWork({ place, tools, conversationId, chainId }: ChainWorkDependencies): ChainWork {
	const read = () => place.chain(conversationId, chainId);
	const note = (progress: ChainProgress) => place.chain(conversationId, chainId, progress);

	async function find(id: string): Promise<{ chain: Chain; step: ChainStep } | undefined> {
		const chain = await read();
		const step = chain?.steps.find((one) => one.id === id);
		return chain === null || step === undefined ? undefined : { chain, step };
	}

	const contextOf = ({ actor, turnId, toolCallId }: Chain, { id }: ChainStep): ToolContext => ({
		...{ actor, conversationId, turnId, toolCallId: `${toolCallId}:${id}` },
		signal: new AbortController().signal
	});

	return {
		read: async () => (await read())?.steps.map(({ id }) => id) ?? [],

		async step(id) {
			const found = await find(id);
			if (found === undefined) return false;
			const { chain, step } = found;
			const known = chain.outcomes[id];
			if (known !== undefined) return known.ok;
			const outcome = await callTool(tools, chain, step, contextOf(chain, step));
			if (!outcome.ok && outcome.error.retryable)
				throw new AppError('unavailable', outcome.error.message, { retryable: true });
			await note({ stepId: id, outcome });
			return outcome.ok;
		},

		async giveUp(id) {
			const found = await find(id);
			if (found?.chain.outcomes[id] !== undefined) return;
			const error = { code: 'unavailable', message: 'It did not answer.', retryable: true } as const;
			await note({ stepId: id, outcome: { ok: false, error } });
		},

		async undo(id, isLastTry) {
			const found = await find(id);
			if (found === undefined) return;
			const { chain, step } = found;
			const outcome = chain.outcomes[id];
			const tool = tools.find(step.tool);
			if (outcome?.ok !== true || tool?.canUndo !== true || chain.undone[id] !== undefined) return;
			const result = isLastTry ? undefined : await tool.undo(outcome.data, contextOf(chain, step));
			if (result?.success === false && result.error?.retryable === true)
				throw new AppError('unavailable', result.error.message);
			await note({ stepId: id, isUndone: result?.success === true });
		},

		tell: () => place.endChain(conversationId, chainId)
	};
}

async function callTool(
	tools: Pick<ToolRegistry, 'find'>,
	{ steps, outcomes }: Chain,
	step: ChainStep,
	context: ToolContext
): Promise<StepOutcome> {
	const data = new Map(
		steps.flatMap(({ id }): [string, unknown][] => {
			const outcome = outcomes[id];
			return outcome?.ok === true ? [[id, outcome.data]] : [];
		})
	);
	let input: unknown;
	try {
		input = resolveReferences(step.input, data);
	} catch (thrown) {
		if (!(thrown instanceof AppError)) throw thrown;
		return { ok: false, error: { code: thrown.code, message: thrown.message, retryable: false } };
	}
	const result = await tools.find(step.tool)?.call(input, context);
	if (result?.success === true) return { ok: true, data: result.data ?? null };
	const gone = {
		code: 'unsupported',
		message: `There is no ${step.tool} any more.`,
		retryable: false
	} as const;
	return { ok: false, error: result?.error ?? gone };
}
