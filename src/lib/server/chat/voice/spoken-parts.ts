// What a call says of a conversation: its log as answers that begin, go on and end, in the log's order, whoever wrote them. Guarantees: an answer
// begins before anything else comes of it, and ends once; where each piece stands in its message's text is told, also of an answer that was begun
// before anybody listened.
import type { TurnPart, WirePart } from '#lib/shared/conversation/parts.ts';
import type { StoredEvent } from '../store/event-log.ts';
import { askedWords } from './asked-words.ts';

/** As the voice room's port has it. Offsets are UTF-16 into the message's text. */
export type SpokenPart = { messageId: string } & (
	| { type: 'started'; turnId: string; from: 'assistant' | 'person' }
	| { type: 'text'; text: string; charsFrom: number }
	| { type: 'asks'; words: string; toolCallId: string }
	| { type: 'with-person' }
	| { type: 'with-assistant' }
	| { type: 'ended'; status: 'completed' | 'failed' }
);

interface Open {
	chars: number;
	/** By the id of the call. */
	calls: Map<string, { toolName: string; input: unknown }>;
}

/** `partsBefore` gives the parts of a turn that stand before a position. */
export function createSpokenParts(partsBefore: (turnId: string, seq: number) => TurnPart[]) {
	const open = new Map<string, Open>();

	function ofTurn(turnId: string, messageId: string, seq: number, part: TurnPart): SpokenPart[] {
		const spoken: SpokenPart[] = [];
		let answer = open.get(messageId);
		if (answer === undefined) {
			answer = { chars: 0, calls: new Map() };
			open.set(messageId, answer);
			spoken.push({ type: 'started', turnId, messageId, from: 'assistant' });
			for (const before of partsBefore(turnId, seq)) note(answer, before);
		}
		const charsFrom = answer.chars;
		note(answer, part);
		switch (part.type) {
			case 'text-delta':
				spoken.push({ type: 'text', messageId, text: part.delta, charsFrom });
				break;
			case 'tool-approval-request': {
				const { toolCallId } = part;
				const { toolName, input } = answer.calls.get(toolCallId) ?? { toolName: '', input: undefined };
				spoken.push({ type: 'asks', messageId, toolCallId, words: askedWords(toolName, input) });
				break;
			}
			case 'data-notice':
				if (part.data.code === 'with-person') spoken.push({ type: 'with-person', messageId });
				break;
			case 'finish':
			case 'abort':
			case 'error':
				open.delete(messageId);
				spoken.push({ type: 'ended', messageId, status: part.type === 'error' ? 'failed' : 'completed' });
				break;
			default:
				break;
		}
		return spoken;
	}

	return (event: StoredEvent): SpokenPart[] => {
		const part = JSON.parse(event.json) as WirePart;
		const { turnId, messageId, seq } = event;
		if (turnId !== null && messageId !== null) return ofTurn(turnId, messageId, seq, part as TurnPart);
		switch (part.type) {
			case 'data-agent-message': {
				const { messageId: id, text } = part.data;
				return [
					// What people write belongs to no turn.
					{ type: 'started', turnId: id, messageId: id, from: 'person' },
					{ type: 'text', messageId: id, text, charsFrom: 0 },
					{ type: 'ended', messageId: id, status: 'completed' }
				];
			}
			case 'data-floor':
				return [{ type: part.data.holder === null ? 'with-assistant' : 'with-person', messageId: '' }];
			default:
				return [];
		}
	};
}

function note(answer: Open, part: TurnPart): void {
	if (part.type === 'text-delta') answer.chars += part.delta.length;
	if (part.type === 'tool-input-available') answer.calls.set(part.toolCallId, part);
}
