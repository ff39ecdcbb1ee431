// The append-only log of one conversation. One writer; `seq` grows by one without gaps. Rows are never changed.
import { EVENT_VERSION, type LogEvent } from '#lib/shared/conversation/event.ts';
import type { WirePart } from '#lib/shared/conversation/parts.ts';
import type { ConversationStorage } from './storage.ts';

interface EventRow {
	seq: number;
	turn_id: string | null;
	message_id: string | null;
	version: number;
	body: string;
	at: number;
}

/** A part as it is stored and sent: every reader gets the same bytes. */
export interface Frame {
	seq: number;
	json: string;
}

/** An event whose part is still JSON. */
export interface StoredEvent extends Frame, Place {
	at: number;
}

/** `turnId` is set for the parts of an answer and null for what happens to the conversation. */
export interface Place {
	turnId: string | null;
	messageId: string | null;
}

export interface EventLog {
	append(place: Place, part: WirePart, at: number): LogEvent;
	/** 0 in an empty log. */
	lastSeq(): number;
	/** A transaction was undone: what was appended in it is gone. */
	forget(): void;
	/** Events after `seq`, up to and with `upTo`, oldest first. */
	read(after: number, upTo: number, limit: number): StoredEvent[];
	/** What a reader of one turn gets after `seq`, up to and with `upTo`: its parts, and what happened to the conversation meanwhile. */
	framesFor(turnId: string, after: number, upTo: number, limit: number): Frame[];
	/** Where the turn begins; undefined while it waits. */
	startOf(turnId: string): number | undefined;
	eventsOf(turnId: string): LogEvent[];
	/** The turn of the first part of an answer after `seq`. */
	turnAfter(seq: number): string | undefined;
}

/** The newest events, kept in memory: nearly every reader is at the end of the log, and gets there without a query. */
const TAIL_LENGTH = 512;

export function createEventLog(storage: ConversationStorage): EventLog {
	let last: number | undefined;
	/** Without gaps, up to the last event; empty in a fresh process. */
	let tail: StoredEvent[] = [];

	function lastSeq(): number {
		last ??= storage.sql<{ seq: number | null }>(`SELECT MAX(seq) AS seq FROM events`)[0]?.seq ?? 0;
		return last;
	}

	/** undefined when some of it is older than the tail. */
	function fromTail(after: number, upTo: number): StoredEvent[] | undefined {
		const first = tail[0]?.seq;
		if (first === undefined || after + 1 < first) return undefined;
		return tail.slice(after + 1 - first, Math.max(0, upTo + 1 - first));
	}

	return {
		lastSeq,
		forget: () => {
			last = undefined;
			tail = [];
		},
		append(place, part, at) {
			const seq = lastSeq() + 1;
			const json = JSON.stringify(part);
			storage.sql(
				`INSERT INTO events (seq, turn_id, message_id, version, body, at) VALUES (?, ?, ?, ?, ?, ?)`,
				seq,
				place.turnId,
				place.messageId,
				EVENT_VERSION,
				json,
				at
			);
			last = seq;
			tail.push({ seq, json, at, ...place });
			if (tail.length > 2 * TAIL_LENGTH) tail = tail.slice(-TAIL_LENGTH);
			return { seq, version: EVENT_VERSION, ...place, at, part };
		},
		read: (after, upTo, limit) =>
			fromTail(after, upTo)?.slice(0, limit) ??
			storage.sql<StoredEvent>(
				`SELECT seq, turn_id AS turnId, message_id AS messageId, at, body AS json FROM events
				 WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
				after,
				upTo,
				limit
			),
		framesFor(turnId, after, upTo, limit) {
			const near = fromTail(after, upTo);
			if (near !== undefined)
				return near.filter((event) => event.turnId === turnId || event.turnId === null).slice(0, limit);
			return storage.sql<Frame>(
				// The plus keeps the planner on the primary key: nearly every row after the position is wanted.
				`SELECT seq, body AS json FROM events
				 WHERE seq > ? AND seq <= ? AND (+turn_id = ? OR +turn_id IS NULL) ORDER BY seq LIMIT ?`,
				after,
				upTo,
				turnId,
				limit
			);
		},
		startOf: (turnId) =>
			storage.sql<{ seq: number | null }>(`SELECT MIN(seq) AS seq FROM events WHERE turn_id = ?`, turnId)[0]
				?.seq ?? undefined,
		eventsOf: (turnId) =>
			storage.sql<EventRow>(`SELECT * FROM events WHERE turn_id = ? ORDER BY seq`, turnId).map(toEvent),
		turnAfter: (seq) =>
			storage.sql<{ turn_id: string }>(
				`SELECT turn_id FROM events WHERE seq > ? AND turn_id IS NOT NULL ORDER BY seq LIMIT 1`,
				seq
			)[0]?.turn_id
	};
}

function toEvent(row: EventRow): LogEvent {
	return {
		seq: row.seq,
		version: row.version,
		turnId: row.turn_id,
		messageId: row.message_id,
		at: row.at,
		part: upcast(row.version, row.body)
	};
}

/** Brings a stored part up to the present version. There is one version so far. */
function upcast(version: number, body: string): WirePart {
	if (version !== EVENT_VERSION) throw new Error(`event version ${version} is newer than this code`);
	return JSON.parse(body) as WirePart;
}
