// The floor and the notes of a conversation, as routes call them: words are screened, the conversation's object does the rest.
import type { Actor } from '#lib/shared/actor.ts';
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { Outcome } from '#lib/shared/errors.ts';
import { screenMessage } from '../../guardrails/index.ts';
import type { Audit } from '../../platform/index.ts';
import type { ConversationCalls } from '../conversation-calls.ts';
import type { AgentMessage, FloorToken } from './floor-control.ts';

export interface FloorCalls {
	claim(actor: Actor, conversationId: string, options: { force?: boolean | undefined }): Promise<FloorToken>;
	release(
		actor: Actor,
		conversationId: string,
		release: FloorToken & { summary?: string | undefined }
	): Promise<void>;
	say(actor: Actor, conversationId: string, message: AgentMessage): Promise<{ messageId: string }>;
	requestPerson(actor: Actor, conversationId: string, reason: string): Promise<{ requestId: string }>;
	cancelRequest(actor: Actor, conversationId: string): Promise<void>;
	note(
		actor: Actor,
		conversationId: string,
		note: { id: string; kind: 'note' | 'whisper'; text: string }
	): Promise<InternalNote[]>;
	notes(actor: Actor, conversationId: string): Promise<InternalNote[]>;
}

interface Dependencies {
	ask<T>(conversationId: string, work: (calls: ConversationCalls) => Promise<Outcome<T>>): Promise<T>;
	audit?: Audit | undefined;
}

export function createFloorCalls({ ask, audit }: Dependencies): FloorCalls {
	const note = (actor: Actor, action: string, objectId: string, { position }: FloorToken) =>
		audit?.record(actor, {
			...{ action, objectType: 'conversation', objectId, outcome: 'allowed' },
			details: { position }
		});

	return {
		async claim(actor, conversationId, options) {
			const token = await ask(conversationId, (calls) => calls.claim(actor, options));
			note(actor, 'conversation.claimed', conversationId, token);
			return token;
		},
		async release(actor, conversationId, release) {
			await ask(conversationId, (calls) => calls.release(actor, release));
			note(actor, 'conversation.released', conversationId, release);
		},
		say: (actor, conversationId, message) =>
			ask(conversationId, (calls) => calls.say(actor, { ...message, text: screenMessage(message.text) })),
		requestPerson: (actor, conversationId, reason) =>
			ask(conversationId, (calls) => calls.requestPerson(actor, reason)),
		async cancelRequest(actor, conversationId) {
			await ask(conversationId, (calls) => calls.cancelRequest(actor));
		},
		note: (actor, conversationId, written) => ask(conversationId, (calls) => calls.note(actor, written)),
		notes: (actor, conversationId) => ask(conversationId, (calls) => calls.notes(actor))
	};
}
