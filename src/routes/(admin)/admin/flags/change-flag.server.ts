// The form of a flag as a change: a field that is wrong is named by its own name, so that the form can show it there.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { FLAG_NAMES, FLAGS, ruleProblem, type FlagChange } from '#lib/server/flags/index.ts';
import { Role } from '#lib/shared/actor.ts';

const WEIGHT_LIMIT = 1_000;

/** A whole number of at most four digits; undefined when it is none or too large. */
function readNumber(text: unknown, limit: number): number | undefined {
	if (typeof text !== 'string' || !/^\s*\d{1,4}\s*$/.test(text)) return undefined;
	const number = Number(text);
	return number <= limit ? number : undefined;
}

export const ChangeFlagForm = z
	.looseObject({ flag: z.enum(FLAG_NAMES), version: z.coerce.number().int().min(0) })
	.transform((fields, context): FlagChange => {
		const refuse = (field: string, message: string) =>
			context.addIssue({ code: 'custom', path: [field], message });
		const { flag: name, version } = fields;
		const isOn = fields.isOn === 'on';
		const roles = Role.options.filter((role) => fields[`role-${role}`] === 'on');
		if (isOn && roles.length === 0) refuse('roles', m.flags_roles_problem());
		const percentage = readNumber(fields.percentage, 100);
		if (percentage === undefined) refuse('percentage', m.flags_percentage_problem());
		const weights: Record<string, number> = {};
		for (const variant of FLAGS[name].variants) {
			const weight = readNumber(fields[`weight-${variant}`], WEIGHT_LIMIT);
			if (weight === undefined) refuse(`weight-${variant}`, m.flags_weight_problem());
			else weights[variant] = weight;
		}
		const rule = { isOn, roles, percentage: percentage ?? 0, weights };
		if (Object.keys(weights).length === FLAGS[name].variants.length && ruleProblem(name, rule) !== undefined)
			refuse('weights', m.flags_weights_problem());
		return { name, version, rule };
	});
