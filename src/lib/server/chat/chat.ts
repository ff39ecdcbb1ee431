// Chat, as routes call it: what is written is screened, the conversation's own object does the rest. The list of conversations is
// read from the projection.
import type { Actor } from '#lib/shared/actor.ts';
import type { TagCounts } from '#lib/shared/conversation/labels.ts';
import type {
	ChatRequest,
	ConversationChange,
	ConversationList,
	ConversationView,
	MessagePage
} from '#lib/shared/conversation/requests.ts';
import type { SearchPage, SearchQuery } from '#lib/shared/conversation/search.ts';
import { AppError, fromOutcome, type Outcome } from '#lib/shared/errors.ts';
import { newId, sha256Hex } from '#lib/shared/ids.ts';
import { newTimedId } from '#lib/shared/timed-id.ts';
import type { Attachments } from '../attachments/index.ts';
import { screenMessage, screenTitle } from '../guardrails/index.ts';
import type { ReadableDocuments } from '../knowledge/index.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import type { RateLimiter } from '../rate-limit/index.ts';
import type { Origin, TurnOrder } from './accept.ts';
import {
	ACTOR_HEADER,
	CONVERSATION_PATHS,
	FAILURE_HEADER,
	ORIGIN_HEADER,
	type ConversationCalls
} from './conversation-calls.ts';
import { listForgotten } from './archive/forgotten.ts';
import type { RollingContext } from './context/index.ts';
import { createExport, type ExportConversation } from './export/export.ts';
import { countTags, listConversations, type ListRequest } from './list-conversations.ts';
import { eraseAllOf } from './erase-all.ts';
import type { ChainPlace } from '../tools/index.ts';
import { createChainCalls } from './chains/chain-calls.ts';
import { createFloorCalls, type FloorCalls } from './floor/floor-calls.ts';
import type { Chronicle, ChronicleRequest } from './reading/chronicle.ts';
import type { HistoryRequest } from './reading/history.ts';
import { searchMessages } from './search/search-messages.ts';
import { createSharing, type Sharing } from './sharing/sharing.ts';
import { removeExpiredContexts } from './user-context/user-contexts.ts';

const WOKEN_AT_ONCE = 200;

export interface ChatDependencies {
	namespace: DurableObjectNamespace;
	schoolName: string;
	longestRetentionMs: number;
	database: Database;
	clock: Clock;
	rateLimiter: RateLimiter;
	readableDocuments: ReadableDocuments;
	attachments: Pick<Attachments, 'forMessage'>;
	audit?: Audit;
}

/** Answers that stream come as a Response, ready to go out. */
export interface Chat extends Sharing, FloorCalls {
	/** Chains of tools, for what carries them out. */
	chains: ChainPlace;
	send(actor: Actor, request: ChatRequest, origin: Origin): Promise<Response>;
	/** Accepts a message without following its answer. */
	submit(actor: Actor, request: { conversationId: string; message: string }, origin?: Origin): Promise<void>;
	edit(
		actor: Actor,
		conversationId: string,
		edit: { messageId: string; message: string; clientMessageId?: string | undefined },
		origin: Origin
	): Promise<Response>;
	retry(actor: Actor, conversationId: string, messageId?: string): Promise<Response>;
	/** undefined: nothing is left to read. */
	resume(actor: Actor, conversationId: string, after?: number): Promise<Response | undefined>;
	/** The answer to a WebSocket upgrade. */
	live(actor: Actor, conversationId: string, after?: number): Promise<Response>;
	/** Whether a call may be opened on this id, of a conversation or of none: throws why not, in words a socket could not carry. */
	prepareCall(actor: Actor, conversationId: string): Promise<{ conversationId: string }>;
	/** The answer to the WebSocket upgrade of a call. A conversation that is not there is begun by the first thing said. */
	call(actor: Actor, conversationId: string, origin: Origin): Promise<Response>;
	stop(actor: Actor, conversationId: string, turnId?: string): Promise<{ stopped: boolean }>;
	list(actor: Actor, request: ListRequest): Promise<ConversationList>;
	tags(actor: Actor): Promise<TagCounts>;
	search(actor: Actor, query: SearchQuery): Promise<SearchPage>;
	view(actor: Actor, conversationId: string): Promise<ConversationView>;
	messages(actor: Actor, conversationId: string, query: HistoryRequest): Promise<MessagePage>;
	/** What the conversation remembers of itself: for whoever takes over. null where nothing was said. */
	rollingContext(actor: Actor, conversationId: string): Promise<RollingContext | null>;
	/** For the school's people: every branch, and what happened besides. */
	chronicle(actor: Actor, conversationId: string, query: ChronicleRequest): Promise<Chronicle>;
	/** A file, ready to go out. */
	export: ExportConversation;
	change(actor: Actor, conversationId: string, change: ConversationChange): Promise<ConversationView>;
	remove(actor: Actor, conversationId: string): Promise<ConversationView>;
	rate(
		actor: Actor,
		conversationId: string,
		messageId: string,
		rating: { value: 'up' | 'down' | null; reason?: string | undefined }
	): Promise<void>;
	/**
	 * Wakes conversations that should lie in the archive for long and have nothing planned, some at a time: those from before there was an
	 * archive, and any whose alarm was lost. Gives how many.
	 */
	wakeForgotten(): Promise<number>;
	/** Removes what conversations remembered, where its time is over; some at a time. Gives how many. */
	forgetExpired(): Promise<number>;
	/** Every conversation of a person, for good. Can be called again after it broke off: it goes on with those that are left. */
	eraseAllOf(personId: string): Promise<void>;
}

