// A conversation's storage: its object's own SQLite.
import type { ConversationStorage, SqlValue } from '#lib/server/chat/index.ts';

export function conversationStorage(storage: DurableObjectStorage): ConversationStorage {
	return {
		sql: <Row extends object>(statement: string, ...values: SqlValue[]) =>
			storage.sql.exec(statement, ...values).toArray() as unknown as Row[],
		transaction: (work) => storage.transactionSync(work),
		durable: () => storage.sync(),
		setAlarm: (at) => {
			// Part of the same commit as the rows that say why. A write that fails ends the object, so nobody needs to hear of it here.
			(at === null ? storage.deleteAlarm() : storage.setAlarm(at)).catch(() => undefined);
		},
		async deleteAll() {
			await storage.deleteAlarm();
			await storage.deleteAll();
		}
	};
}
