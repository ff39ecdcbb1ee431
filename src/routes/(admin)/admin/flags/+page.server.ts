import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { ChangeFlagForm } from './change-flag.server.ts';

export const load = pageLoad({}, ({ services, actor }) => services.flags.describe(actor));

export const actions = {
	change: formAction(ChangeFlagForm, async ({ services, actor, fields }) => {
		await services.flags.change(actor, fields);
		return { saved: fields.name };
	})
};
