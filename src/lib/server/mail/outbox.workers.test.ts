import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { createDatabase, createManualClock, schema } from '../platform/index.ts';
import { describeMail } from './mail.contract.ts';
import { createOutbox, createOutboxMail, OUTBOX_KEEPS_MS } from './outbox.ts';

const { mailOutbox } = schema;
const database = createDatabase(env.DB);
const clock = createManualClock();
const mail = createOutboxMail({ database, clock });
const outbox = createOutbox({ database });

afterEach(async () => {
	await database.delete(mailOutbox);
});

const gone = {
	prepare: () => {
		throw new Error('no database');
	},
	batch: () => Promise.reject(new Error('no database'))
};

describeMail('the outbox', {
	mail: () => mail,
	delivered: async () =>
		(await database.select().from(mailOutbox).orderBy(mailOutbox.createdAt, mailOutbox.id)).map(
			({ recipient, subject, body }) => ({ to: recipient, subject, body })
		),
	broken: () => createOutboxMail({ database: createDatabase(gone as unknown as D1Database), clock })
});

it('keeps letters of one key once', async () => {
	const letter = { kind: 'handover-waiting', to: 'a@example.com', subject: 'Hello', body: 'Hello' } as const;
	for (const key of ['one', 'one', 'two']) await mail.send({ ...letter, key });
	expect(await database.select().from(mailOutbox)).toHaveLength(2);
});

describe('the outbox’s list', () => {
	const send = async (count: number) => {
		for (let number = 1; number <= count; number++) {
			await mail.send({
				kind: 'invitation',
				to: 'a@example.com',
				subject: `Letter ${number}`,
				body: 'Hello'
			});
			if (number % 2 === 0) clock.advance(1);
		}
	};

	it('shows administrators every letter once, newest first, page by page', async () => {
		await send(7);
		const seen: { subject: string; createdAt: number }[] = [];
		let cursor: string | undefined;
		do {
			const page = await outbox.list(SYSTEM, { limit: 3, cursor });
			seen.push(...page.letters);
			cursor = page.nextCursor ?? undefined;
		} while (cursor !== undefined);
		expect(new Set(seen.map(({ subject }) => subject)).size).toBe(7);
		expect(seen).toHaveLength(7);
		expect(seen.map(({ createdAt }) => createdAt)).toEqual(
			seen.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a)
		);
	});

	it.each(['user', 'teacher', 'agent'] as const)('shows a %s nothing', async (role) => {
		const actor: Actor = { userId: crypto.randomUUID(), role, via: 'session' };
		await expect(outbox.list(actor, { limit: 3 })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(outbox.list(VISITOR, { limit: 3 })).rejects.toMatchObject({ code: 'unauthenticated' });
	});

	it.each([
		['nothing', ''],
		['half of one', '1_'],
		['a piece of SQL', "' or 1=1 --"],
		['ten thousand digits', '9'.repeat(10_000)]
	])('takes %s for no cursor', async (_title, cursor) => {
		await expect(outbox.list(SYSTEM, { limit: 3, cursor })).rejects.toMatchObject({ code: 'invalid' });
	});

	it('forgets letters after 30 days', async () => {
		await send(1);
		clock.advance(OUTBOX_KEEPS_MS + 1);
		await mail.send({ kind: 'invitation', to: 'b@example.com', subject: 'New', body: 'Hello' });
		const { letters } = await outbox.list(SYSTEM, { limit: 3 });
		expect(letters.map(({ subject }) => subject)).toEqual(['New']);
	});
});
