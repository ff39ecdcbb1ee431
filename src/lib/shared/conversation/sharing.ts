// Links by which anybody reads one conversation as it stood. The link holds a secret of 256 bits; only its hash is kept, so the address
// is told once, when the link is made.
import { z } from 'zod';
import { Id } from '../ids.ts';
import type { UnsupportedData } from './parts.ts';
import { ClientMessageId } from './requests.ts';

export const ShareRequest = z.object({ expiresInDays: z.number().int().min(1).max(365).default(30) });
export type ShareRequest = z.infer<typeof ShareRequest>;

/** DELETE …/share: one link, or all of them when left out. */
export const RevokeQuery = z.object({ link: Id.optional() });

/** 256 bits, base64url. Anything else is no link of ours. */
export const ShareToken = z.string().regex(/^[\w-]{43}$/);

export interface ShareLink {
	id: string;
	createdAt: number;
	expiresAt: number;
}

export interface NewShareLink extends ShareLink {
	token: string;
	/** Where the page is: `/shared/{token}`. */
	path: string;
}

/** The links of a conversation that can still be read, newest first. */
export interface ShareLinks {
	links: ShareLink[];
}

export const SharedQuery = z.object({
	/** `nextCursor` of the page before. */
	cursor: z.string().max(20).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(100)
});

/** Where a sentence comes from. Only documents that the reader may read stand here. */
export interface SharedCitation {
	/** As in the answer: 1, 2, … */
	number: number;
	/** UTF-16 offsets of the sentence in the message's `text`. */
	textStart: number;
	textEnd: number;
	documentId: string;
	revision: string;
	title: string;
	headings: string[];
	/** UTF-16 offsets into the revision's text. */
	start: number;
	end: number;
	quote: string;
}

export type SharedDoubt = Pick<UnsupportedData, 'textStart' | 'textEnd' | 'struck'>;

export interface SharedMessage {
	/** 1, 2, … along the branch. */
	position: number;
	role: 'user' | 'assistant' | 'agent';
	/** Markdown. A sentence from a document that the reader may not read is `[…]`. */
	text: string;
	citations: SharedCitation[];
	/** Sentences that their sources do not bear out; a struck one is `[…]`. Left out where there are none. */
	unsupported?: SharedDoubt[];
	/** How many sentences are left out for this reader. */
	withheld: number;
	/** False for an answer that was stopped or failed. */
	isComplete: boolean;
}

/** What a link shows: nothing of its owner but what they wrote in the conversation. */
export interface SharedConversation {
	title: string;
	language: string;
	sharedAt: number;
	expiresAt: number;
	/** Of the whole branch. */
	messageCount: number;
	messages: SharedMessage[];
	nextCursor: string | null;
}

export const ImportRequest = z.object({
	/** Made by the client: the same key again gives the same copy. */
	key: ClientMessageId
});

export interface ImportedConversation {
	conversationId: string;
}

/** For every answer about a link, the page included: its address is a secret and must not travel. */
export const SHARED_HEADERS: Record<string, string> = {
	'cache-control': 'private, no-store',
	'referrer-policy': 'no-referrer',
	'x-robots-tag': 'noindex, nofollow'
};
