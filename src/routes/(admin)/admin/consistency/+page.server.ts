import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { FINDING_KINDS } from '#lib/shared/consistency.ts';

const Query = z.object({
	kind: z.enum(FINDING_KINDS).default('contradiction'),
	dismissed: z.enum(['yes', 'no']).default('no')
});
const Dismissal = z.object({
	id: z.string().regex(/^[0-9a-f]{64}$/),
	isDismissed: z.enum(['true', 'false']).transform((value) => value === 'true')
});

export const load = pageLoad({ query: Query }, async ({ services, actor, query: { kind, dismissed } }) => ({
	...{ kind, dismissed },
	list: await services.consistency.list(actor, { kind, dismissed: dismissed === 'yes' })
}));

export const actions = {
	compare: formAction(z.object({}), async ({ services, actor }) => {
		await services.consistency.compare(actor);
	}),
	dismiss: formAction(Dismissal, async ({ services, actor, fields }) => {
		await services.consistency.dismiss(actor, fields.id, fields.isDismissed);
	})
};
