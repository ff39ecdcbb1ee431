export { createChat, type Chat } from './chat.ts';
export type { Origin, TurnOrder } from './accept.ts';
export {
	ACTOR_HEADER,
	CONVERSATION_PATHS,
	FAILURE_HEADER,
	type ConversationCalls
} from './conversation-calls.ts';
export {
	createConversation,
	type Conversation,
	type ConversationDependencies,
	type HistoryRequest,
	type TurnStream
} from './conversation.ts';
export { createDatabaseProjection } from './projection/database-projection.ts';
export type { LiveSocket, Watcher } from './live/live-socket.ts';
export type { ConversationStorage, SqlValue } from './store/index.ts';
