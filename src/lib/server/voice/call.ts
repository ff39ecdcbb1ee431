// The face of a call: what its object gives it, and what it tells it.
import type { Actor } from '#lib/shared/actor.ts';
import type { ClientTurnMetrics, ServerTurnMetrics } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import type { SpeechProviders } from '../speech/index.ts';
import type { CallStore, SpokenConversation } from './ports.ts';

/** One open socket. Sending into a closed one may throw: the call passes over it. */
export interface CallConnection {
	send(text: string): void;
	sendBytes(bytes: ArrayBuffer): void;
	close(code: number, reason: string): void;
	/** What was kept with the socket: it outlives the object's sleep. */
	kept(): ConnectionMemo | undefined;
	keep(memo: ConnectionMemo): void;
}

export interface ConnectionMemo {
	/** The call whose socket this is; undefined before it started or resumed one. */
	sessionId: string;
}

export interface CallDependencies {
	store: CallStore;
	conversation: SpokenConversation;
	speech: SpeechProviders;
	clock: Clock;
	/** A timer of the process, gone with it; calling back what it returns takes it back. None is open while a call is quiet. */
	later: (delayMs: number, work: () => void) => () => void;
	/** A random id, and the secret that resumes a call. */
	newId: () => string;
	newToken: () => string;
	/** Work that nobody waits for; what it throws is logged under the label. */
	inBackground: (label: string, work: Promise<unknown>) => void;
	/** `alarmAt()` may have changed. */
	alarmChanged: () => void;
	/** Content-free, once a turn from either side. */
	measured: (metrics: TurnMeasured) => void;
}

export type TurnMeasured =
	| { side: 'server'; turnId: string; metrics: ServerTurnMetrics }
	| { side: 'client'; turnId: string; metrics: ClientTurnMetrics };

/** The one call of a conversation. No method throws; what was wrong is told to whoever sent it. */
export interface Call {
	/** A socket of somebody who may write in this conversation: the room asked before. Nothing is sent until it starts or resumes. */
	open(connection: CallConnection, actor: Actor): void;
	/** A socket that was open before the process slept. Afterwards it is as after `open`, with the call that was kept with it. */
	wake(connection: CallConnection, actor: Actor): void;
	/** A message of a socket; settles when it was dealt with (sound is at once). */
	hear(connection: CallConnection, data: string | ArrayBuffer): Promise<void>;
	/** The socket is gone, whoever closed it. */
	closed(connection: CallConnection): void;
	/** When `alarm` is to be called, ms since epoch: a call that nobody came back to ends then. */
	alarmAt(): number | undefined;
	alarm(): void;
	/** The conversation is deleted, or the object cannot go on. */
	end(reason: 'deleted' | 'failed'): void;
	/** Something is heard, thought of or said: positions need not be kept, and the object is not idle. */
	isBusy(): boolean;
}
