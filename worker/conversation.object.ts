// One conversation. A thin shell: the rules are in src/lib/server/chat. Calls come by RPC, streams and sockets by fetch.
import { DurableObject } from 'cloudflare:workers';
import {
	ACTOR_HEADER,
	CONVERSATION_PATHS,
	FAILURE_HEADER,
	ORIGIN_HEADER,
	type AgentMessage,
	type ChronicleRequest,
	type Conversation,
	type ConversationCalls,
	type ConversationCopy,
	type FloorToken,
	type HistoryRequest,
	type LiveSocket,
	type Origin,
	type TicketOfHandover,
	type TranscriptRequest,
	type TurnOrder,
	type TurnStream
} from '#lib/server/chat/index.ts';
import { createLogger, createRunInBackground } from '#lib/server/observability/index.ts';
import type { Bindings } from '#lib/server/platform/index.ts';
import { MEDIA_PATH } from '#lib/server/realtime/index.ts';
import { createServices } from '#lib/server/services.ts';
import type { ChainProgress } from '#lib/server/tools/index.ts';
import { Actor, SYSTEM } from '#lib/shared/actor.ts';
import type { ConversationChange } from '#lib/shared/conversation/requests.ts';
import { toOutcome } from '#lib/shared/errors.ts';
import { toLiveSocket, type KeptWithSocket } from './live-socket.ts';
import { openConversation } from './open-conversation.ts';
import { createVoiceSockets, isVoice, type VoiceSockets } from './voice-sockets.ts';

const STREAM_HEADERS = {
	'content-type': 'text/event-stream; charset=utf-8',
	'cache-control': 'no-cache, no-transform',
	'x-vercel-ai-ui-message-stream': 'v1',
	'x-accel-buffering': 'no'
};

export class ConversationObject extends DurableObject<Bindings> implements ConversationCalls {
	#conversation: Conversation | undefined;
	#voice: VoiceSockets | undefined;
	readonly #liveSockets = new WeakMap<WebSocket, LiveSocket>();

	constructor(ctx: DurableObjectState, env: Bindings) {
		super(ctx, env);
		// Answered without waking the object.
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
	}

