// The end of an account over every store: the objects, the files, each table of the erasure list.
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLifeStage } from '#lib/server/auth/fixtures/test-account-life.ts';
import { codeOf } from '#lib/server/auth/fixtures/test-auth.ts';
import { createErasure } from '#lib/server/erasure/index.ts';
import { schema, TABLE_ERASURE } from '#lib/server/platform/index.ts';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, ask, openSchool, ORIGIN, project } from './fixtures/school.ts';
import { leaveTraces } from './fixtures/traces.ts';

const ANNA = 'anna@example.com';
const services = openSchool();
const { database } = services;
const stage = openLifeStage(env.DB);

beforeAll(() => addArticle(services));
beforeEach(() => stage.makePerson('ada@example.com', 'admin'));
afterEach(async () => {
	await settle();
	await stage.emptyTables();
});

let pending: Promise<unknown>[] = [];
async function settle(): Promise<unknown[]> {
	const results = await Promise.allSettled(pending);
	pending = [];
	return results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
}

function open(changes: Partial<Parameters<typeof createErasure>[0]> = {}) {
	return createErasure({
		database,
		objects: env.FILES,
		chat: services.chat,
		recordings: services.recordings,
		stepUp: { requireStepUp: () => Promise.resolve() },
		clock: stage.clock,
		runInBackground: (_label, work) => {
			pending.push(work);
			// Looked at in settle().
			work.catch(() => undefined);
		},
		...changes
	});
}

/** Everything in the database that names the person or their address. */
async function tracesOf(personId: string, email: string): Promise<string[]> {
	const traces: string[] = [];
	for (const [name, table] of Object.entries(schema) as [string, SQLiteTable][]) {
		const rows = await database.select().from(table);
		const text = JSON.stringify(rows);
		if (text.includes(personId) || text.includes(email)) traces.push(name);
	}
	return traces;
}

const mayHold = (name: string) => TABLE_ERASURE[name as keyof typeof TABLE_ERASURE].holds === 'person';

async function multipartOf(uploadId: string): Promise<R2MultipartUpload> {
	const { recordingUploads } = schema;
	const [row] = await database.select().from(recordingUploads).where(eq(recordingUploads.id, uploadId));
	return env.FILES.resumeMultipartUpload(
		`${row!.uploadedBy}/recordings/uploads/${uploadId}`,
		row!.multipartId!
	);
}

async function makeAnna() {
	const { actor, session } = await stage.makePerson(ANNA);
	const conversationId = newId();
	await ask(services, actor, conversationId, 'How long is a piano lesson?');
	await project(conversationId);
	await leaveTraces(database, actor, conversationId);
	// One upload under way: its parts are in no list of the bucket.
	const { uploads } = services.recordings;
	const wish = { fileName: 'a.wav', sizeBytes: 100, clientKey: 'k' };
	const upload = await uploads.begin(actor, wish);
	return { actor, session, conversationId, uploadId: upload.id };
}

