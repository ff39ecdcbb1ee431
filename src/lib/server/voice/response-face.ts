// The face of a response being said, for whoever conducts several of them.
import type { ModeReason, SpeakerMode } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import type { Speaker } from '../speech/index.ts';
import type { CallWire } from './call-wire.ts';
import type { ProviderChain } from './provider-chain.ts';
import type { TurnTiming } from './turn-timing.ts';

export interface ResponseOptions {
	id: number;
	turnId: string;
	messageId: string;
	from: 'assistant' | 'person';
	clock: Clock;
	later: (delayMs: number, work: () => void) => () => void;
	inBackground: (label: string, work: Promise<unknown>) => void;
	speakers: readonly Speaker[];
	chain: ProviderChain<SpeakerMode>;
	language: string;
	wire: CallWire;
	timing: TurnTiming;
	onMode: (mode: SpeakerMode, reason: ModeReason) => void;
	/** The first of it can be heard, or read. */
	onSounding: () => void;
	/** It was said and heard to its end. */
	onOver: () => void;
}

export interface SpokenResponse {
	readonly id: number;
	readonly turnId: string;
	readonly messageId: string;
	readonly from: 'assistant' | 'person';
	/** It is its turn: until then its text is only collected. */
	begin(): void;
	text(text: string, charsFrom: number): void;
	/** Words that stand in no message. */
	say(words: string): void;
	ended(status: 'completed' | 'failed'): void;
	pause(): void;
	resume(): void;
	mark(playedMs: number, spokenChars?: number): void;
	/** Ends it; what was heard of it. The first time counts. */
	cancel(at?: { playedMs: number; spokenChars?: number }): { heardChars: number; heardText: string };
	reconnected(): void;
	/** The browser cannot speak after all: it is read. */
	silence(): void;
	/** It sounds, or is about to: until it is over. */
	isSounding(): boolean;
	hasText(): boolean;
	/** Words that sound at about this time, for telling an echo. */
	spokenNow(): string;
	heardRatio(): number | undefined;
	/** Its last words ask something. */
	endsWithQuestion(): boolean;
}
