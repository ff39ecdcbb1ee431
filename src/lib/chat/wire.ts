// The browser's side of the chat wire: requests, their errors, and a turn's stream as the log's events.
import { createSseReader, DONE, parsePart } from '#lib/shared/conversation/sse.ts';
import { isTerminal } from '#lib/shared/conversation/parts.ts';
import type { MessagePage } from '#lib/shared/conversation/requests.ts';
import type { FoldableEvent } from '#lib/shared/conversation/fold.ts';
import { toWireError, WireError } from '#lib/shared/wire-error.ts';

export { WireError };

/** The outside world, so that tests bring their own. */
export interface Surroundings {
	fetch: (path: string, init?: RequestInit) => Promise<Response>;
	openSocket: (path: string) => WebSocket;
	/** Resolves after `ms`, or at once when the network comes back. */
	wait: (ms: number) => Promise<void>;
	isOnline: () => boolean;
	now: () => number;
	newId: () => string;
}

export async function request(
	surroundings: Pick<Surroundings, 'fetch'>,
	method: string,
	path: string,
	body?: unknown,
	signal?: AbortSignal
): Promise<Response> {
	let response: Response;
	try {
		response = await surroundings.fetch(path, {
			method,
			...(body === undefined
				? {}
				: { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
			...(signal === undefined ? {} : { signal })
		});
	} catch (cause) {
		throw new WireError('unreachable', String(cause), true);
	}
	return requireOk(response);
}

export async function requireOk(response: Response): Promise<Response> {
	if (response.ok) return response;
	throw await toWireError(response);
}

/** Reading that went wrong on the way is no bug: what was to be read stays unread. */
export async function unlessUnreachable(reading: Promise<unknown>): Promise<void> {
	try {
		await reading;
	} catch (thrown) {
		if (!(thrown instanceof WireError)) throw thrown;
	}
}

/** A page of history, the newest without `before`. */
export async function readHistory(
	surroundings: Pick<Surroundings, 'fetch'>,
	conversationId: string,
	before?: number
): Promise<MessagePage> {
	const older = before === undefined ? '' : `&before=${before}`;
	const path = `/api/chat/sessions/${conversationId}/messages?limit=50${older}`;
	return (await request(surroundings, 'GET', path)).json<MessagePage>();
}

/** Silence longer than this means the line is dead: the server says something at least every 20 s. */
const SILENCE_MS = 60_000;

/**
 * Reads a turn's stream to its end and hands on each event. True when the turn's last part was seen; false when the line
 * broke before it. `messageId` is the answer a stream that is picked up in the middle belongs to.
 */
export async function readTurn(
	response: Response,
	messageId: string | null,
	onevent: (event: FoldableEvent) => void,
	now: () => number
): Promise<boolean> {
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	if (reader === undefined) return false;
	const parse = createSseReader();
	let answer = messageId;
	let turn: string | null = null;
	let isEnded = false;
	let alarm: ReturnType<typeof setTimeout> | undefined;
	try {
		for (;;) {
			alarm = setTimeout(() => void reader.cancel().catch(() => undefined), SILENCE_MS);
			const { done, value } = await reader.read();
			clearTimeout(alarm);
			if (done) return isEnded;
			for (const { seq, data } of parse(value)) {
				if (data === DONE || seq === undefined) continue;
				const part = parsePart(data);
				if (part.type === 'start') {
					answer = part.messageId;
					turn = part.messageMetadata.turnId;
				}
				isEnded = isTerminal(part);
				onevent({ seq, turnId: turn, messageId: answer, at: now(), part });
			}
		}
	} catch {
		return isEnded;
	} finally {
		clearTimeout(alarm);
	}
}
