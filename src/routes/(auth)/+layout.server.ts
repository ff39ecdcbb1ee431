import { pageLoad } from '#lib/server/http/index.ts';
import { can } from '#lib/shared/actor.ts';

export const load = pageLoad({}, ({ actor, services }) => {
	const { MAIL_PROVIDER, SCHOOL_NAME, SEGUE_DEMO } = services.settings;
	services.erasure.goOn();
	return {
		schoolName: SCHOOL_NAME,
		/** Where letters are to be found in a deployment that sends none: for those who may look there, and in a demo. */
		isOutboxTold: MAIL_PROVIDER === 'outbox' && (SEGUE_DEMO || can(actor, 'read:mail'))
	};
});
