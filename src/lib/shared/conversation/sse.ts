// Server-sent events as the chat wire uses them: `id:` is the log's position, `data:` one JSON part, `data: [DONE]` the end of
// a turn, lines that begin with a colon keep the connection warm.
import type { WirePart } from './parts.ts';

export const DONE = '[DONE]';

export interface SseMessage {
	/** undefined for [DONE]. */
	seq?: number;
	data: string;
}

/** `json` is the part as stored: every reader gets the same bytes. */
export function formatSse(seq: number, json: string): string {
	return `id: ${seq}\ndata: ${json}\n\n`;
}

export const SSE_DONE = `data: ${DONE}\n\n`;
export const SSE_HEARTBEAT = ': still here\n\n';

/** Takes text as it arrives, split anywhere, and gives whole messages. */
export function createSseReader(): (chunk: string) => SseMessage[] {
	let rest = '';
	return (chunk) => {
		const blocks = (rest + chunk).split('\n\n');
		rest = blocks.pop() ?? '';
		return blocks.flatMap((block) => {
			let seq: number | undefined;
			const data: string[] = [];
			for (const line of block.split('\n')) {
				if (line.startsWith('id: ')) seq = Number(line.slice(4));
				else if (line.startsWith('data: ')) data.push(line.slice(6));
			}
			if (data.length === 0) return [];
			return [{ ...(seq === undefined ? {} : { seq }), data: data.join('\n') }];
		});
	};
}

/** Minimal on purpose: what our own server sends is trusted to be a part; an unknown type is for the fold to leave out. */
export function parsePart(data: string): WirePart {
	return JSON.parse(data) as WirePart;
}