describe('an account that is deleted', () => {
	it('leaves nothing of the person in any store, and everything of the school', async () => {
		const { actor, session, conversationId, uploadId } = await makeAnna();
		const multipart = await multipartOf(uploadId);
		const bob = await stage.makePerson('bob@example.com');
		const kept = newId();
		await ask(services, bob.actor, kept, 'How long is a piano lesson?');
		await project(kept);
		const traces = await tracesOf(actor.userId, ANNA);
		expect(Object.keys(TABLE_ERASURE).filter((name) => mayHold(name) && !traces.includes(name))).toEqual([]);

		const erasure = open();
		expect(await erasure.holdings(actor)).toMatchObject({
			email: ANNA,
			conversations: 1,
			attachments: 1,
			recordings: 1
		});
		const { reference } = await erasure.begin(actor, ` ${ANNA.toUpperCase()} `);
		expect(await stage.sessions.find(session.secret)).toBeUndefined();
		expect(await settle()).toEqual([]);

		expect(await tracesOf(actor.userId, ANNA)).toEqual([]);
		expect((await env.FILES.list({ prefix: actor.userId })).objects).toEqual([]);
		await expect(multipart.uploadPart(1, new Uint8Array(100))).rejects.toThrow();
		expect((await env.FILES.list({ prefix: 'documents/' })).objects).not.toEqual([]);
		expect(await codeOf(services.chat.view(actor, conversationId))).toBe('not-found');
		expect((await services.chat.view(bob.actor, kept)).messageCount).toBe(2);
		expect(await erasure.receipt(reference)).toMatchObject({ state: 'erased', at: stage.clock.now() });
		const documents = await database.select().from(schema.knowledgeDocuments);
		expect(documents.map(({ createdBy }) => createdBy)).toContain('erased');
		// The address is free again.
		expect(await codeOf(stage.makePerson(ANNA))).toBe('nothing thrown');
	});

	it('takes a conversation with it that the database did not know of yet', async () => {
		const { actor } = await stage.makePerson(ANNA);
		const conversationId = newId();
		await open().begin(actor, ANNA);
		// A request that had been let in before the account was closed.
		const { text } = await ask(services, actor, conversationId, 'How long is a piano lesson?');
		expect(text).not.toBe('');
		expect(await settle()).toEqual([]);
		await expect.poll(() => codeOf(services.chat.view(actor, conversationId))).toBe('not-found');
		expect(await tracesOf(actor.userId, ANNA)).toEqual([]);
	});

	it('takes a conversation with it in which an answer is being written', async () => {
		const { actor } = await stage.makePerson(ANNA);
		const conversationId = newId();
		const order = { trigger: 'submit', conversationId, text: 'How long is a piano lesson?' } as const;
		const stream = await services.chat.send(actor, order, ORIGIN);
		await project(conversationId);
		await open().begin(actor, ANNA);
		expect(await settle()).toEqual([]);
		await stream.text();
		await project(conversationId);
		expect(await tracesOf(actor.userId, ANNA)).toEqual([]);
	});

	it.each(['chat', 'files'] as const)(
		'is closed at once and erased later when the %s cannot be reached',
		async (store) => {
			const { actor, session } = await makeAnna();
			const down = () => Promise.reject(new Error('down'));
			const broken =
				store === 'chat'
					? open({ chat: { eraseAllOf: down } })
					: open({ objects: { list: down } as unknown as R2Bucket });
			const { reference } = await broken.begin(actor, ANNA);
			expect(await settle()).toHaveLength(1);
			expect(await stage.sessions.find(session.secret)).toBeUndefined();
			expect(await broken.receipt(reference)).toMatchObject({ state: 'erasing' });

			stage.clock.advance(6 * 60_000);
			open().goOn();
			expect(await settle()).toEqual([]);
			expect(await tracesOf(actor.userId, ANNA)).toEqual([]);
			expect(await broken.receipt(reference)).toMatchObject({ state: 'erased' });
			// Not at every request.
			open().goOn();
			expect(pending).toEqual([]);
		}
	);

	it('is not deleted without its address typed, nor by a session that has not confirmed itself', async () => {
		const { actor, session } = await stage.makePerson(ANNA);
		for (const typed of ['', 'delete', 'ada@example.com', `${ANNA}x`])
			expect(await codeOf(open().begin(actor, typed))).toBe('invalid');
		const strict = open({ stepUp: services.stepUp });
		expect(await codeOf(strict.begin(VISITOR, ANNA))).toBe('unauthenticated');
		await database.update(schema.sessions).set({ verifiedAt: 1 });
		expect(await codeOf(strict.begin(actor, ANNA))).toBe('forbidden');
		expect(await codeOf(strict.holdings(actor))).toBe('forbidden');
		expect(await stage.sessions.find(session.secret)).toBeDefined();
	});

	it('is never the last administrator’s, also when the last two go at the same moment', async () => {
		const second = await stage.makePerson(ANNA, 'admin');
		const [first] = await database
			.select()
			.from(schema.users)
			.where(eq(schema.users.email, 'ada@example.com'));
		const ada: Actor = { userId: first!.id, role: 'admin', via: 'session', sessionId: 's' };
		const codes = await Promise.all([
			codeOf(open().begin(ada, 'ada@example.com')),
			codeOf(open().begin(second.actor, ANNA))
		]);
		expect(codes.toSorted()).toEqual(['conflict', 'nothing thrown']);
		expect(await settle()).toEqual([]);
		const left = await database.select().from(schema.users).where(eq(schema.users.role, 'admin'));
		expect(left.filter(({ email, disabledAt }) => email !== null && disabledAt === null)).toHaveLength(1);
	});

	it('is erased once by two presses of the button', async () => {
		const { actor } = await stage.makePerson(ANNA);
		const codes = await Promise.all([1, 2].map(() => codeOf(open().begin(actor, ANNA))));
		expect(codes).toContain('nothing thrown');
		expect(await settle()).toEqual([]);
		expect(await tracesOf(actor.userId, ANNA)).toEqual([]);
		const events = await database.select().from(schema.auditEvents);
		expect(events.filter(({ action }) => action === 'account.erased')).toHaveLength(1);
	});

	it('gives no receipt to a reference that is made up', async () => {
		for (const reference of ['', newId(), 'x'.repeat(100_000), "' or 1=1 --"])
			expect(await codeOf(open().receipt(reference))).toBe('not-found');
	});
});
