// What a call sends: events that are kept for whoever comes back, events that pass, sound. Nobody there is no error.
import { AppError, type ErrorCode } from '#lib/shared/errors.ts';
import type { JournaledBody, PassingEvent } from '#lib/shared/voice/protocol.ts';
import type { Clock } from '../platform/index.ts';
import type { CallConnection } from './call.ts';
import type { CallStore } from './ports.ts';

export type ErrorStage = Extract<PassingEvent, { type: 'error' }>['stage'];

export interface CallWire {
	/** Kept, and sent if somebody is there. */
	emit(body: JournaledBody): void;
	send(event: PassingEvent): void;
	/** False when nobody got it. */
	sound(frame: ArrayBuffer): boolean;
	/** What went wrong, in words; the same stage and code once a second at most. */
	error(stage: ErrorStage, thrown: unknown): void;
	isOpen(): boolean;
	connect(connection: CallConnection | undefined): void;
}

const ERROR_EVERY_MS = 1_000;

export function sendTo(connection: CallConnection, event: PassingEvent | { type: string }): void {
	try {
		connection.send(JSON.stringify(event));
	} catch {
		// Closed under our hands: whoever it was comes back with the number of the last event.
	}
}

export function toErrorEvent(stage: ErrorStage, thrown: unknown): Extract<PassingEvent, { type: 'error' }> {
	const known = thrown instanceof AppError ? thrown : undefined;
	return {
		type: 'error',
		code: known?.code ?? ('internal' satisfies ErrorCode),
		message: known?.message ?? 'Something went wrong on our side. Please try again.',
		stage,
		retryable: known?.retryable ?? true
	};
}

/** Whether an error of this kind may be told now: a flood of bad input gets no flood of answers. */
export function createErrorLimit(clock: Clock): (stage: ErrorStage, code: ErrorCode) => boolean {
	const toldAt = new Map<string, number>();
	return (stage, code) => {
		const key = `${stage} ${code}`;
		const now = clock.now();
		if (now - (toldAt.get(key) ?? -Infinity) < ERROR_EVERY_MS) return false;
		toldAt.set(key, now);
		return true;
	};
}

export function createCallWire({ store, clock }: { store: CallStore; clock: Clock }): CallWire {
	let connection: CallConnection | undefined;
	const mayTell = createErrorLimit(clock);

	const send = (event: PassingEvent) => {
		if (connection !== undefined) sendTo(connection, event);
	};
	return {
		emit(body) {
			const event = store.append(body);
			if (connection !== undefined) sendTo(connection, event);
		},
		send,
		sound(frame) {
			if (connection === undefined) return false;
			try {
				connection.sendBytes(frame);
				return true;
			} catch {
				return false;
			}
		},
		error(stage, thrown) {
			const event = toErrorEvent(stage, thrown);
			if (mayTell(stage, event.code)) send(event);
		},
		isOpen: () => connection !== undefined,
		connect(next) {
			connection = next;
		}
	};
}
