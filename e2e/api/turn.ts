// One turn over the wire: sends a message and reads the answer's events, with the checks that hold for every stream.
import { expect } from '../fixtures.ts';
import type { Caller } from './caller.ts';

export type Part = { type: string } & Record<string, unknown>;

export interface StreamEvent {
	/** undefined for [DONE]. */
	seq: number | undefined;
	/** The line as it came: readers must all get the same bytes. */
	data: string;
}

export interface Turn {
	conversationId: string;
	clientMessageId: string;
	turnId: string;
	/** The answer's id. */
	messageId: string;
	text: string;
	events: StreamEvent[];
	parts: Part[];
}

export const newId = (): string => crypto.randomUUID();

export function readEvents(text: string): StreamEvent[] {
	return text.split('\n\n').flatMap((block) => {
		const data = /^data: (.*)$/m.exec(block)?.[1];
		const id = /^id: (\d+)$/m.exec(block)?.[1];
		return data === undefined ? [] : [{ seq: id === undefined ? undefined : Number(id), data }];
	});
}

export function partsOf(events: readonly StreamEvent[]): Part[] {
	return events.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data) as Part);
}

export function textOf(parts: readonly Part[]): string {
	return parts.map((part) => (part.type === 'text-delta' ? String(part['delta']) : '')).join('');
}

const TERMINAL = new Set(['finish', 'abort', 'error']);
export const isTerminal = (part: Part): boolean => TERMINAL.has(part.type);

/** Sends the message, in a new conversation unless one is named, and reads the answer to its end. */
export async function ask(
	caller: Caller,
	message: string,
	{ conversationId = newId(), clientMessageId = newId() } = {}
): Promise<Turn> {
	const response = await caller.open('POST', '/api/chat', {
		json: { conversationId, clientMessageId, message }
	});
	return { ...(await readTurn(response)), conversationId, clientMessageId };
}

export async function readTurn(
	response: Response
): Promise<Omit<Turn, 'conversationId' | 'clientMessageId'>> {
	const body = await response.text();
	expect(response.status, body.slice(0, 300)).toBe(200);
	expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
	expect(response.headers.get('x-vercel-ai-ui-message-stream')).toBe('v1');
	const events = readEvents(body);
	const parts = partsOf(events);
	expectWholeTurn(events);
	const start = parts.find((part) => part.type === 'start');
	const metadata = start?.['messageMetadata'] as { turnId: string } | undefined;
	return {
		turnId: metadata?.turnId ?? '',
		messageId: String(start?.['messageId']),
		text: textOf(parts),
		events,
		parts
	};
}

/** One start, one end, [DONE] after it, and the log's positions in order. */
export function expectWholeTurn(events: readonly StreamEvent[]): void {
	const types = partsOf(events).map((part) => part.type);
	expect(types.filter((type) => type === 'start')).toHaveLength(1);
	expect(types.filter((type) => TERMINAL.has(type))).toEqual([types.at(-1)]);
	expect(events.at(-1)).toEqual({ seq: undefined, data: '[DONE]' });
	const positions = events.slice(0, -1).map(({ seq }) => seq ?? Number.NaN);
	expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
}

export interface Message {
	id: string;
	role: 'user' | 'assistant';
	parentId: string | null;
	status: string;
	parts: Part[];
	metadata: { turnId: string; clientMessageId?: string };
	rating?: { value: string; reason?: string };
	seq: number;
}

export interface History {
	conversation: {
		id: string;
		title: string;
		headId: string | null;
		messageCount: number;
		running: { turnId: string; messageId: string } | null;
		seq: number;
	};
	messages: Message[];
	nextBefore: number | null;
}

export async function historyOf(caller: Caller, conversationId: string): Promise<History> {
	const answer = await caller.get(`/api/chat/sessions/${conversationId}/messages?limit=100`);
	expect(answer.status, answer.text.slice(0, 300)).toBe(200);
	return answer.json as History;
}

export function messageText(message: Message | undefined): string {
	return (message?.parts ?? []).map((part) => (part.type === 'text' ? String(part['text']) : '')).join('');
}
