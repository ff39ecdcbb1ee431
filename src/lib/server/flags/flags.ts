// Flags and experiments while Segue runs. Guarantees: a flag always has a rule (the code's own when the stored one is missing, broken or
// out of reach); the same person gets the same variant; a change that was made from an older state is refused.
import { z } from 'zod';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Logger } from '../observability/index.ts';
import type { Audit, Clock } from '../platform/index.ts';
import { chooseVariant } from './choose-variant.ts';
import { FLAG_NAMES, FlagRuleShape, FLAGS, ruleProblem, type FlagName, type FlagRule } from './registry.ts';

const KEY = 'flags:v1';
const FRESH_MS = 30_000;

/** Flags one by one, so that one that is broken costs only itself. */
const Stored = z.object({ version: z.number().int().min(0), flags: z.record(z.string(), z.unknown()) });

interface Rules {
	/** 0: nothing is stored. */
	version: number;
	rules: Record<FlagName, FlagRule>;
}

export interface VariantTally {
	answers: number;
	up: number;
	down: number;
	handovers: number;
}

/** What came of each variant of a flag, over recent answers. */
export type VariantTallies = (flag: FlagName) => Promise<Record<string, VariantTally>>;

export interface FlagDescription {
	name: FlagName;
	variants: readonly string[];
	rule: FlagRule;
	tallies: Record<string, VariantTally>;
}

export interface FlagChange {
	name: FlagName;
	/** The version the change was made from. */
	version: number;
	rule: FlagRule;
}

export interface Flags {
	/** The flags in force for the actor, with the variant they get. Never throws. */
	variantsFor(actor: Actor): Promise<Partial<Record<FlagName, string>>>;
	/** Throws forbidden, unavailable. */
	describe(actor: Actor): Promise<{ version: number; flags: FlagDescription[] }>;
	/** Throws forbidden, invalid, conflict, unavailable. */
	change(actor: Actor, change: FlagChange): Promise<void>;
}

interface FlagsDependencies {
	store: KVNamespace;
	tallies: VariantTallies;
	clock: Clock;
	log: Logger;
	audit: Audit;
}

/** What each isolate has read. */
const read = new WeakMap<KVNamespace, { at: number; rules: Rules }>();

export function createFlags({ store, tallies, clock, log, audit }: FlagsDependencies): Flags {
	async function load(): Promise<Rules> {
		const text = await store.get(KEY);
		const rules = text === null ? { version: 0, rules: defaults() } : parse(text, log);
		read.set(store, { at: clock.now(), rules });
		return rules;
	}

	async function current(): Promise<Rules> {
		const known = read.get(store);
		if (known !== undefined && clock.now() - known.at < FRESH_MS) return known.rules;
		try {
			return await load();
		} catch (cause) {
			log.warn('the flags cannot be read: what was known holds', { cause });
			return known?.rules ?? { version: 0, rules: defaults() };
		}
	}

	async function loadForPeople(): Promise<Rules> {
		try {
			return await load();
		} catch (cause) {
			throw new AppError('unavailable', 'The flags cannot be read just now. Please try again.', { cause });
		}
	}

	return {
		async variantsFor(actor) {
			const { rules } = await current();
			const chosen: Partial<Record<FlagName, string>> = {};
			for (const name of FLAG_NAMES) {
				const variant = chooseVariant(name, FLAGS[name].variants, rules[name], actor);
				if (variant !== undefined) chosen[name] = variant;
			}
			return chosen;
		},

		async describe(actor) {
			requirePermission(actor, 'write:flag');
			const { version, rules } = await loadForPeople();
			const flags = await Promise.all(
				FLAG_NAMES.map(async (name) => ({
					name,
					variants: FLAGS[name].variants,
					rule: rules[name],
					tallies: await tallies(name)
				}))
			);
			return { version, flags };
		},

		async change(actor, { name, version, rule }) {
			requirePermission(actor, 'write:flag');
			if (ruleProblem(name, rule) !== undefined)
				throw new AppError('invalid', 'At least one variant of the flag needs a share above 0.');
			const present = await loadForPeople();
			if (present.version !== version)
				throw new AppError('conflict', 'Somebody changed the flags meanwhile. Look at them again.');
			const rules = { version: version + 1, rules: { ...present.rules, [name]: rule } };
			try {
				await store.put(KEY, JSON.stringify({ version: rules.version, flags: rules.rules }));
			} catch (cause) {
				// KV takes one write a second for a key.
				throw new AppError('unavailable', 'The flags could not be saved just now. Please try again.', {
					cause
				});
			}
			read.set(store, { at: clock.now(), rules });
			audit.record(actor, {
				action: 'flag.changed',
				objectType: 'flag',
				objectId: name,
				outcome: 'allowed',
				details: {
					isOn: rule.isOn,
					percentage: rule.percentage,
					roles: rule.roles.join(' '),
					weights: JSON.stringify(rule.weights)
				}
			});
		}
	};
}

function defaults(): Record<FlagName, FlagRule> {
	const rules: Partial<Record<FlagName, FlagRule>> = {};
	for (const name of FLAG_NAMES) rules[name] = FLAGS[name].otherwise;
	return rules as Record<FlagName, FlagRule>;
}

function parse(text: string, log: Logger): Rules {
	const stored = Stored.safeParse(asJson(text));
	if (!stored.success) {
		log.warn('the stored flags are broken: the code’s own hold');
		return { version: 0, rules: defaults() };
	}
	const rules = defaults();
	for (const name of FLAG_NAMES) {
		const found = stored.data.flags[name];
		if (found === undefined) continue;
		const rule = FlagRuleShape.safeParse(found);
		if (rule.success && ruleProblem(name, rule.data) === undefined) rules[name] = rule.data;
		else log.warn('a stored flag is broken: the code’s own holds', { flag: name });
	}
	return { version: stored.data.version, rules };
}

function asJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
