// A conversation's storage that counts what its statements cost.
import { conversationStorage } from '../../worker/conversation-storage.ts';
import type { ConversationStorage, SqlValue } from '#lib/server/chat/index.ts';

export interface Counts {
	statements: number;
	rowsRead: number;
	rowsWritten: number;
}

export function countedStorage(storage: DurableObjectStorage, counts: Counts): ConversationStorage {
	return {
		...conversationStorage(storage),
		sql: <Row extends object>(statement: string, ...values: SqlValue[]) => {
			const cursor = storage.sql.exec(statement, ...values);
			const rows = cursor.toArray() as unknown as Row[];
			counts.statements += 1;
			counts.rowsRead += cursor.rowsRead;
			counts.rowsWritten += cursor.rowsWritten;
			return rows;
		}
	};
}
