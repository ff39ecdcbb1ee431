import { z } from 'zod';
import { can } from '#lib/shared/actor.ts';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { ChangeStudent, GiveConsent, InviteStudent } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad({}, async ({ services, actor }) => ({
	isTeacher: can(actor, 'write:student', { assigneeId: actor.userId }),
	...(await services.recordings.students.list(actor))
}));

/** A box that is not ticked is not sent. */
const Ticked = z
	.literal('on')
	.optional()
	.transform((said) => said === 'on');
const Link = z.object({ linkId: Id });
const Invite = z.object({ email: z.string(), name: z.string(), isMinor: Ticked }).pipe(InviteStudent);
const Minor = z
	.object({ linkId: Id, isMinor: z.enum(['yes', 'no']).transform((said) => said === 'yes') })
	.transform(({ linkId, isMinor }) => ({ linkId, change: ChangeStudent.parse({ isMinor }) }));
const Consent = GiveConsent.extend({
	linkId: Id,
	holdsSignedConsent: Ticked.pipe(GiveConsent.shape.holdsSignedConsent)
});

export const actions = {
	invite: formAction(Invite, async ({ services, actor, fields }) => {
		const { student, isMailed } = await services.recordings.students.invite(actor, fields);
		return { done: isMailed ? ('invited' as const) : ('not-mailed' as const), name: student.name };
	}),
	resend: formAction(Link, async ({ services, actor, fields: { linkId } }) => {
		const { student, isMailed } = await services.recordings.students.resend(actor, linkId);
		return { done: isMailed ? ('resent' as const) : ('not-mailed' as const), name: student.name };
	}),
	minor: formAction(Minor, async ({ services, actor, fields: { linkId, change } }) => {
		const student = await services.recordings.students.change(actor, linkId, change);
		return { done: 'changed' as const, name: student.name };
	}),
	end: formAction(Link, async ({ services, actor, fields: { linkId } }) => {
		await services.recordings.students.end(actor, linkId);
		return { done: 'ended' as const, name: '' };
	}),
	consent: formAction(Consent, async ({ services, actor, fields: { linkId, ...form } }) => {
		const { student } = await services.recordings.consents.give(actor, linkId, form);
		return { done: 'consented' as const, name: student.name };
	}),
	withdraw: formAction(Link, async ({ services, actor, fields: { linkId } }) => {
		const { erasedRecordings } = await services.recordings.consents.withdraw(actor, linkId);
		return { done: 'withdrawn' as const, name: '', count: erasedRecordings };
	})
};
