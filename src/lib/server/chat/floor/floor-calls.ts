// The floor and the notes of a conversation, as routes call them: words are screened, the conversation's object does the rest.
import type { Actor } from '#lib/shared/actor.ts';
import type { InternalNote } from '#lib/shared/conversation/live.ts';
import type { Outcome } from '#lib/shared/errors.ts';
import { screenMessage } from '../../guardrails/index.ts';
import type { Audit } from '../../platform/index.ts';
import type { ConversationCalls } from '../conversation-calls.ts';
import type { TicketOfHandover } from '../store/handovers.ts';
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
	/** For the escalation. False when it is not waiting any more. */
	becomeTicket(conversationId: string, requestId: string, ticket: TicketOfHandover): Promise<boolean>;
	/** For when somebody's role was changed: `actor` is who changed it. */
	standDown(actor: Actor, conversationId: string, personId: string): Promise<void>;
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

	/** Whom it happened to stands where erasing them finds it. */
	const lost = (actor: Actor, objectId: string, details: Record<string, string | number>) =>
		audit?.record(actor, {
			...{ action: 'floor.lost', objectType: 'user', objectId, outcome: 'allowed' },
			details
		});

	return {
		async claim(actor, conversationId, options) {
			const { position, fromId } = await ask(conversationId, (calls) => calls.claim(actor, options));
			note(actor, 'conversation.claimed', conversationId, { position });
			if (fromId !== null) lost(actor, fromId, { conversationId, position, cause: 'taken-over' });
			return { position };
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
		becomeTicket: (conversationId, requestId, ticket) =>
			ask(conversationId, (calls) => calls.becomeTicket(requestId, ticket)),
		async standDown(actor, conversationId, personId) {
			const { position } = await ask(conversationId, (calls) => calls.standDown(personId));
			if (position !== null) lost(actor, personId, { conversationId, position, cause: 'dismissed' });
		},
		note: (actor, conversationId, written) => ask(conversationId, (calls) => calls.note(actor, written)),
		notes: (actor, conversationId) => ask(conversationId, (calls) => calls.notes(actor))
	};
}
