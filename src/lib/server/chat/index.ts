export { createChat, type Chat } from './chat.ts';
export type { Origin, TurnOrder } from './accept.ts';
export {
	ACTOR_HEADER,
	CONVERSATION_PATHS,
	FAILURE_HEADER,
	ORIGIN_HEADER,
	type ConversationCalls
} from './conversation-calls.ts';
export { createConversation, type Conversation, type TurnStream } from './conversation.ts';
export type { ConversationDependencies } from './conversation-dependencies.ts';
export type { AgentMessage, FloorToken } from './floor/floor-control.ts';
export type { RollingContext } from './context/index.ts';
export { readTopics } from './floor/policy-topics.ts';
export type { Chronicle, ChronicleRequest } from './reading/chronicle.ts';
export type { HistoryRequest, TranscriptRequest } from './reading/history.ts';
export { readSearchWords, toMatch, type SearchPhrase } from './search/search-words.ts';
export type { ConversationCopy } from './sharing/receive-copy.ts';
export { isSameQuestion, UNSURE } from './floor/hand-over-rules.ts';
export { createRetention, type Retention } from './archive/retention.ts';
export { createObjectArchive } from './archive/object-archive.ts';
export { createUserContextTool } from './user-context/user-context-tool.ts';
export { tallyVariants } from './tally-variants.ts';
export { createFeedback, type Feedback } from './feedback/feedback.ts';
export { createDatabaseProjection } from './projection/database-projection.ts';
export type { TicketOfHandover } from './store/handovers.ts';
export type { LiveSocket, Watcher } from './live/live-socket.ts';
export type { ConversationStorage, SqlValue } from './store/index.ts';
export { answerByChain } from './turn/answer-by-chain.ts';
export { answerOnce, type AnswerOnce } from './turn/answer-once.ts';
