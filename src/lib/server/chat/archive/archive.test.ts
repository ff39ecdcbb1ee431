import { describe, expect, it } from 'vitest';
import {
	CONVERSATION_ID,
	everythingElse,
	letTimePass,
	LONG_ENOUGH,
	OTHER,
	PERSON,
	RETENTION_MS,
	startConversation,
	type TestConversation
} from '../fixtures/test-conversation.ts';
import { createMapArchive, type MapArchive } from '../fixtures/map-archive.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { createSqliteStorage, type TestStorage } from '../fixtures/sqlite-storage.ts';
import { LIMITS } from '../limits.ts';
import { archiveKey } from './archive.ts';
import { archiveLines, createArchiveReader } from './archive-lines.ts';
import { pack } from './pack.ts';
import { mayBeArchived } from './residence.ts';
import { migrate, SCHEMA_VERSION } from '../store/migrations.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import { newTimedId } from '#lib/shared/timed-id.ts';

const KEY = archiveKey('person-1', CONVERSATION_ID);
const model = () => createScriptedModel(['An ', 'answer.']);

function start(archive: MapArchive = createMapArchive()) {
	return { ...startConversation({ model: model(), archive }), archive };
}

/** Everything but what waits and what is planned. */
const contentOf = (storage: TestStorage) => [...archiveLines(storage, CONVERSATION_ID)].join('');

async function archived(): Promise<{ test: TestConversation; archive: MapArchive; before: string }> {
	const { archive, ...test } = start();
	await test.ask('How long is a lesson?');
	await test.ask('And what does it cost?');
	await letTimePass(test, LIMITS.endedMs);
	const before = contentOf(test.storage);
	await letTimePass(test, LONG_ENOUGH);
	return { test, archive, before };
}

describe('a conversation that nobody has used for long', () => {
	it('moves into the archive and leaves its storage empty, the alarm too', async () => {
		const { test, archive } = await archived();
		expect(test.hasLeft()).toBe(true);
		expect([...archive.stored.keys()]).toEqual([KEY]);
		expect(archive.archived.get(CONVERSATION_ID)).toBe('person-1');
		expect(test.storage.sql(`SELECT name FROM sqlite_master`)).toEqual([]);
		expect(test.storage.alarmAt()).toBeNull();
		expect(test.projection.batches.at(-1)?.conversation.status).toBe('ended');
	});

	it('comes back whole when it is opened, idle, and goes on', async () => {
		const { test, before } = await archived();
		const next = test.restart(model());
		expect(await next.conversation.arrive(PERSON)).toBe(true);
		expect(next.conversation.view(PERSON)).toMatchObject({ status: 'idle', messageCount: 4 });
		expect(next.conversation.messages(PERSON, { limit: 10 }).messages).toHaveLength(4);
		// But for the word that it is idle again, and when it came back, nothing has changed.
		const lines = before.split('\n');
		const after = contentOf(next.storage).split('\n');
		const changed = (line: string) => line.startsWith('["conversation"') || line.startsWith('["end"');
		expect(after.filter((line) => !changed(line) && !lines.includes(line))).toHaveLength(1);
		expect(lines.filter((line) => !changed(line) && !after.includes(line))).toEqual([]);
		await everythingElse();
		expect(next.projection.batches.at(-1)?.conversation.status).toBe('idle');
		await next.ask('And when?');
		expect(next.conversation.view(PERSON).messageCount).toBe(6);
	});

	it('is archived again when nobody uses it after it came back', async () => {
		const { test, archive } = await archived();
		const next = test.restart(model());
		await next.conversation.arrive(PERSON);
		await letTimePass(next, RETENTION_MS - LIMITS.archiveAgainMs);
		expect(next.hasLeft()).toBe(false);
		archive.archived.clear();
		await letTimePass(next, LONG_ENOUGH);
		expect(next.hasLeft()).toBe(true);
		expect(archive.archived.has(CONVERSATION_ID)).toBe(true);
	});

	it('stays while somebody writes in it, and is looked after again later', async () => {
		const { archive, ...test } = start();
		await test.ask('Hi');
		await letTimePass(test, RETENTION_MS - LIMITS.archiveAgainMs);
		await test.ask('Still here');
		await letTimePass(test, RETENTION_MS - LIMITS.archiveAgainMs);
		expect(archive.calls).not.toContain('put');
		await letTimePass(test, LONG_ENOUGH);
		expect(test.hasLeft()).toBe(true);
	});

	it('is kept when it is deleted and erased: then nothing of it stays in the archive either', async () => {
		const { test, archive } = await archived();
		const next = test.restart(model());
		await next.conversation.arrive(PERSON);
		await next.conversation.remove(PERSON);
		await letTimePass(next, LIMITS.undoMs);
		expect(next.isErased()).toBe(true);
		expect(archive.stored.size).toBe(0);
		expect(next.storage.sql(`SELECT name FROM sqlite_master`)).toEqual([]);
	});

	it('does not leave under the hands of somebody who comes while it is leaving', async () => {
		for (const step of ['put', 'get', 'noteArchived'] as const) {
			const { archive, ...test } = start();
			await test.ask('Hi');
			let arriving: Promise<boolean> | undefined;
			archive.before = (name) => {
				if (name === step) arriving ??= test.conversation.arrive(PERSON);
			};
			await letTimePass(test, LIMITS.endedMs);
			test.clock.advance(LONG_ENOUGH);
			await test.conversation.onAlarm();
			expect(await arriving, step).toBe(true);
			expect(test.hasLeft(), step).toBe(false);
			expect(test.conversation.view(PERSON).messageCount).toBe(2);
			await everythingElse();
			await letTimePass(test, LIMITS.outboxMs);
			if (step === 'noteArchived')
				expect(test.projection.batches.at(-1)?.conversation.status, 'the list is put right').toBe('ended');
		}
	});

	it('stays in its object when it is too long for the archive', async () => {
		const lines = function* () {
			for (let n = 0; n < 20_000; n++) yield `${crypto.randomUUID()}\n`;
		};
		expect(await pack(lines(), 100_000)).toBeUndefined();
		expect((await pack(lines(), 1_000_000))?.bytes.byteLength).toBeGreaterThan(100_000);
	});
});

