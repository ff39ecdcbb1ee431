// When people of the school answer, what is theirs to answer, and the desk elsewhere that hears of it.
import { z } from 'zod';
import { isTimeZone, parseWeek } from '#lib/shared/business-hours.ts';
import { commaList, safeAddress, type Read } from './forms.ts';

export const supportSettings = {
	/** When the school answers tickets, as in `mon-fri 09:00-18:00; sat 10:00-14:00`. Left out: always. */
	SUPPORT_HOURS: z
		.string()
		.max(500)
		.transform((text, context) => {
			try {
				return parseWeek(text);
			} catch (thrown) {
				context.addIssue({
					code: 'custom',
					message: thrown instanceof Error ? thrown.message : 'not hours'
				});
				return z.NEVER;
			}
		})
		.optional(),
	/** IANA, as in Europe/Berlin: where those hours are read off the clock. */
	SUPPORT_TIME_ZONE: z.string().refine(isTimeZone, 'an IANA time zone, as in Europe/Berlin').default('UTC'),
	/** Days without hours: YYYY-MM-DD, comma-separated. */
	SUPPORT_HOLIDAYS: commaList.pipe(z.array(z.iso.date())).default([]),
	/**
	 * What is no assistant's matter, comma-separated: who speaks of one is found a person. With a question mark: not who only asks about it and
	 * is answered from the school's articles. `-` for none.
	 */
	HANDOVER_TOPICS: z
		.string()
		.max(4_000)
		.default(
			'refund?, money back?, complaint about a teacher, safeguarding?, child protection?, abuse, harassment, bullying, inappropriate, ' +
				'self-harm, suicide, lawyer, solicitor, legal action, police, injury?, ambulance'
		)
		.transform((list) => list.split(',').flatMap((topic) => topic.trim() || []))
		.pipe(z.array(z.string().max(100)).max(200)),
	/** How long a wish for a person is offered to one agent before the next is asked, and to how many before it becomes a ticket. */
	HANDOVER_OFFER_SECONDS: z.coerce.number().int().min(15).max(3_600).default(120),
	HANDOVER_ROUNDS: z.coerce.number().int().min(1).max(50).default(5),
	/** Where an external desk hears of tickets; goes with the secret. */
	TICKET_WEBHOOK_URL: safeAddress.optional(),
	/** A secret: what messages to and from the external desk are signed with. */
	TICKET_WEBHOOK_SECRET: z.string().min(16).max(512).optional()
};

export function checkSupport(settings: Read<typeof supportSettings>, context: z.RefinementCtx): void {
	if ((settings.TICKET_WEBHOOK_URL === undefined) !== (settings.TICKET_WEBHOOK_SECRET === undefined))
		context.addIssue({
			code: 'custom',
			path: [settings.TICKET_WEBHOOK_URL === undefined ? 'TICKET_WEBHOOK_URL' : 'TICKET_WEBHOOK_SECRET'],
			message: 'needed where the other of TICKET_WEBHOOK_URL and TICKET_WEBHOOK_SECRET is set'
		});
}
