// The numbers of the chat room.
const MINUTE = 60_000;

export const LIMITS = {
	/** Messages of one conversation that may wait for the one being answered. */
	waitingTurns: 100,
	/** How often a turn is begun at most, when its process dies before a word was written. */
	attempts: 2,
	/** How long a turn may go unwatched. */
	watchdogMs: 20_000,
	/** The projection is sent when a turn ends; this is the latest for one that takes long or was cut off. */
	outboxMs: 2_000,
	/** How long a person who has the floor may be gone before the assistant answers again. */
	awayMs: 2 * MINUTE,
	/** How often an open call is looked at: one whose process died has no socket any more. */
	callWatchMs: 10 * MINUTE,
	/** Wishes for a person in one conversation within an hour: each is a ticket, and somebody is asked for it. */
	wishesAnHour: 6,
	/** After a wish for a person has become a ticket, no rule calls somebody again for this long. */
	ticketedMs: 24 * 60 * MINUTE,
	/** Without a message for this long a conversation is idle, then ended. It goes on when somebody writes. */
	idleMs: 30 * MINUTE,
	endedMs: 24 * 60 * MINUTE,
	/** How long a deletion can be undone. */
	undoMs: 10 * MINUTE,
	/** An id younger than this cannot have been archived, whatever the settings were: the shortest retention is a day. */
	youngMs: 24 * 60 * MINUTE,
	/** When archiving is tried again after somebody was there. */
	archiveAgainMs: 24 * 60 * MINUTE
} as const;
