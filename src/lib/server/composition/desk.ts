// The desk: who is there, who waits, and how somebody is found for them.
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import type { Chat } from '../chat/index.ts';
import {
	createDesk,
	createEscalationTicket,
	createEscalationWatch,
	createEscalationWork,
	createOffers,
	createPresence,
	createQueue,
	createWishes,
	type Desk,
	type EscalationWatch,
	type EscalationWork
} from '../desk/index.ts';
import { createJobs } from '../platform/index.ts';
import type { Tickets } from '../tickets/index.ts';
import type { Ground } from './ground.ts';

export interface DeskServices {
	/** What the people of the school work from. */
	desk: Desk;
	/** For the workflow and the alarm of the companion Worker. */
	escalation: { work: EscalationWork; watch: EscalationWatch; rounds: number };
	/** When they are there. */
	supportHours: BusinessHours;
}

interface Needed {
	chat: Chat;
	tickets: Tickets;
	hours: BusinessHours;
}

export function composeDesk(ground: Ground, { chat, tickets, hours }: Needed): DeskServices {
	const { bindings, settings, log, clock, database, audit, mail, letters } = ground;
	const presence = createPresence({ database, clock });
	const wishes = createWishes(database);
	const offers = createOffers({
		...{ database, clock, audit, presence },
		offerMs: settings.HANDOVER_OFFER_SECONDS * 1_000
	});
	const queue = createQueue({ database, presence, chat });
	const { ESCALATION } = bindings;
	return {
		desk: createDesk({ database, clock, presence, queue, chat }),
		escalation: {
			work: createEscalationWork({
				...{ database, clock, log, wishes, offers, chat, mail, letters, hours },
				ticket: createEscalationTicket({ database, wishes, tickets })
			}),
			// Without the alarms: the one that asks is one.
			watch: createEscalationWatch(createJobs(ESCALATION === undefined ? {} : { ESCALATION })),
			rounds: settings.HANDOVER_ROUNDS
		},
		supportHours: hours
	};
}
