import { createCalls, type Calls } from './calls.ts';
import { createConversationRecords, type ConversationRecords } from './conversation-record.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { createFloor, type Floor } from './floor.ts';
import { createHandovers, type Handovers } from './handovers.ts';
import { createMessages, type Messages } from './messages.ts';
import { createNotes, type Notes } from './notes.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createRatings, type Ratings } from './ratings.ts';
import { createRemembered, type Remembered } from './remembered.ts';
import { createSchedule, type Schedule } from './schedule.ts';
import type { ConversationStorage } from './storage.ts';
import { createToolChains, type ToolChains } from './tool-chains.ts';
import { createTurns, type Turns } from './turns.ts';

export type { ConversationStorage, SqlValue } from './storage.ts';

/** The tables of one conversation, each behind its own face. */
export interface ConversationStore {
	storage: ConversationStorage;
	record: ConversationRecords;
	log: EventLog;
	turns: Turns;
	messages: Messages;
	ratings: Ratings;
	handovers: Handovers;
	floor: Floor;
	notes: Notes;
	remembered: Remembered;
	chains: ToolChains;
	calls: Calls;
	outbox: Outbox;
	schedule: Schedule;
	/** Drops what is remembered of the tables: they were changed past their faces. */
	forget(): void;
}

export function createConversationStore(storage: ConversationStorage): ConversationStore {
	const log = createEventLog(storage);
	const record = createConversationRecords(storage);
	const schedule = createSchedule(storage);
	const floor = createFloor(storage);
	const remembered = createRemembered(storage);
	const forget = () => {
		for (const table of [log, record, schedule, floor, remembered]) table.forget();
	};
	return {
		storage: {
			...storage,
			transaction(work) {
				try {
					return storage.transaction(work);
				} catch (thrown) {
					forget();
					throw thrown;
				}
			}
		},
		record,
		log,
		turns: createTurns(storage),
		chains: createToolChains(storage),
		calls: createCalls(storage),
		messages: createMessages(storage),
		ratings: createRatings(storage),
		handovers: createHandovers(storage),
		floor,
		notes: createNotes(storage),
		remembered,
		outbox: createOutbox(storage),
		schedule,
		forget
	};
}
