import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { CodeForm } from '#lib/server/auth/index.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';

const PAGE = '/account/security/second-factor';
const Nothing = z.object({});

export const load = pageLoad({}, async ({ actor, services }) => {
	if (actor.role === 'guest') redirect(303, `/sign-in?next=${PAGE}`);
	return { secondFactor: await services.secondFactor.view(actor) };
});

export const actions = {
	begin: formAction(Nothing, async ({ actor, services }) => {
		await services.secondFactor.begin(actor);
		redirect(303, PAGE);
	}),
	confirm: formAction(CodeForm, async ({ fields, actor, services }) => ({
		recoveryCodes: await services.secondFactor.confirm(actor, fields.code)
	})),
	renew: formAction(Nothing, async ({ actor, services }) => ({
		recoveryCodes: await services.secondFactor.renewRecoveryCodes(actor)
	})),
	'turn-off': formAction(Nothing, async ({ actor, services }) => {
		await services.secondFactor.turnOff(actor);
		redirect(303, '/account/security');
	})
};
