// The chat API's contracts: what a client may send and what it gets back.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { Id } from '../ids.ts';
import { attachmentIdOf, ATTACHMENTS_A_MESSAGE } from './attachments.ts';
import { TagList } from './labels.ts';
import type { FloorHolder } from './fold.ts';
import type { ConversationMessage } from './message.ts';
import type { HandoverStateData } from './parts.ts';

/** Ids that clients make (AI SDK clients do not use UUIDs for messages). */
export const ClientMessageId = z
	.string()
	.min(1)
	.max(128)
	.regex(/^[\w.:#-]+$/, 'Use letters, digits and . : # - _ only.');

/** Longest message a person may send, in UTF-16 code units. The screen of the guardrails enforces it, with `too-large`. */
export const MESSAGE_LENGTH_LIMIT = 8_000;

const Context = z.record(z.string().max(60), z.unknown()).optional();
const ToolNames = z.array(z.string().max(60)).max(50).optional();
/** Ids of files that were uploaded for this conversation. */
const Attachments = z
	.array(Id)
	.max(ATTACHMENTS_A_MESSAGE, `A message can have ${ATTACHMENTS_A_MESSAGE} files at most.`)
	.refine((ids) => new Set(ids).size === ids.length, 'A file is named twice.')
	.optional();

/** The short form. `sessionId` is the owner's documents' word for the conversation's id. */
const ShortChatRequest = z.object({
	conversationId: Id.optional(),
	sessionId: Id.optional(),
	clientMessageId: ClientMessageId.optional(),
	message: z.string(),
	attachments: Attachments,
	context: Context,
	/** Names of the tools this turn may use; all when left out. */
	tools: ToolNames
});

/** What the AI SDK's default transport sends. Only the last message is read: the log is the server's. */
const TransportChatRequest = z.object({
	id: Id,
	messages: z.array(z.unknown()).min(1),
	trigger: z.enum(['submit-message', 'regenerate-message']).default('submit-message'),
	messageId: z.string().max(128).nullish(),
	tools: ToolNames
});

const TransportMessage = z.object({
	id: ClientMessageId,
	role: z.string(),
	parts: z.array(z.looseObject({ type: z.string() })).max(100)
});

/** An AI SDK client answers what a tool asked by sending the asking message again, with the answer in it: the last of them counts. */
const ApprovalPart = z.object({
	type: z.string().startsWith('tool-'),
	state: z.literal('approval-responded'),
	toolCallId: z.string().min(1).max(200),
	approval: z.object({ approved: z.boolean() })
});
const ApprovalMessage = z.object({
	role: z.literal('assistant'),
	parts: z
		.array(z.unknown())
		.max(1_000)
		.transform((parts) =>
			parts
				.flatMap((part) => {
					const parsed = ApprovalPart.safeParse(part);
					return parsed.success ? [parsed.data] : [];
				})
				.slice(-1)
		)
		.refine((parts) => parts.length > 0)
});

export type ChatRequest =
	| {
			trigger: 'submit';
			conversationId?: string;
			clientMessageId?: string;
			text: string;
			/** Set when this replaces an earlier message (a branch). */
			replaces?: string;
			/** Left out in a replacement: the files of the message it replaces. */
			attachments?: string[];
			tools?: string[];
	  }
	| { trigger: 'retry'; conversationId: string; messageId?: string; tools?: string[] }
	| { trigger: 'approve'; conversationId: string; toolCallId: string; approved: boolean };

const isTransport = (body: unknown): boolean =>
	typeof body === 'object' && body !== null && 'messages' in body;

/** Either form of POST /api/chat, as one. */
export const ChatRequestBody = z.unknown().transform((body, context): ChatRequest => {
	if (!isTransport(body)) {
		const parsed = ShortChatRequest.safeParse(body);
		if (!parsed.success) return refuse(context, parsed.error);
		const { conversationId, sessionId, clientMessageId, message, attachments, tools } = parsed.data;
		const id = conversationId ?? sessionId;
		return {
			trigger: 'submit',
			text: message,
			...(id === undefined ? {} : { conversationId: id }),
			...(clientMessageId === undefined ? {} : { clientMessageId }),
			...(attachments === undefined ? {} : { attachments }),
			...(tools === undefined ? {} : { tools })
		};
	}
	const parsed = TransportChatRequest.safeParse(body);
	if (!parsed.success) return refuse(context, parsed.error);
	const { id: conversationId, messages, trigger, messageId, tools } = parsed.data;
	const shared = { conversationId, ...(tools === undefined ? {} : { tools }) };
	if (trigger === 'regenerate-message')
		return { trigger: 'retry', ...shared, ...(messageId ? { messageId } : {}) };
	const answered = ApprovalMessage.safeParse(messages.at(-1));
	if (answered.success) {
		const [{ toolCallId, approval } = { toolCallId: '', approval: { approved: false } }] =
			answered.data.parts;
		return { trigger: 'approve', conversationId, toolCallId, approved: approval.approved };
	}
	const last = TransportMessage.safeParse(messages.at(-1));
	if (!last.success) return refuse(context, last.error, ['messages', messages.length - 1]);
	if (last.data.role !== 'user')
		return refuseWith(context, ['messages'], 'The last message must be the user’s.');
	const texts: string[] = [];
	const files: string[] = [];
	for (const part of last.data.parts) {
		if (part.type === 'file') {
			files.push(requireUploaded(part['url']));
			continue;
		}
		if (part.type !== 'text' || typeof part['text'] !== 'string')
			return refuseWith(context, ['messages'], 'Only text and uploaded files can be sent.');
		texts.push(part['text']);
	}
	const attachments = Attachments.safeParse(files);
	if (!attachments.success) return refuse(context, attachments.error, ['messages']);
	return {
		trigger: 'submit',
		...shared,
		...(files.length === 0 ? {} : { attachments: files }),
		clientMessageId: last.data.id,
		text: texts.join('\n'),
		...(messageId && messageId === last.data.id ? { replaces: messageId } : {})
	};
});

/** Throws `unsupported`: bytes and other people's addresses in a message are not taken. */
function requireUploaded(url: unknown): string {
	const id = typeof url === 'string' ? attachmentIdOf(url) : undefined;
	if (id !== undefined) return id;
	throw new AppError(
		'unsupported',
		'A file is sent by its address: upload it to POST /api/attachments?conversationId=… first, and send /api/attachments/{id} as its url.'
	);
}

function refuse(context: z.RefinementCtx, error: z.ZodError, under: PropertyKey[] = []): never {
	for (const issue of error.issues)
		context.addIssue({ code: 'custom', path: [...under, ...issue.path], message: issue.message });
	return z.NEVER;
}

function refuseWith(context: z.RefinementCtx, path: PropertyKey[], message: string): never {
	context.addIssue({ code: 'custom', path, message });
	return z.NEVER;
}

export const EditRequest = z.object({
	messageId: z.string().max(128),
	message: z.string(),
	clientMessageId: ClientMessageId.optional()
});
export const RetryRequest = z.object({ messageId: z.string().max(128).optional() });
export const ApprovalRequest = z.object({
	toolCallId: z.string().min(1).max(200),
	approved: z.boolean()
});
export const StopRequest = z.object({ turnId: Id.optional() });
export const RatingRequest = z.object({
	/** null takes the rating back. */
	value: z.enum(['up', 'down']).nullable(),
	reason: z.string().trim().max(1_000).optional()
});
export const ConversationChange = z
	.object({
		title: z.string().trim().min(1).max(200).optional(),
		/** false undoes a deletion while its grace period lasts. */
		deleted: z.literal(false).optional(),
		/** Shows the newest branch through this message. */
		headMessageId: Id.optional(),
		/** Pinned conversations stand first in the list. */
		pinned: z.boolean().optional(),
		/** All of its tags, in place of those it has. */
		tags: TagList.optional()
	})
	.refine((change) => Object.values(change).some((value) => value !== undefined), 'Nothing to change.');
export type ConversationChange = z.infer<typeof ConversationChange>;

export const HandoverRequest = z.object({
	reason: z.string().trim().max(500).optional()
});
export const ClaimRequest = z.object({
	/** Takes the floor from a colleague who has it. */
	force: z.boolean().optional()
});
/** The token of the floor: the log position of the claim. */
const position = z.number().int().positive();
export const ReleaseRequest = z.object({
	position,
	/** What the assistant should know; it is never shown to whoever the conversation belongs to. */
	summary: z.string().trim().max(4_000).optional()
});
export const AgentMessageRequest = z.object({
	position,
	clientMessageId: ClientMessageId,
	message: z.string()
});
export const NoteRequest = z.object({
	/** Made by the client: the same id again is the same note. */
	id: ClientMessageId,
	kind: z.enum(['note', 'whisper']).default('note'),
	text: z.string().trim().min(1, 'Write something first.').max(4_000)
});

/** An integer query parameter. */
const count = z.coerce.number().int().nonnegative();

export const StreamQuery = z.object({ after: count.optional() });
export const HistoryQuery = z.object({
	/** Messages whose seq is lower than this: `nextBefore` of the page before. */
	before: count.optional(),
	limit: count.min(1).max(100).default(50)
});
export const ListQuery = z.object({
	/** Text to find in titles and messages. */
	q: z.string().trim().max(200).optional(),
	/** Only conversations with this tag, however it is capitalised. */
	tag: z.string().trim().max(200).optional(),
	/** `nextCursor` of the page before. */
	cursor: z.string().max(200).optional(),
	limit: count.min(1).max(100).default(30)
});

export interface ConversationSummary {
	id: string;
	title: string;
	/** An archived one is brought back when it is opened; nothing else tells them apart. */
	status: 'active' | 'idle' | 'ended' | 'archived';
	language: string;
	channel: 'text' | 'voice';
	messageCount: number;
	createdAt: number;
	updatedAt: number;
	/** While a deletion can still be undone. */
	deletedAt: number | null;
	pinned: boolean;
	/** The person's own words, in their order. */
	tags: string[];
}

/** Pinned ones first, then by the last change, newest first. */
export interface ConversationList {
	conversations: ConversationSummary[];
	/** null on the last page. */
	nextCursor: string | null;
}

export interface ConversationView extends ConversationSummary {
	status: 'active' | 'idle' | 'ended';
	headId: string | null;
	/** The log's position this view reflects: follow the live socket from here. */
	seq: number;
	/** The person of the school who answers; null while the assistant does. */
	floor: FloorHolder | null;
	/** The wish for a person that is open. */
	handover: HandoverStateData | null;
	/** The turn that runs now, if one does. */
	running: { turnId: string; messageId: string } | null;
}

/** A page of history, all branches, oldest first. A running answer is folded as far as it has come. */
export interface MessagePage {
	conversation: ConversationView;
	messages: ConversationMessage[];
	/** null when there is nothing older. */
	nextBefore: number | null;
}
