// What the app can ask of a conversation's object. Errors come back as plain data: RPC does not carry an error's own fields.
import type { Actor } from '#lib/shared/actor.ts';
import type { ConversationChange, ConversationView, MessagePage } from '#lib/shared/conversation/requests.ts';
import type { Outcome } from '#lib/shared/errors.ts';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { Chain, ChainProgress } from '../tools/index.ts';
import type { RollingContext } from './context/index.ts';
import type { AgentMessage, FloorToken, Taken } from './floor/floor-control.ts';
import type { Chronicle, ChronicleRequest } from './reading/chronicle.ts';
import type { HistoryRequest, TranscriptRequest } from './reading/history.ts';
import type { ConversationCopy } from './sharing/receive-copy.ts';
import type { TicketOfHandover } from './store/handovers.ts';

type Answer<T> = Promise<Outcome<T>>;

export interface ConversationCalls {
	stop(actor: Actor, turnId?: string): Answer<{ stopped: boolean }>;
	/** Whether they may speak in it, or begin it by speaking. */
	mayCall(actor: Actor): Answer<null>;
	view(actor: Actor): Answer<ConversationView>;
	messages(actor: Actor, query: HistoryRequest): Answer<MessagePage>;
	transcript(actor: Actor, query: TranscriptRequest): Answer<ConversationMessage[]>;
	chronicle(actor: Actor, query: ChronicleRequest): Answer<Chronicle>;
	/** What it remembers of the branch that is shown: for whoever takes over. null where nothing was said. */
	rollingContext(actor: Actor): Answer<RollingContext | null>;
	prepareShare(actor: Actor): Answer<{ headId: string }>;
	receiveCopy(actor: Actor, copy: ConversationCopy): Answer<null>;
	claim(actor: Actor, options: { force?: boolean | undefined }): Answer<Taken>;
	release(actor: Actor, release: FloorToken & { summary?: string | undefined }): Answer<null>;
	say(actor: Actor, message: AgentMessage): Answer<{ messageId: string }>;
	requestPerson(actor: Actor, reason: string): Answer<{ requestId: string }>;
	cancelRequest(actor: Actor): Answer<null>;
	becomeTicket(requestId: string, ticket: TicketOfHandover): Answer<boolean>;
	chain(chainId: string, progress?: ChainProgress): Answer<Chain | null>;
	endChain(chainId: string): Answer<boolean>;
	standDown(personId: string): Answer<{ position: number | null }>;
	note(actor: Actor, note: { id: string; kind: 'note' | 'whisper'; text: string }): Answer<InternalNote[]>;
	notes(actor: Actor): Answer<InternalNote[]>;
	wake(): Promise<void>;
	change(actor: Actor, change: ConversationChange): Answer<ConversationView>;
	remove(actor: Actor): Answer<ConversationView>;
	/** Only its own person's; not for undoing. */
	erase(personId: string): Answer<null>;
	rate(
		actor: Actor,
		messageId: string,
		rating: { value: 'up' | 'down'; reason?: string } | null
	): Answer<null>;
}

/** Streams and sockets go by fetch: their bodies and upgrades do not fit a call. */
export const CONVERSATION_PATHS = { run: '/run', resume: '/resume', live: '/live', voice: '/voice' } as const;

/** Who acts, on those requests: JSON, URI-encoded, since header values are Latin-1. */
export const ACTOR_HEADER = 'x-segue-actor';

/** Where a call comes from, likewise. */
export const ORIGIN_HEADER = 'x-segue-origin';

/** Marks a response whose body is a failed Outcome, not a stream. */
export const FAILURE_HEADER = 'x-segue-failure';
