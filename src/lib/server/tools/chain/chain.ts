// A chain of tool calls, agreed to as a whole: what it is to do, and how far it has come. Inputs may refer to what earlier steps gave.
import { z } from 'zod';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { ToolRegistry } from '../registry.ts';
import type { ToolFailure } from '../result.ts';
import { referencesIn } from './references.ts';

const MOST_STEPS = 6;
const MOST_CHARACTERS = 20_000;

export const ChainStep = z.object({
	id: z
		.string()
		.regex(/^[a-z][a-z0-9_]{0,30}$/u)
		.describe('A name for its result, as later steps refer to it.'),
	tool: z.string().min(1).max(64),
	input: z
		.record(z.string(), z.unknown())
		.describe(
			'As the tool takes it. "$id.path" stands for a value of an earlier step’s data, {{id.path}} within a text for its words.'
		)
});
export type ChainStep = z.infer<typeof ChainStep>;

export const ChainPlan = z.object({
	title: z.string().trim().min(1).max(200).describe('In one line, what the steps do for the person.'),
	steps: z.array(ChainStep).min(2).max(MOST_STEPS)
});
export type ChainPlan = z.infer<typeof ChainPlan>;

export interface ChainOrder extends ChainPlan {
	id: string;
	/** Who agreed to it. */
	actor: Actor;
	/** The turn and the call that asked: with the step they name each effect. */
	turnId: string;
	toolCallId: string;
}

export type StepOutcome = { ok: true; data: unknown } | { ok: false; error: ToolFailure };

/** What has become of one step. */
export type ChainProgress = { stepId: string } & ({ outcome: StepOutcome } | { isUndone: boolean });

export interface Chain extends ChainOrder {
	/** By step. Left out: not done yet. */
	outcomes: Record<string, StepOutcome>;
	/** By step, of those that had to be undone: whether that worked. */
	undone: Record<string, boolean>;
}

/**
 * Throws when the plan cannot be carried out whole: a tool that is not there, a reference to what does not come before, or a change that
 * could not be undone with a step behind it.
 */
export function requireSound({ steps }: ChainPlan, tools: Pick<ToolRegistry, 'find'>): void {
	if (JSON.stringify(steps).length > MOST_CHARACTERS)
		throw new AppError('too-large', 'These steps say too much at once.');
	const before = new Set<string>();
	steps.forEach(({ id, tool: name, input }, at) => {
		const tool = tools.find(name);
		if (tool === undefined) throw new AppError('invalid', `No step can call ${name}.`);
		if (before.has(id)) throw new AppError('invalid', `Two steps are called ${id}.`);
		const ids = new Set(steps.map((step) => step.id));
		const wrong = referencesIn(input).find(([of]) => ids.has(of) && !before.has(of));
		if (wrong !== undefined)
			throw new AppError('invalid', `${id} refers to ${wrong[0]}, which does not come before it.`);
		if (tool.confirmation === 'always' && !tool.canUndo && at < steps.length - 1)
			throw new AppError('invalid', `${name} cannot be undone: it must be the last step.`);
		before.add(id);
	});
}

/** What is known of a step stands: the effect it speaks of happened once. */
export function withProgress(chain: Chain, progress: ChainProgress): Chain {
	const { stepId } = progress;
	return 'outcome' in progress
		? { ...chain, outcomes: { [stepId]: progress.outcome, ...chain.outcomes } }
		: { ...chain, undone: { [stepId]: progress.isUndone, ...chain.undone } };
}
