// What the desk keeps for itself: lists of tickets that somebody comes back to, and replies that are written once and sent often.
import { and, asc, eq, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { CannedReply, SavedFilter } from '#lib/shared/tickets.ts';
import { isKept, schema, type Clock, type Database } from '../platform/index.ts';
import type { NewFilter, NewReply } from './forms.ts';

const { cannedReplies, ticketFilters } = schema;
const FILTERS_AT_MOST = 50;
const REPLIES_AT_MOST = 500;
/** What a list's address can hold; a place in it is not part of it. */
const PARAMETERS = [
	'status',
	'priority',
	'category',
	'assignee',
	'requester',
	'team',
	'tag',
	'query',
	'sort'
];

export interface DeskLists {
	filters(actor: Actor): Promise<{ filters: SavedFilter[] }>;
	/** One name, one list: the same name again replaces it. */
	saveFilter(actor: Actor, filter: NewFilter): Promise<SavedFilter>;
	removeFilter(actor: Actor, id: string): Promise<void>;
	replies(actor: Actor): Promise<{ replies: CannedReply[] }>;
	addReply(actor: Actor, reply: NewReply): Promise<CannedReply>;
	/** Throws `conflict` when somebody changed it meanwhile, or when another has the title. */
	changeReply(actor: Actor, id: string, reply: NewReply & { version: number }): Promise<CannedReply>;
	removeReply(actor: Actor, id: string): Promise<void>;
}

export function createDeskLists({ database, clock }: { database: Database; clock: Clock }): DeskLists {
	function requireDesk(actor: Actor): string {
		if (actor.userId === undefined || !can(actor, 'write:ticket'))
			throw new AppError(actor.userId === undefined ? 'unauthenticated' : 'forbidden', m.tickets_desk_only());
		return actor.userId;
	}

	async function requireFreeTitle(title: string, id: string): Promise<void> {
		const [other] = await database
			.select({ id: cannedReplies.id })
			.from(cannedReplies)
			.where(eq(cannedReplies.title, title));
		if (other !== undefined && other.id !== id) throw new AppError('conflict', m.tickets_reply_title_taken());
	}

	return {
		async filters(actor) {
			const ownerId = requireDesk(actor);
			const filters = await database
				.select({ id: ticketFilters.id, name: ticketFilters.name, query: ticketFilters.query })
				.from(ticketFilters)
				.where(eq(ticketFilters.ownerId, ownerId))
				.orderBy(asc(sql`lower(${ticketFilters.name})`));
			return { filters };
		},

		async saveFilter(actor, { name, query }) {
			const ownerId = requireDesk(actor);
			const given = new URLSearchParams(query);
			const kept = new URLSearchParams();
			for (const parameter of PARAMETERS)
				for (const value of given.getAll(parameter)) if (value !== '') kept.append(parameter, value);
			const count = await database.$count(ticketFilters, eq(ticketFilters.ownerId, ownerId));
			if (count >= FILTERS_AT_MOST) throw new AppError('conflict', m.tickets_filters_too_many());
			const [saved] = await database
				.insert(ticketFilters)
				.values({ id: newId(), ownerId, name, query: kept.toString(), createdAt: clock.now() })
				.onConflictDoUpdate({
					target: [ticketFilters.ownerId, ticketFilters.name],
					set: { query: kept.toString() }
				})
				.returning();
			if (saved === undefined) throw new Error('a filter was neither added nor replaced');
			return { id: saved.id, name: saved.name, query: saved.query };
		},

		async removeFilter(actor, id) {
			const ownerId = requireDesk(actor);
			await database
				.delete(ticketFilters)
				.where(and(eq(ticketFilters.id, id), eq(ticketFilters.ownerId, ownerId)));
		},

		async replies(actor) {
			requireDesk(actor);
			const replies = await database
				.select({
					...{ id: cannedReplies.id, title: cannedReplies.title, body: cannedReplies.body },
					version: cannedReplies.version
				})
				.from(cannedReplies)
				.orderBy(asc(sql`lower(${cannedReplies.title})`))
				.limit(REPLIES_AT_MOST);
			return { replies };
		},

		async addReply(actor, { title, body }) {
			const createdBy = requireDesk(actor);
			const id = newId();
			const now = clock.now();
			await requireFreeTitle(title, id);
			await database.run(sql`INSERT INTO canned_replies (id, title, body, created_by, created_at, updated_at, version)
				SELECT ${id}, ${title}, ${body}, ${createdBy}, ${now}, ${now}, 1
				WHERE ${isKept(createdBy)} ON CONFLICT (title) DO NOTHING`);
			const [added] = await database.select().from(cannedReplies).where(eq(cannedReplies.id, id));
			if (added === undefined) throw new AppError('conflict', m.tickets_reply_title_taken());
			return { id, title, body, version: 1 };
		},

		async changeReply(actor, id, { title, body, version }) {
			requireDesk(actor);
			await requireFreeTitle(title, id);
			const changed = await database
				.update(cannedReplies)
				.set({ title, body, version: version + 1, updatedAt: clock.now() })
				.where(and(eq(cannedReplies.id, id), eq(cannedReplies.version, version)))
				.returning({ id: cannedReplies.id });
			if (changed.length === 0) throw new AppError('conflict', m.tickets_reply_changed());
			return { id, title, body, version: version + 1 };
		},

		async removeReply(actor, id) {
			requireDesk(actor);
			await database.delete(cannedReplies).where(eq(cannedReplies.id, id));
		}
	};
}
