export type { Call, CallConnection, CallDependencies, ConnectionMemo, TurnMeasured } from './call.ts';
export { createCall } from './create-call.ts';
export type { CallRecord, CallStore, SpokenConversation, SpokenPart } from './ports.ts';
