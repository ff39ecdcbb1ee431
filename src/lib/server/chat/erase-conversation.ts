// One conversation erased everywhere: its rows, its files, its copy in the archive, its storage. Nothing may be done to it afterwards. What broke
// off half-way is done again from the start: the storage, which knows whose it is, goes last.
import type { ConversationContext } from './conversation-context.ts';
import type { ConversationDependencies } from './conversation-dependencies.ts';

export async function eraseConversation(
	context: ConversationContext,
	{ name, projection, attachments, archive, storage, onErased }: ConversationDependencies
): Promise<void> {
	const personId = context.store.record.load()?.personId;
	// A call in which nothing was said has left no conversation anywhere.
	if (personId !== undefined) {
		await attachments.eraseOf(personId, name);
		await projection.erase(name);
		// One that came back from the archive has left its copy there.
		await archive.remove(personId, name);
	}
	await storage.deleteAll();
	onErased();
}
