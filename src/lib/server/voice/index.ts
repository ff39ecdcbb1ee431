export type { Call, CallConnection, CallDependencies, ConnectionMemo, TurnMeasured } from './call.ts';
export type { CallRecord, CallStore, SpokenConversation, SpokenPart } from './ports.ts';
