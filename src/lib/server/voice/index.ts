export { createBargeIn, type BargeIn } from './barge-in.ts';
export type { Call, CallConnection, CallDependencies, ConnectionMemo, TurnMeasured } from './call.ts';
export { createCall } from './create-call.ts';
export { createEnergyEndpoint, type EnergyEndpoint } from './energy-endpoint.ts';
export { createHeardLedger, type HeardLedger, type SaidPiece } from './heard-ledger.ts';
export { judgeWords, type Judgement } from './interruption-gate.ts';
export { createMicLedger, type MicLedger } from './mic-ledger.ts';
export type { CallRecord, CallStore, SpokenConversation, SpokenPart } from './ports.ts';
export { createSentenceChunker, type SentenceChunker, type TextPiece } from './sentence-chunker.ts';
