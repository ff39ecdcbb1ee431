import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { PresenceForm } from '#lib/server/desk/index.ts';
import { formAction, pageLoad, parseWith } from '#lib/server/http/index.ts';
import { requirePermission } from '#lib/shared/actor.ts';
import { Id } from '#lib/shared/ids.ts';

const Query = z.object({ done: z.literal('changed').optional().catch(undefined) });
/** As the form has them; what they may be is the desk's to say. */
const Fields = z.object({
	id: Id,
	capacity: z.coerce.number(),
	skills: z
		.string()
		.max(2_000)
		.regex(/^[\p{L}\p{N} ,_-]*$/u, { error: () => m.handover_people_skills_wrong() })
});

export const load = pageLoad({ query: Query }, async ({ services, actor, query }) => {
	requirePermission(actor, 'write:handover');
	return { agents: (await services.desk.list(actor)).agents, done: query.done };
});

export const actions = {
	change: formAction(Fields, async ({ services, actor, fields: { id, capacity, skills } }) => {
		const words = skills.split(',').map((skill) => skill.trim());
		const change = parseWith(PresenceForm, { capacity, skills: words.filter((skill) => skill !== '') });
		await services.desk.changeAgent(actor, id, change);
		redirect(303, '/admin/desk/people?done=changed');
	})
};
