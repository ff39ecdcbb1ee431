// A message as a reader sees it: an AI SDK UIMessage (id, role, parts, metadata) with its place in the conversation.
import type { ErrorPlain } from '../errors.ts';
import type { FilePart } from './attachments.ts';
import type { CitationData, HandoverData, NoticeData, TurnData, UnsupportedData } from './parts.ts';

export type MessagePart =
	| { type: 'text'; text: string; state: 'streaming' | 'done' }
	| { type: 'reasoning'; id: string; text: string; state: 'streaming' | 'done' }
	| { type: 'step-start' }
	| FilePart
	| ToolPart
	| { type: 'source-document'; sourceId: string; mediaType: string; title: string }
	| { type: 'data-citation'; id: string; data: CitationData }
	| { type: 'data-unsupported'; data: UnsupportedData }
	| { type: 'data-turn'; data: TurnData }
	| { type: 'data-handover'; id: string; data: HandoverData }
	| { type: 'data-notice'; data: NoticeData };

export interface ToolPart {
	type: `tool-${string}`;
	toolCallId: string;
	/** approval-requested: it waits for the person's word; approval-responded: they have said it, and another answer carries it out. */
	state:
		| 'input-available'
		| 'approval-requested'
		| 'approval-responded'
		| 'output-available'
		| 'output-error'
		| 'output-denied';
	input?: unknown;
	output?: unknown;
	errorText?: string;
	approval?: { id: string; approved?: boolean };
}

export interface ConversationMessage {
	id: string;
	/** agent: a person of the school. */
	role: 'user' | 'assistant' | 'agent';
	/** The message this one follows; siblings share it. null for a first message. */
	parentId: string | null;
	parts: MessagePart[];
	/** What a person of the school writes belongs to no turn. */
	metadata: {
		turnId?: string;
		clientMessageId?: string;
		agentName?: string;
		/** A question that was said, not typed. */
		spoken?: true;
		/** An answer that was interrupted while it was said aloud: this message ends with what was heard of it. UTF-16. */
		heard?: { chars: number; ofChars: number };
	};
	/** queued: accepted, not begun. A person's message is `complete` from the start. */
	status: 'queued' | 'streaming' | 'complete' | 'stopped' | 'failed';
	/** Why it failed. */
	error?: ErrorPlain;
	rating?: { value: 'up' | 'down'; reason?: string };
	createdAt: number;
	/** The log position it began at: the order of messages. */
	seq: number;
	/** The last log position folded into it: older events are ignored, so a replay changes nothing. */
	lastSeq: number;
}

/** The Markdown a reader sees. Offsets of citations count in this. */
export function messageText(message: Pick<ConversationMessage, 'parts'>): string {
	let text = '';
	for (const part of message.parts) if (part.type === 'text') text += part.text;
	return text;
}

/** The files a person sent with it. */
export function filesOf(message: Pick<ConversationMessage, 'parts'>): FilePart[] {
	return message.parts.filter((part) => part.type === 'file');
}

/** The answer to what was said while a person of the school had the floor: it holds nothing to read. */
export function isLeftToPerson(message: Pick<ConversationMessage, 'parts'>): boolean {
	return message.parts.some((part) => part.type === 'data-notice' && part.data.code === 'with-person');
}

export function citationsOf(message: Pick<ConversationMessage, 'parts'>): CitationData[] {
	return message.parts.flatMap((part) => (part.type === 'data-citation' ? [part.data] : []));
}

/** Sentences that their sources do not bear out, in order. */
export function unsupportedOf(message: Pick<ConversationMessage, 'parts'>): UnsupportedData[] {
	return message.parts.flatMap((part) => (part.type === 'data-unsupported' ? [part.data] : []));
}
