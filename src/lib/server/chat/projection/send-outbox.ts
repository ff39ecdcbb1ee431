// Sends what the outbox names, as it stands now, in batches. Throws when the database does: the entries stay. False when the person it
// belongs to is gone: nothing of the conversation may be kept. Whoever escalates a wish for a person hears of it behind its row, at least
// once: that entry goes by itself, so that nothing else waits for it.
import type { ConversationStore } from '../store/index.ts';
import type { OutboxEntry } from '../store/outbox.ts';
import type { Projection, ProjectionBatch } from './projection.ts';
import { readUntoldTurns } from './untold-turns.ts';

const ENTRIES_AT_ONCE = 40;

export async function sendOutbox(
	store: ConversationStore,
	projection: Projection,
	escalate: (requestId: string) => Promise<void>
): Promise<boolean> {
	for (;;) {
		const entries = store.outbox.pending(ENTRIES_AT_ONCE);
		const conversation = store.record.load();
		if (entries.length === 0 || conversation === undefined) return true;
		const batch = { conversation, seq: store.log.lastSeq(), ...describe(store, entries) };
		if (!(await projection.write(batch))) return false;
		store.outbox.settle(entries.filter(({ kind }) => kind !== 'escalation'));
		for (const entry of entries) {
			if (entry.kind !== 'escalation') continue;
			await escalate(entry.ref);
			store.outbox.settle([entry]);
		}
	}
}

function describe(
	store: ConversationStore,
	entries: OutboxEntry[]
): Omit<ProjectionBatch, 'conversation' | 'seq'> {
	const refs = (kind: OutboxEntry['kind']) =>
		entries.flatMap((entry) => (entry.kind === kind ? [entry.ref] : []));
	const messages = refs('message').flatMap((id) => store.messages.byId(id) ?? []);
	return {
		messages,
		untold: readUntoldTurns(store.messages, messages),
		ratings: refs('rating').map((messageId) => ({
			messageId,
			rating: store.ratings.find(messageId) ?? null
		})),
		handovers: refs('handover').flatMap((id) => store.handovers.find(id) ?? []),
		remembered: refs('context').length === 0 ? undefined : store.remembered.newest()
	};
}