	get #own(): Conversation {
		return this.#conversation ?? this.#create();
	}

	/** The call, with the sockets that were open while the object slept: whatever wakes it, they hear of it. */
	get #calls(): VoiceSockets {
		if (this.#voice === undefined) this.#create();
		return this.#voice as VoiceSockets;
	}

	#create(): Conversation {
		const runInBackground = createRunInBackground((work) => this.ctx.waitUntil(work), createLogger());
		const services = createServices({ bindings: this.env, runInBackground });
		const own = openConversation(this.ctx, this.env, services, runInBackground, {
			sockets: () => this.ctx.getWebSockets('live').map((socket) => this.#liveSocketOf(socket)),
			call: { isOpen: () => this.#calls.isOpen(), ring: () => this.#calls.ring() },
			onErased: () => {
				this.#forget();
				for (const socket of this.ctx.getWebSockets()) socket.close(1000, 'deleted');
			},
			onLeft: () => this.#forget()
		});
		this.#conversation = own;
		this.#voice = createVoiceSockets({ ctx: this.ctx, services, own, runInBackground });
		this.#voice.wake();
		return own;
	}

	#forget(): void {
		this.#voice?.end();
		this.#voice = undefined;
		this.#conversation = undefined;
	}

	/** Asks the conversation, once it is here. */
	async #ask<T>(actor: Actor, question: (own: Conversation) => T | Promise<T>): Promise<T> {
		for (;;) {
			const own = this.#own;
			if (await own.arrive(actor)) return question(own);
		}
	}

	override async fetch(request: Request): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		if (pathname === MEDIA_PATH) return this.#calls.adopt(request);
		const actor = Actor.parse(JSON.parse(decodeURIComponent(request.headers.get(ACTOR_HEADER) ?? '')));
		const after = searchParams.has('after') ? Number(searchParams.get('after')) : undefined;
		const outcome = await toOutcome(async () => {
			switch (pathname) {
				case CONVERSATION_PATHS.run: {
					const order = await request.json<TurnOrder>();
					return toResponse(await this.#ask(actor, (own) => own.run(actor, order)));
				}
				case CONVERSATION_PATHS.resume:
					return toResponse(await this.#ask(actor, (own) => own.resume(actor, after)));
				case CONVERSATION_PATHS.live:
					return await this.#ask(actor, (own) => this.#openSocket(own, actor, after));
				case CONVERSATION_PATHS.voice: {
					const origin = JSON.parse(decodeURIComponent(request.headers.get(ORIGIN_HEADER) ?? '')) as Origin;
					return await this.#ask(actor, () => this.#calls.accept(actor, origin));
				}
				default:
					return new Response(null, { status: 404 });
			}
		});
		return outcome.ok ? outcome.value : Response.json(outcome, { headers: { [FAILURE_HEADER]: '1' } });
	}

	stop(actor: Actor, turnId?: string) {
		return toOutcome(() => this.#ask(actor, (own) => own.stop(actor, turnId)));
	}

	mayCall(actor: Actor) {
		return toOutcome(async () => {
			await this.#ask(actor, (own) => own.voice.requireSpeaker(actor));
			return null;
		});
	}

	view(actor: Actor) {
		return toOutcome(() => this.#ask(actor, (own) => own.view(actor)));
	}

	messages(actor: Actor, query: HistoryRequest) {
		return toOutcome(() => this.#ask(actor, (own) => own.messages(actor, query)));
	}

	change(actor: Actor, change: ConversationChange) {
		return toOutcome(() => this.#ask(actor, (own) => own.change(actor, change)));
	}

	remove(actor: Actor) {
		return toOutcome(async () => {
			const view = await this.#ask(actor, (own) => own.remove(actor));
			this.#calls.hangUp();
			return view;
		});
	}

	transcript(actor: Actor, query: TranscriptRequest) {
		return toOutcome(() => this.#ask(actor, (own) => own.transcript(actor, query)));
	}

	chronicle(actor: Actor, query: ChronicleRequest) {
		return toOutcome(() => this.#ask(actor, (own) => own.chronicle(actor, query)));
	}

	rollingContext(actor: Actor) {
		return toOutcome(() => this.#ask(actor, (own) => own.rollingContext(actor) ?? null));
	}

	prepareShare(actor: Actor) {
		return toOutcome(() => this.#ask(actor, (own) => own.prepareShare(actor)));
	}

	receiveCopy(actor: Actor, copy: ConversationCopy) {
		return toOutcome(async () => {
			await this.#ask(actor, (own) => own.receiveCopy(actor, copy));
			return null;
		});
	}

	claim(actor: Actor, options: { force?: boolean | undefined }) {
		return toOutcome(() => this.#ask(actor, (own) => own.claim(actor, options)));
	}

	release(actor: Actor, release: FloorToken & { summary?: string | undefined }) {
		return toOutcome(async () => {
			await this.#ask(actor, (own) => own.release(actor, release));
			return null;
		});
	}

	say(actor: Actor, message: AgentMessage) {
		return toOutcome(() => this.#ask(actor, (own) => own.say(actor, message)));
	}

	requestPerson(actor: Actor, reason: string) {
		return toOutcome(() => this.#ask(actor, (own) => own.requestPerson(actor, reason)));
	}

	cancelRequest(actor: Actor) {
		return toOutcome(async () => {
			await this.#ask(actor, (own) => own.cancelRequest(actor));
			return null;
		});
	}

	becomeTicket(requestId: string, ticket: TicketOfHandover) {
		return toOutcome(() => this.#ask(SYSTEM, (own) => own.becomeTicket(requestId, ticket)));
	}

	chain(chainId: string, progress?: ChainProgress) {
		return toOutcome(() => this.#ask(SYSTEM, (own) => own.chain(chainId, progress)));
	}

	endChain(chainId: string) {
		return toOutcome(() => this.#ask(SYSTEM, (own) => own.endChain(chainId)));
	}

	standDown(personId: string) {
		return toOutcome(() => this.#ask(SYSTEM, (own) => own.standDown(personId)));
	}

	note(actor: Actor, note: { id: string; kind: 'note' | 'whisper'; text: string }) {
		return toOutcome(() => this.#ask(actor, (own) => own.note(actor, note)));
	}

	notes(actor: Actor) {
		return toOutcome(() => this.#ask(actor, (own) => own.notes(actor)));
	}

	async wake(): Promise<void> {
		this.#own.wake();
	}

	erase(personId: string) {
		return toOutcome(async () => {
			await this.#own.eraseOf(personId);
			return null;
		});
	}

	rate(actor: Actor, messageId: string, rating: { value: 'up' | 'down'; reason?: string } | null) {
		return toOutcome(async () => {
			await this.#ask(actor, (own) => own.rate(actor, messageId, rating));
			return null;
		});
	}

	ping(): 'pong' {
		return 'pong';
	}

	override async alarm(): Promise<void> {
		await this.#own.onAlarm();
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		if (isVoice(this.ctx, socket)) this.#calls.hear(socket, data);
		else this.#own.hear(this.#liveSocketOf(socket), data);
	}

	override webSocketClose(socket: WebSocket, code: number): void {
		this.#gone(socket);
		// 1005 and 1006 say that no code came; they must not be sent.
		socket.close(code === 1005 || code === 1006 ? 1000 : code);
	}

	override webSocketError(socket: WebSocket): void {
		this.#gone(socket);
	}

	#gone(socket: WebSocket): void {
		if (isVoice(this.ctx, socket)) this.#calls.closed(socket);
		else this.#own.leave(this.#liveSocketOf(socket));
	}

	#openSocket(own: Conversation, actor: Actor, after: number | undefined): Response {
		const kept: KeptWithSocket = own.openLive(actor, after);
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server, ['live']);
		server.serializeAttachment(kept);
		own.enter(this.#liveSocketOf(server));
		return new Response(null, { status: 101, webSocket: client });
	}

	#liveSocketOf(socket: WebSocket): LiveSocket {
		const known = this.#liveSockets.get(socket);
		if (known !== undefined) return known;
		const live = toLiveSocket(socket);
		this.#liveSockets.set(socket, live);
		return live;
	}
}

function toResponse(stream: TurnStream | undefined): Response {
	if (stream === undefined) return new Response(null, { status: 204 });
	const { conversationId, turnId, messageId, body } = stream;
	return new Response(body, {
		headers: {
			...STREAM_HEADERS,
			'x-segue-conversation-id': conversationId,
			'x-segue-turn-id': turnId,
			'x-segue-message-id': messageId
		}
	});
}
