// The tree of a conversation: editing a question or asking for another answer makes a sibling; nothing is overwritten.
import type { ConversationMessage } from './message.ts';

type Placed = Pick<ConversationMessage, 'id' | 'parentId' | 'seq'>;
type Tree<M extends Placed> = Readonly<Record<string, M>>;

/** The messages of the branch that ends at `headId`, oldest first. Stops early where an older page is not loaded. */
export function activePath<M extends Placed>(messages: Tree<M>, headId: string | null): M[] {
	const path: M[] = [];
	const seen = new Set<string>();
	let id = headId;
	while (id !== null && !seen.has(id)) {
		const message: M | undefined = messages[id];
		if (message === undefined) break;
		seen.add(id);
		path.push(message);
		id = message.parentId;
	}
	return path.reverse();
}

/** Every version of a message, itself included, oldest first. */
export function siblingsOf<M extends Placed>(messages: Tree<M>, message: M): M[] {
	return Object.values(messages)
		.filter((other) => other.parentId === message.parentId)
		.sort((a, b) => a.seq - b.seq);
}

/** The newest leaf under a message: where the branch through it goes on. */
export function newestLeaf<M extends Placed>(messages: Tree<M>, messageId: string): string {
	const newestChild = new Map<string, M>();
	for (const message of Object.values(messages)) {
		if (message.parentId === null) continue;
		const known = newestChild.get(message.parentId);
		if (known === undefined || message.seq > known.seq) newestChild.set(message.parentId, message);
	}
	let leaf = messageId;
	for (let next = newestChild.get(leaf); next !== undefined; next = newestChild.get(leaf)) leaf = next.id;
	return leaf;
}
