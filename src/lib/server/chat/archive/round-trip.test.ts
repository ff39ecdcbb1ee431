import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMapArchive, type MapArchive } from '../fixtures/map-archive.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import { createSqliteStorage, type Fuse, type TestStorage } from '../fixtures/sqlite-storage.ts';
import {
	CONVERSATION_ID,
	everythingElse,
	letTimePass,
	LONG_ENOUGH,
	PERSON,
	startConversation,
	type TestConversation
} from '../fixtures/test-conversation.ts';
import { LIMITS } from '../limits.ts';
import { noteVersions } from '../store/migrations.ts';
import { archiveLines, createArchiveReader } from './archive-lines.ts';
import { pack, unpack } from './pack.ts';

const model = () => createScriptedModel(['An ', 'answer.']);

function start(archive: MapArchive = createMapArchive()) {
	return { ...startConversation({ model: model(), archive }), archive };
}

/** Everything but what waits and what is planned. */
const contentOf = (storage: TestStorage) => [...archiveLines(storage, CONVERSATION_ID)].join('');

/** One of everything that can be done to a conversation. */
const act = fc.oneof(
	fc.record({
		what: fc.constant('ask' as const),
		text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
	}),
	fc.record({ what: fc.constant('edit' as const), text: fc.string({ minLength: 1, maxLength: 20 }) }),
	fc.record({ what: fc.constant('retry' as const), text: fc.constant('') }),
	fc.record({ what: fc.constant('rate' as const), text: fc.string({ maxLength: 20 }) }),
	fc.record({ what: fc.constant('label' as const), text: fc.string({ minLength: 1, maxLength: 20 }) })
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function play({ ask, conversation }: TestConversation, acts: readonly Act[]): Promise<void> {
	await ask('First');
	for (const { what, text } of acts) {
		const { messages } = conversation.messages(PERSON, { limit: 100 });
		const question = messages.findLast(({ role }) => role === 'user')!;
		const answer = messages.findLast(({ role }) => role === 'assistant')!;
		if (what === 'ask') await ask(text);
		else if (what === 'edit') await ask(text, { replaces: question.id });
		else if (what === 'rate') await conversation.rate(PERSON, answer.id, { value: 'up', reason: text });
		else if (what === 'label') await conversation.change(PERSON, { title: text, tags: [text], pinned: true });
		else {
			const order = { trigger: 'retry', conversationId: CONVERSATION_ID, messageId: question.id } as const;
			const { body } = await conversation.run(PERSON, order);
			await new Response(body).text();
		}
	}
}

describe('the way into the archive and back', () => {
	it('changes not one value, whatever was done in the conversation', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
				const test = start();
				await play(test, acts);
				const before = contentOf(test.storage);
				const { bytes } = (await pack(archiveLines(test.storage, CONVERSATION_ID)))!;
				const copy = createSqliteStorage();
				const reader = createArchiveReader(copy, CONVERSATION_ID);
				for await (const line of unpack(bytes)) reader.take(line);
				reader.flush();
				noteVersions(copy, 0, reader.finish());
				expect(contentOf(copy)).toBe(before);
			}),
			{ numRuns: 20 }
		);
	}, 120_000);

	it('loses nothing and doubles nothing wherever the process is killed', async () => {
		let kills = 0;
		for (let length = 1; ; length++) {
			const { archive, ...test } = start();
			await play(test, [{ what: 'rate', text: 'good' }]);
			await letTimePass(test, LIMITS.endedMs);
			const before = test.conversation.messages(PERSON, { limit: 100 }).messages;
			test.clock.advance(LONG_ENOUGH);
			const fuse = createFuse(length);
			light(fuse, test.storage, archive);
			// Into the archive and back: one of the two is where the process dies.
			await test.conversation.onAlarm().catch(() => undefined);
			if (test.hasLeft())
				await test
					.restart(model())
					.conversation.arrive(PERSON)
					.catch(() => undefined);
			await everythingElse();
			light(undefined, test.storage, archive);
			if (fuse.isOut()) kills++;
			const next = test.restart(model());
			expect(await next.conversation.arrive(PERSON), `after ${length}`).toBe(true);
			const after = next.conversation.messages(PERSON, { limit: 100 }).messages;
			expect(after, `after ${length}`).toEqual(before);
			await next.ask('It goes on');
			expect(next.conversation.view(PERSON).messageCount).toBe(before.length + 2);
			if (!fuse.isOut()) break;
		}
		expect(kills).toBeGreaterThan(20);
	}, 240_000);
});

interface TestFuse extends Fuse {
	isOut(): boolean;
}

function createFuse(length: number): TestFuse {
	let left = length;
	return {
		burn() {
			if (left <= 0) throw new Error('the process is dead');
			left--;
		},
		isOut: () => left <= 0
	};
}

/** Each step of the archive may die before it and after it. */
function light(fuse: TestFuse | undefined, storage: TestStorage, archive: MapArchive): void {
	storage.light(fuse);
	archive.before = () => fuse?.burn();
	archive.after = () => fuse?.burn();
}
