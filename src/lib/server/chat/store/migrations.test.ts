import { describe, expect, it } from 'vitest';
import { archiveLines, createArchiveReader } from '../archive/archive-lines.ts';
import { createMapArchive } from '../fixtures/map-archive.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { createSqliteStorage, type TestStorage } from '../fixtures/sqlite-storage.ts';
import { CONVERSATION_ID, PERSON, startConversation } from '../fixtures/test-conversation.ts';
import { pack } from '../archive/pack.ts';
import { createMessages } from './messages.ts';
import { applySteps, migrate, noteVersions, SCHEMA_VERSION, schemaVersion } from './migrations.ts';

const model = () => createScriptedModel(['An answer.']);

/** A conversation as the first version of its tables held it. */
async function oldConversation(): Promise<TestStorage> {
	const present = startConversation({ model: model() });
	await present.ask('How long is a lesson?');
	const old = createSqliteStorage();
	old.transaction(() => {
		applySteps(old, 0, 1);
		noteVersions(old, 0, 1);
	});
	for (const table of ['events', 'turns', 'messages', 'conversation']) {
		const columns = old.sql<{ name: string }>(`SELECT name FROM pragma_table_info(?)`, table);
		const names = columns.map(({ name }) => name);
		for (const row of present.storage.sql<Record<string, string | number | null>>(`SELECT * FROM ${table}`))
			old.sql(
				`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
				...names.map((name) => row[name] ?? null)
			);
	}
	return old;
}

describe('a conversation of an earlier version', () => {
	it('is brought up to date at its first touch, with everything it held', async () => {
		const storage = await oldConversation();
		expect(schemaVersion(storage)).toBe(1);
		const { conversation, ask } = startConversation({ model: model(), storage });
		expect(conversation.view(PERSON)).toMatchObject({ pinned: false, tags: [], messageCount: 2 });
		expect(schemaVersion(storage)).toBe(SCHEMA_VERSION);
		await conversation.change(PERSON, { pinned: true, tags: ['Fees'] });
		await ask('And what does it cost?');
		expect(conversation.view(PERSON)).toMatchObject({ pinned: true, tags: ['Fees'], messageCount: 4 });
	});

	it('comes back from an archive that an earlier version wrote', async () => {
		const old = await oldConversation();
		const archive = createMapArchive();
		await archive.put(PERSON.userId!, CONVERSATION_ID, (await pack(archiveLines(old, CONVERSATION_ID)))!);
		await archive.noteArchived(CONVERSATION_ID, 0);
		const { conversation } = startConversation({ model: model(), archive });
		expect(await conversation.arrive(PERSON)).toBe(true);
		expect(conversation.view(PERSON)).toMatchObject({ status: 'idle', pinned: false, messageCount: 2 });
	});

	it('is looked up by the files and the questions of tools that it held then, each by its newest', () => {
		const old = createSqliteStorage();
		old.transaction(() => {
			applySteps(old, 0, 3);
			noteVersions(old, 0, 3);
		});
		const put = (id: string, seq: number, role: string, part: object) =>
			old.sql(
				`INSERT INTO messages (id, seq, parent_id, role, text, body) VALUES (?, ?, NULL, ?, '', ?)`,
				...[id, seq, role, JSON.stringify({ id, seq, role, parts: [{ type: 'text', text: '"url"' }, part] })]
			);
		put('q1', 1, 'user', { type: 'file', url: '/a', filename: 'A', mediaType: 'text/plain' });
		put('q2', 2, 'user', { type: 'file', url: '/a', filename: 'A', mediaType: 'text/plain' });
		put('a1', 3, 'assistant', { type: 'tool-x', toolCallId: 'c1', approval: { id: 'ask' } });
		put('a2', 4, 'assistant', { type: 'tool-x', toolCallId: 'c1', output: 1 });
		migrate(old);
		const messages = createMessages(old);
		expect(messages.sentWith('/a')).toBe('q2');
		expect(messages.sentWith('url')).toBeUndefined();
		expect(messages.withToolCall('c1')?.id).toBe('a1');
		expect(messages.withToolCall('c2')).toBeUndefined();
	});

	it('is touched by one who reads nothing at all no more than before', () => {
		const storage = createSqliteStorage();
		const { conversation } = startConversation({ model: model(), storage });
		expect(() => conversation.view(PERSON)).toThrow();
		expect(storage.writes()).toBe(0);
	});

	it('of a later version is refused, not read wrongly', () => {
		const storage = createSqliteStorage();
		migrate(storage);
		const [header] = [...archiveLines(storage, CONVERSATION_ID)];
		const reader = createArchiveReader(createSqliteStorage(), CONVERSATION_ID);
		const later = header!.trimEnd().replace(/"schemaVersion":\d+/, '"schemaVersion":99');
		expect(() => reader.take(later)).toThrow('newer than this code');
		storage.sql(`INSERT INTO schema_version (version) VALUES (99)`);
		expect(() => migrate(storage)).toThrow('newer than this code');
	});
});

describe('labels', () => {
	it('are shown to every reader of the log, and pinning again keeps the place', async () => {
		const { conversation, ask, clock, projection } = startConversation({ model: model() });
		await ask('Hi');
		await conversation.change(PERSON, { pinned: true });
		const pinnedAt = clock.now();
		clock.advance(1_000);
		await conversation.change(PERSON, { pinned: true, tags: ['A', 'B'] });
		expect(projection.batches.at(-1)?.conversation).toMatchObject({ pinnedAt, tags: ['A', 'B'] });
		await conversation.change(PERSON, { pinned: false });
		expect(conversation.view(PERSON)).toMatchObject({ pinned: false, tags: ['A', 'B'] });
	});
});
