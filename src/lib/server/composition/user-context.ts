// The tool that tells a model what was said before needs several rooms: here they meet.
import { can } from '#lib/shared/actor.ts';
import { TICKET_LIMITS } from '#lib/shared/tickets.ts';
import { createUserContextTool } from '../chat/index.ts';
import type { Recordings } from '../recordings/index.ts';
import type { Tickets } from '../tickets/index.ts';
import type { RegisteredTool } from '../tools/index.ts';
import type { Ground } from './ground.ts';

const RECORDINGS = 3;

export function composeUserContext(
	{ database, clock, log }: Pick<Ground, 'database' | 'clock' | 'log'>,
	{ tickets, library }: { tickets: Pick<Tickets, 'list'>; library: Pick<Recordings['library'], 'list'> }
): RegisteredTool {
	return createUserContextTool({
		...{ database, clock, log },
		async openTickets(actor) {
			const open = await tickets.list(actor, {
				...{ status: ['open', 'pending', 'on_hold'], priority: [], mine: true },
				...{ sort: 'updated', limit: TICKET_LIMITS.page }
			});
			return open.tickets.length;
		},
		async recentRecordings(actor) {
			if (!can(actor, 'read:recording', { personId: actor.userId })) return undefined;
			const newest = await library.list(actor, { limit: RECORDINGS });
			return newest.recordings.map(({ id, title }) => ({ id, title }));
		}
	});
}
