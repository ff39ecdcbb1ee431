// The call of a conversation in its object: its sockets, timers and alarm, and what it needs of the conversation. The rules are the voice room's;
// what is said and heard is the chat room's. A socket keeps what it carries with it, so that the object may sleep while nobody says anything.
import type { Conversation, Origin } from '#lib/server/chat/index.ts';
import { limitFor } from '#lib/server/rate-limit/index.ts';
import type { Services } from '#lib/server/services.ts';
import {
	createCall,
	type Call,
	type CallConnection,
	type CallRecord,
	type CallStore,
	type ConnectionMemo,
	type SpokenConversation
} from '#lib/server/voice/index.ts';
import type { RunInBackground } from '#lib/server/observability/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newSecret } from '#lib/shared/base64url.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { createCallMedia } from './call-media.ts';

const VOICE = 'voice';
/** One is the call's; others are tabs that ask for it, and lines that nobody has noticed to be lost. */
const SOCKETS_AT_MOST = 16;

/** What a sleeping socket keeps: at most 2 KB. */
interface KeptWithSocket {
	actor: Actor;
	/** What a conversation that is begun by speaking is said to come from. */
	origin: Origin;
	memo?: ConnectionMemo;
}

export interface VoiceSockets {
	/** The answer to an upgrade. Throws as if nothing were there when the actor may not speak here. */
	accept(actor: Actor, origin: Origin): Response;
	/** Goes on with a call whose sockets were open while the object slept. */
	wake(): void;
	hear(socket: WebSocket, data: string | ArrayBuffer): void;
	closed(socket: WebSocket): void;
	isOpen(): boolean;
	/** The media server asks for a socket, with a secret. */
	adopt(request: Request): Response;
	/** The alarm rings; gives when it should next. */
	ring(): number | undefined;
	/** The conversation was deleted, and may come back. */
	hangUp(): void;
	/** It is not there any more: nothing is written after this. */
	end(): void;
}

interface VoiceDependencies {
	ctx: DurableObjectState;
	services: Services;
	own: Conversation;
	runInBackground: RunInBackground;
}

export const isVoice = (ctx: DurableObjectState, socket: WebSocket) => ctx.getTags(socket).includes(VOICE);

export function createVoiceSockets({ ctx, services, own, runInBackground }: VoiceDependencies): VoiceSockets {
	const { settings, rateLimiter, clock, log } = services;
	const { voice } = own;
	const media = createCallMedia(ctx.id.name ?? '', services, runInBackground);
	const connections = new WeakMap<WebSocket, CallConnection>();
	let isOver = false;
	let call: Call | undefined;
	/** Of whoever came last: a call is one person's. */
	let origin: Origin = { language: 'en' };

	const store: CallStore = {
		load: () => (isOver ? undefined : (voice.calls.load() as CallRecord | undefined)),
		save: (record) => {
			if (!isOver) voice.calls.save(record);
		},
		append: (event) => (isOver ? { ...event, eventSeq: 0 } : voice.calls.append(event)),
		after: (eventSeq) => (isOver ? [] : voice.calls.after(eventSeq)),
		end: () => {
			if (!isOver) voice.calls.end();
		}
	};

	const conversation: SpokenConversation = {
		...voice,
		async submit(actor, message) {
			// Each is a turn, as POST /api/chat is, and is counted with those.
			await rateLimiter.require(
				limitFor(actor, origin.address ?? '', 'chat', {
					chat: settings.CHAT_REQUESTS_PER_MINUTE,
					auth: settings.AUTH_REQUESTS_PER_MINUTE,
					general: settings.REQUESTS_PER_MINUTE
				})
			);
			return voice.submit(actor, message, origin);
		}
	};

	function opened(): Call {
		if (call !== undefined) return call;
		const made = createCall({
			store,
			conversation,
			speech: services.speech(),
			clock,
			later(delayMs, work) {
				const timer = setTimeout(() => {
					if (!isOver) work();
				}, delayMs);
				return () => clearTimeout(timer);
			},
			newId,
			newToken: newSecret,
			inBackground: runInBackground,
			alarmChanged: () => {
				if (!isOver) voice.plan(made.alarmAt());
			},
			measured: ({ side, turnId, metrics }) => log.info('a spoken turn', { side, turnId, ...metrics })
		});
		call = made;
		for (const socket of ctx.getWebSockets(VOICE)) {
			origin = keptOf(socket).origin;
			made.wake(connectionOf(socket), keptOf(socket).actor);
		}
		return made;
	}

	function connectionOf(socket: WebSocket): CallConnection {
		const known = connections.get(socket);
		if (known !== undefined) return known;
		const line = media.over(
			socket,
			{ send: (text) => socket.send(text), sendBytes: (bytes) => socket.send(bytes) },
			(frame) => runInBackground('sound of a call', opened().hear(connection, frame))
		);
		const connection: CallConnection = {
			send: (text) => line.send(text),
			sendBytes: (bytes) => line.sendBytes(bytes),
			close: (code, reason) => socket.close(code, reason),
			kept: () => keptOf(socket).memo,
			keep: (memo) => socket.serializeAttachment({ ...keptOf(socket), memo } satisfies KeptWithSocket)
		};
		connections.set(socket, connection);
		return connection;
	}

	return {
		accept(actor, from) {
			voice.requireSpeaker(actor);
			if (ctx.getWebSockets(VOICE).length >= SOCKETS_AT_MOST)
				throw new AppError('rate-limited', 'Too many tabs are in a call with this conversation.', {
					retryAfterSeconds: 30
				});
			const open = opened();
			origin = from;
			const { 0: client, 1: server } = new WebSocketPair();
			ctx.acceptWebSocket(server, [VOICE]);
			server.serializeAttachment({ actor, origin: from } satisfies KeptWithSocket);
			open.open(connectionOf(server), actor);
			return new Response(null, { status: 101, webSocket: client });
		},
		wake() {
			if (ctx.getWebSockets(VOICE).length > 0) opened();
		},
		hear(socket, data) {
			if (!media.hear(socket, data))
				runInBackground('a message of a call', opened().hear(connectionOf(socket), data));
		},
		closed(socket) {
			media.closed(socket);
			opened().closed(connectionOf(socket));
		},
		adopt: (request) => media.adopt(request),
		isOpen: () => ctx.getWebSockets(VOICE).length > 0,
		ring() {
			opened().alarm();
			return opened().alarmAt();
		},
		hangUp: () => call?.end('deleted'),
		end() {
			isOver = true;
			call?.end('deleted');
		}
	};
}

function keptOf(socket: WebSocket): KeptWithSocket {
	return socket.deserializeAttachment() as KeptWithSocket;
}
