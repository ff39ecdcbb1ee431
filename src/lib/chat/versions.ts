// Going through the versions of a question or an answer, by button or by key.
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Conversation } from './conversation.svelte.ts';
import type { Room } from './room.svelte.ts';

/** Counted from 1. */
export function versionsOf(
	conversation: Conversation,
	message: ConversationMessage
): { at: number; count: number } {
	const versions = conversation.versionsOf(message);
	return { at: versions.findIndex(({ id }) => id === message.id) + 1, count: versions.length };
}

/** Shows the version before or after; undefined where there is none. Nothing above it moves. */
export function showVersion(
	conversation: Conversation,
	room: Pick<Room, 'follow' | 'said'>,
	message: ConversationMessage,
	by: 1 | -1
): Promise<void> | undefined {
	const versions = conversation.versionsOf(message);
	const at = versions.findIndex(({ id }) => id === message.id) + by;
	const next = versions[at];
	if (next === undefined) return undefined;
	room.follow.hold();
	room.said = m.chat_versions({ at: at + 1, count: versions.length });
	return conversation.show(next.id);
}

/** As the buttons do, for what has the focus: an answer's versions from inside it, a question's from the question. */
export function stepFocused(
	conversation: Conversation,
	room: Pick<Room, 'follow' | 'said'>,
	by: 1 | -1
): Promise<void> | undefined {
	const focused = document.activeElement;
	const id = (name: string) => focused?.closest(`[${name}]`)?.getAttribute(name);
	const message = conversation.messages.find((one) => one.id === (id('data-reply') ?? id('data-turn')));
	if (message === undefined) return undefined;
	const answer = conversation.messages.find(({ parentId }) => parentId === message.id);
	const versioned = [message, answer].find((one) => one && conversation.versionsOf(one).length > 1);
	return versioned && showVersion(conversation, room, versioned, by);
}