describe('an archived conversation', () => {
	it('looks like nothing there to somebody else, and is not brought back for them', async () => {
		const { test, archive } = await archived();
		const next = test.restart(model());
		archive.calls.length = 0;
		await expect(next.conversation.arrive(OTHER)).rejects.toMatchObject({ code: 'not-found' });
		expect(archive.calls).toEqual(['ownerOf']);
		expect(next.storage.sql(`SELECT name FROM sqlite_master`)).toEqual([]);
	});

	it('is read once when a hundred ask for it at once', async () => {
		const { test, archive } = await archived();
		const next = test.restart(model());
		archive.calls.length = 0;
		await Promise.all(Array.from({ length: 100 }, () => next.conversation.arrive(PERSON)));
		expect(archive.calls.filter((step) => step === 'get')).toHaveLength(1);
		expect(next.conversation.view(PERSON).messageCount).toBe(4);
	});

	it.each<[string, (archive: MapArchive) => void]>([
		['is missing', (archive) => archive.stored.clear()],
		['was cut off', (archive) => spoil(archive, (bytes) => bytes.slice(0, -9))],
		['has a changed byte', (archive) => spoil(archive, (bytes) => bytes.with(40, bytes[40]! ^ 1))],
		['is empty', (archive) => spoil(archive, () => new Uint8Array())],
		['cannot be reached', (archive) => void (archive.before = throwing)],
		['has another hash', (archive) => void (archive.stored.get(KEY)!.sha256 = '')]
	])('is said to be unavailable when its archive %s, and nothing is lost', async (_name, harm) => {
		const { test, archive } = await archived();
		const whole = archive.stored.get(KEY)!;
		const next = test.restart(model());
		harm(archive);
		await expect(next.conversation.arrive(PERSON)).rejects.toMatchObject({ code: 'unavailable' });
		expect(next.storage.sql(`SELECT name FROM sqlite_master`)).toEqual([]);
		archive.before = () => undefined;
		archive.stored.set(KEY, { ...whole, sha256: await sha256Hex(whole.bytes) });
		expect(await next.conversation.arrive(PERSON)).toBe(true);
		expect(next.conversation.view(PERSON).messageCount).toBe(4);
	});

	it('is refused when it says something else than its name', async () => {
		const storage = createSqliteStorage();
		migrate(storage);
		const lines = [...archiveLines(storage, CONVERSATION_ID)].join('').split('\n');
		const read = (id: string, changed: string[]) => {
			const reader = createArchiveReader(createSqliteStorage(), id);
			for (const line of changed) reader.take(line);
			reader.flush();
			return reader.finish();
		};
		expect(read(CONVERSATION_ID, lines)).toBe(SCHEMA_VERSION);
		expect(() => read('another', lines)).toThrow('another conversation');
		expect(() => read(CONVERSATION_ID, lines.slice(0, -3))).toThrow('breaks off');
		expect(() => read(CONVERSATION_ID, [lines[0]!, '["sqlite_master",[1]],', ...lines.slice(1)])).toThrow(
			'belongs to no table'
		);
		expect(() =>
			read(
				CONVERSATION_ID,
				lines.map((line) => line.replaceAll('"head_id"', '"head"'))
			)
		).toThrow('not that of its schema');
	});
});

describe('an id', () => {
	it('costs no look-up when it is new, and one when it may be old', async () => {
		const now = 1_750_000_000_000;
		expect(mayBeArchived(newTimedId(now), now)).toBe(false);
		expect(mayBeArchived(newTimedId(now - LIMITS.youngMs), now)).toBe(true);
		expect(mayBeArchived(newTimedId(now + RETENTION_MS), now)).toBe(false);
		expect(mayBeArchived(CONVERSATION_ID, now)).toBe(true);
	});

	it('that claims to be of the future is not archived before its time has passed', async () => {
		const archive = createMapArchive();
		const first = startConversation({ model: model(), archive });
		const name = newTimedId(first.clock.now() + 2 * RETENTION_MS);
		const test = startConversation({ model: model(), archive, clock: first.clock, name });
		await test.ask('Hi');
		await letTimePass(test, 2 * RETENTION_MS);
		expect(test.hasLeft()).toBe(false);
		await letTimePass(test, 3 * LIMITS.youngMs);
		expect(test.hasLeft()).toBe(true);
	});
});

function spoil(archive: MapArchive, change: (bytes: Uint8Array) => Uint8Array): void {
	const stored = archive.stored.get(KEY)!;
	archive.stored.set(KEY, { ...stored, bytes: new Uint8Array(change(stored.bytes)) });
}

function throwing(): never {
	throw new Error('the store is away');
}
