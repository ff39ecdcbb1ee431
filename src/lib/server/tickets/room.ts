// The room put together: one store, and all that goes through it.
import type { Letters, Mail } from '../mail/index.ts';
import type { Logger, RunInBackground } from '../observability/index.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import { createDeskLists, type DeskLists } from './desk-lists.ts';
import { createDeliveries, type Deliveries, type ExternalDesk } from './external/deliveries.ts';
import { createInbound, type Inbound } from './external/inbound.ts';
import { createNotices } from './notices.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import { createTicketStore } from './ticket-store.ts';
import { createTickets, type Tickets } from './tickets.ts';

export interface TicketRoom {
	tickets: Tickets;
	/** Saved filters and canned replies. */
	deskLists: DeskLists;
	/** What the external desk is told, and what it says. */
	deliveries: Deliveries;
	inbound: Inbound;
}

export interface TicketRoomOptions {
	database: Database;
	clock: Clock;
	log: Logger;
	audit: Audit;
	runInBackground: RunInBackground;
	mail: Mail;
	letters: Pick<Letters, 'ticketAnswered' | 'ticketAssigned'>;
	hours: BusinessHours;
	/** undefined where the deployment has none. */
	desk: ExternalDesk | undefined;
	/** Sets the alarm that goes on with what the external desk has still to be told. */
	setAlarm: () => Promise<void>;
	fetch?: typeof globalThis.fetch;
}

export function createTicketRoom(options: TicketRoomOptions): TicketRoom {
	const { database, clock, audit, hours, desk } = options;
	const deliveries = createDeliveries(options);
	const store = createTicketStore({ database, clock, deliveriesOf: deliveries.draft });
	const notices = createNotices(options);
	return {
		tickets: createTickets({ ...options, store, deliveries, notices }),
		deskLists: createDeskLists({ database, clock }),
		deliveries,
		inbound: createInbound({ database, clock, audit, store, notices, hours, desk })
	};
}
