// The file a conversation is exported to, as JSON: version 1. Fields may be added; a change of what is there makes a new version.
import { z } from 'zod';

export const ExportQuery = z.object({ format: z.enum(['md', 'json']).default('md') });
export type ExportFormat = z.infer<typeof ExportQuery>['format'];

export const EXPORT_VERSION = 1;

/** Milliseconds since epoch. */
const Moment = z.number().int();

export const ExportedMessage = z.object({
	id: z.string(),
	/** The message this one follows; messages that share it are branches. null for a first message. */
	parentId: z.string().nullable(),
	role: z.enum(['user', 'assistant', 'agent']),
	status: z.enum(['queued', 'streaming', 'complete', 'stopped', 'failed']),
	createdAt: Moment,
	/** What a reader sees, as Markdown; the offsets of citations count in it. */
	text: z.string(),
	/** The parts as the chat API gives them: text, tool calls, citations (`data-citation`), what the turn was about (`data-turn`). */
	parts: z.array(z.looseObject({ type: z.string() })),
	rating: z.object({ value: z.enum(['up', 'down']), reason: z.string().optional() }).optional(),
	/** It was said in a call. */
	spoken: z.literal(true).optional(),
	/** It was interrupted while it was said aloud: the text ends with what was heard, so many characters of so many. */
	heard: z.object({ chars: z.number().int(), ofChars: z.number().int() }).optional()
});

export const ConversationExport = z.object({
	format: z.literal('segue-conversation-export'),
	version: z.literal(EXPORT_VERSION),
	exportedAt: Moment,
	conversation: z.object({
		id: z.string(),
		title: z.string(),
		status: z.enum(['active', 'idle', 'ended']),
		language: z.string(),
		channel: z.enum(['text', 'voice']),
		createdAt: Moment,
		updatedAt: Moment,
		pinned: z.boolean(),
		tags: z.array(z.string()),
		/** The leaf of the branch that is shown. */
		headId: z.string().nullable()
	}),
	/** Every branch, oldest first. */
	messages: z.array(ExportedMessage)
});
export type ConversationExport = z.infer<typeof ConversationExport>;
