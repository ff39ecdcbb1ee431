// What grows with a conversation is its tables, and not what is read of them: counted in the rows that the object's own SQLite says it read.
import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { createScriptedModel } from '#lib/server/chat/fixtures/scripted-model.ts';
import { PERSON, startConversation } from '#lib/server/chat/fixtures/test-conversation.ts';
import type { TestStorage } from '#lib/server/chat/fixtures/sqlite-storage.ts';
import { newId } from '#lib/shared/ids.ts';
import { conversationStorage } from './conversation-storage.ts';
import { stubOf } from './fixtures/school.ts';

const SHORT = 60;
const LONG = 300;
/** A row more or less: a page of an index, a wish that was made. */
const ABOUT_THE_SAME = 1.05;

const model = () => createScriptedModel(['The harp is taught on Mondays. ', 'Room 4 is open.']);

it('the next turn, another answer, opening it: each reads as much of a long conversation as of a short one', async () => {
	await runInDurableObject(stubOf(newId()), async (_object, { storage }) => {
		let rowsRead = 0;
		const counted = {
			...conversationStorage(storage),
			sql: (statement: string, ...values: (string | number | null)[]) => {
				const cursor = storage.sql.exec(statement, ...values);
				const rows = cursor.toArray();
				rowsRead += cursor.rowsRead;
				return rows;
			},
			// The object's own conversation must not be rung.
			setAlarm: () => undefined
		} as unknown as TestStorage;
		let test = startConversation({ model: model(), storage: counted });
		const read = async (work: () => unknown): Promise<number> => {
			const before = rowsRead;
			await work();
			return rowsRead - before;
		};
		const ask = () => test.ask('What about the harp on Fridays?');
		const tasks = {
			turn: ask,
			'another answer': async () => {
				const order = { trigger: 'retry', conversationId: 'c' } as const;
				await new Response((await test.conversation.run(PERSON, order)).body).text();
			},
			'another wording': async () => {
				const { messages } = test.conversation.messages(PERSON, { limit: 4 });
				await test.ask('And on Sundays?', { replaces: messages.find(({ role }) => role === 'user')!.id });
			},
			'a fresh process': () => {
				test = startConversation({ model: model(), storage: counted });
				test.conversation.view(PERSON);
			},
			history: () => test.conversation.messages(PERSON, { limit: 50 }),
			memory: () => test.conversation.rollingContext(PERSON),
			'a person takes over': () => {
				const agent = { userId: 'agent', role: 'agent', via: 'session' } as const;
				return test.conversation
					.claim(agent)
					.then(({ position }) => test.conversation.release(agent, { position, summary: 'Settled.' }));
			}
		};
		const costs = async (length: number): Promise<Record<string, number>> => {
			while (test.conversation.view(PERSON).messageCount < length) await ask();
			const found: Record<string, number> = {};
			for (const [name, task] of Object.entries(tasks)) found[name] = await read(task);
			return found;
		};
		await ask();
		const short = await costs(SHORT);
		const long = await costs(LONG);
		for (const [name, rows] of Object.entries(long))
			expect(rows, `${name}: ${rows} rows after ${short[name]}`).toBeLessThanOrEqual(
				Math.ceil((short[name] ?? 0) * ABOUT_THE_SAME) + 2
			);
	});
});
