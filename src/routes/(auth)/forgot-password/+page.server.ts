import { ForgottenPassword } from '#lib/server/auth/index.ts';
import { formAction } from '#lib/server/http/index.ts';

export const actions = {
	default: formAction(ForgottenPassword, async ({ fields, services }) => {
		await services.passwords.requestReset(fields.email);
		return { sentTo: fields.email };
	})
};
