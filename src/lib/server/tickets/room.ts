// The room put together: one store, and all that goes through it.
import type { Letters, Mail } from '../mail/index.ts';
import type { Logger, RunInBackground } from '../observability/index.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import { createDeskLists, type DeskLists } from './desk-lists.ts';
import { createDeliveries, type Deliveries, type ExternalDesk } from './external/deliveries.ts';
import { createInbound, type Inbound } from './external/inbound.ts';
import { createTicketFiles, type FileKinds, type TicketFiles } from './files/ticket-files.ts';
import { createNotices } from './notices.ts';
import type { BusinessHours } from '#lib/shared/business-hours.ts';
import { createTicketStore } from './ticket-store.ts';
import { createTickets, type Tickets } from './tickets.ts';
import { createTicketViewers, type TicketViewers } from './viewers.ts';

export interface TicketRoom {
	tickets: Tickets;
	/** Saved filters and canned replies. */
	deskLists: DeskLists;
	/** What the external desk is told, and what it says. */
	deliveries: Deliveries;
	inbound: Inbound;
	ticketFiles: TicketFiles;
	/** Who of the desk looks at which ticket. */
	ticketViewers: TicketViewers;
}

export interface TicketRoomOptions {
	database: Database;
	objects: R2Bucket;
	/** What a file may be. */
	fileKinds: FileKinds;
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
	const { database, objects, fileKinds: kinds, clock, audit, hours, desk } = options;
	const deliveries = createDeliveries(options);
	const store = createTicketStore({ database, clock, deliveriesOf: deliveries.draft });
	const notices = createNotices(options);
	const files = createTicketFiles({ database, objects, clock, kinds });
	return {
		tickets: createTickets({ ...options, store, deliveries, notices, files }),
		deskLists: createDeskLists({ database, clock }),
		deliveries,
		ticketFiles: files,
		ticketViewers: createTicketViewers({ database, clock }),
		inbound: createInbound({ database, clock, audit, store, notices, hours, desk })
	};
}
