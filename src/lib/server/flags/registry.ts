// Every flag there is: its variants and what holds until an administrator says otherwise. A flag without an entry here does not exist.
import { z } from 'zod';
import { Role } from '#lib/shared/actor.ts';

/** For whom a flag is in force, and how those people are divided. */
export interface FlagRule {
	isOn: boolean;
	roles: Role[];
	/** 0..100, of the people with these roles. */
	percentage: number;
	/** Shares by variant, in any unit. */
	weights: Record<string, number>;
}

interface FlagDefinition {
	/** The first is what everybody gets for whom the flag is not in force. */
	variants: readonly [string, ...string[]];
	otherwise: FlagRule;
}

const everybody: Role[] = [...Role.options];

export const FLAGS = {
	/** How many passages an answer may rest on: fewer are read faster and cost less; more may hold what the first did not. */
	'answer-passages': {
		variants: ['six', 'three', 'ten'],
		otherwise: { isOn: false, roles: everybody, percentage: 100, weights: { six: 100, three: 0, ten: 0 } }
	}
} as const satisfies Record<string, FlagDefinition>;

export type FlagName = keyof typeof FLAGS;
export const FLAG_NAMES = Object.keys(FLAGS) as FlagName[];

export const FlagRuleShape = z.object({
	isOn: z.boolean(),
	roles: z.array(Role).max(Role.options.length),
	percentage: z.number().int().min(0).max(100),
	weights: z.record(z.string().max(40), z.number().int().min(0).max(1_000))
});

/** What a rule gets wrong about its flag; undefined when nothing. */
export function ruleProblem(name: FlagName, rule: FlagRule): 'unknown-variant' | 'no-weight' | undefined {
	const variants: readonly string[] = FLAGS[name].variants;
	if (Object.keys(rule.weights).some((variant) => !variants.includes(variant))) return 'unknown-variant';
	return Object.values(rule.weights).some((weight) => weight > 0) ? undefined : 'no-weight';
}