export function createChat(dependencies: ChatDependencies): Chat {
	const { namespace, database, clock, longestRetentionMs } = dependencies;
	const stubOf = (conversationId: string) => namespace.get(namespace.idFromName(conversationId));

	async function ask<T>(
		conversationId: string,
		work: (calls: ConversationCalls) => Promise<Outcome<T>>
	): Promise<T> {
		return fromOutcome(await reach(() => work(stubOf(conversationId) as unknown as ConversationCalls)));
	}

	async function fetchFrom(conversationId: string, actor: Actor, path: string, init: RequestInit = {}) {
		const headers = new Headers(init.headers);
		headers.set(ACTOR_HEADER, encodeURIComponent(JSON.stringify(actor)));
		const response = await reach(() =>
			stubOf(conversationId).fetch(`https://conversation${path}`, { ...init, headers })
		);
		if (response.headers.has(FAILURE_HEADER))
			return fromOutcome<Response>(await response.json<Outcome<Response>>());
		// A response that was received cannot be changed, and hooks add headers; an upgrade must go out as it is.
		return response.status === 101 ? response : new Response(response.body, response);
	}

	function run(actor: Actor, order: TurnOrder): Promise<Response> {
		const body = JSON.stringify(order);
		return fetchFrom(order.conversationId, actor, CONVERSATION_PATHS.run, { method: 'POST', body });
	}

	async function send(actor: Actor, request: ChatRequest, origin: Origin): Promise<Response> {
		if (request.trigger !== 'submit') return run(actor, request);
		const {
			conversationId = newTimedId(),
			clientMessageId = newId(),
			replaces,
			attachments,
			tools
		} = request;
		const text = screenMessage(request.text);
		const files =
			attachments && (await dependencies.attachments.forMessage(actor, conversationId, attachments));
		// An AI SDK client edits under the id of the message it replaces: the new words get an id of their own.
		const id = replaces === undefined ? clientMessageId : await editId(replaces, text);
		return run(actor, {
			trigger: 'submit',
			conversationId,
			clientMessageId: id,
			text,
			origin,
			...(replaces === undefined ? {} : { replaces }),
			...(files === undefined ? {} : { files }),
			...(tools === undefined ? {} : { tools })
		});
	}

	return {
		...createSharing({
			...dependencies,
			prepare: (actor, conversationId) => ask(conversationId, (calls) => calls.prepareShare(actor)),
			receive: async (actor, copy) => {
				await ask(copy.conversationId, (calls) => calls.receiveCopy(actor, copy));
			}
		}),
		chains: createChainCalls(ask),
		...createFloorCalls({ ask, audit: dependencies.audit }),
		send,
		async submit(actor, { conversationId, message }, origin = { language: 'en' }) {
			const response = await send(actor, { trigger: 'submit', conversationId, text: message }, origin);
			await response.body?.cancel();
		},
		async edit(actor, conversationId, { messageId, message, clientMessageId }, origin) {
			const text = screenMessage(message);
			const id = clientMessageId ?? (await editId(messageId, text));
			return run(actor, {
				trigger: 'submit',
				conversationId,
				clientMessageId: id,
				text,
				replaces: messageId,
				origin
			});
		},
		retry: (actor, conversationId, messageId) =>
			run(actor, {
				trigger: 'retry',
				conversationId,
				...(messageId === undefined ? {} : { messageId })
			}),
		async resume(actor, conversationId, after) {
			const query = after === undefined ? '' : `?after=${after}`;
			const response = await fetchFrom(conversationId, actor, `${CONVERSATION_PATHS.resume}${query}`);
			return response.status === 204 ? undefined : response;
		},
		live(actor, conversationId, after) {
			const query = after === undefined ? '' : `?after=${after}`;
			const headers = { upgrade: 'websocket' };
			return fetchFrom(conversationId, actor, `${CONVERSATION_PATHS.live}${query}`, { headers });
		},
		async prepareCall(actor, conversationId) {
			await ask(conversationId, (calls) => calls.mayCall(actor));
			return { conversationId };
		},
		call(actor, conversationId, origin) {
			const headers = {
				upgrade: 'websocket',
				[ORIGIN_HEADER]: encodeURIComponent(JSON.stringify(origin))
			};
			return fetchFrom(conversationId, actor, CONVERSATION_PATHS.voice, { headers });
		},
		stop: (actor, conversationId, turnId) => ask(conversationId, (calls) => calls.stop(actor, turnId)),
		list: (actor, request) => listConversations(database, actor, request),
		tags: (actor) => countTags(database, actor),
		search: (actor, query) => searchMessages(database, actor, query),
		view: (actor, conversationId) => ask(conversationId, (calls) => calls.view(actor)),
		messages: (actor, conversationId, query) => ask(conversationId, (calls) => calls.messages(actor, query)),
		rollingContext: (actor, conversationId) => ask(conversationId, (calls) => calls.rollingContext(actor)),
		chronicle: (actor, conversationId, query) =>
			ask(conversationId, (calls) => calls.chronicle(actor, query)),
		export: createExport({
			...dependencies,
			view: (actor, conversationId) => ask(conversationId, (calls) => calls.view(actor)),
			transcript: (actor, conversationId, request) =>
				ask(conversationId, (calls) => calls.transcript(actor, request))
		}),
		change(actor, conversationId, { title, ...others }) {
			const change = title === undefined ? others : { ...others, title: screenTitle(title) };
			return ask(conversationId, (calls) => calls.change(actor, change));
		},
		remove: (actor, conversationId) => ask(conversationId, (calls) => calls.remove(actor)),
		async rate(actor, conversationId, messageId, rating) {
			const { value, reason } = rating;
			const given = value === null ? null : { value, ...(reason ? { reason } : {}) };
			await ask(conversationId, (calls) => calls.rate(actor, messageId, given));
		},
		async wakeForgotten() {
			const ids = await listForgotten(database, clock.now() - longestRetentionMs, WOKEN_AT_ONCE);
			for (const id of ids) await reach(() => (stubOf(id) as unknown as ConversationCalls).wake());
			return ids.length;
		},
		forgetExpired: () => removeExpiredContexts({ database, clock }),
		eraseAllOf: (personId) =>
			eraseAllOf(database, personId, (id) => ask(id, (calls) => calls.erase(personId)))
	};
}

async function editId(replaced: string, text: string): Promise<string> {
	return `edit:${(await sha256Hex(`${replaced}\n${text}`)).slice(0, 32)}`;
}

/** An object that is restarting, moving or overloaded is a passing fault. https://developers.cloudflare.com/durable-objects/best-practices/error-handling/ */
async function reach<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (thrown) {
		const { retryable, overloaded } = thrown as { retryable?: boolean; overloaded?: boolean };
		if (retryable === true || overloaded === true)
			throw new AppError('unavailable', 'The conversation cannot be reached just now. Please try again.', {
				cause: thrown,
				retryAfterSeconds: 1
			});
		throw thrown;
	}
}
