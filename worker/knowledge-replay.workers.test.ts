// A change of a document, from the text that was written on to what everybody is answered from, with the school's own services.
import { introspectWorkflow, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReportSchool } from '#lib/server/desk-report/fixtures/report-school.ts';
import { runReplay, type BeginReplay } from '#lib/server/knowledge-replay/index.ts';
import { createJobs, schema } from '#lib/server/platform/index.ts';
import { createServices } from '#lib/server/services.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { addArticle, openSchool } from './fixtures/school.ts';

const HOUR_AGO = Date.now() - 3_600_000;
const { knowledge, database, replays, replayWork } = openSchool();
const { ask, conversation, reset } = openReportSchool(env.DB, Date.now(), 'Europe/Berlin');
const admin: Actor = { userId: newId(), role: 'admin', via: 'session' };

let documentId: string;
beforeEach(async () => {
	await reset();
	for (const { id } of (await knowledge.listDocuments(SYSTEM)).documents)
		await knowledge.deleteDocument(SYSTEM, id);
	({ documentId } = await addArticle(openSchool()));
});

const QUESTIONS = [
	'How long does a piano lesson last?',
	'What if I cancel a lesson with less than 24 hours notice?',
	'Do you teach the theremin?'
];
async function askAll(questions: readonly string[] = QUESTIONS) {
	// The first one last.
	for (const [at, text] of questions.entries())
		await ask(HOUR_AGO - at, await conversation(HOUR_AGO - at), text);
}
const inForce = async () => (await knowledge.getDocument(SYSTEM, documentId)).text;
async function edit(change: (text: string) => string): Promise<BeginReplay> {
	const { text, revision: base, title } = await replays.open(admin, documentId);
	return { kind: 'edit', base, title, text: change(text ?? '') };
}
const longer = () =>
	edit(
		(text) =>
			`${text.replace('45 minutes', '50 minutes')}\n\n# Theremin\n\nWe teach the theremin on Tuesdays.\n`
	);
const deletion = async (): Promise<BeginReplay> => ({
	kind: 'delete',
	base: (await replays.open(admin, documentId)).revision
});
async function tried(change: BeginReplay) {
	const { id } = await replays.begin(admin, documentId, change);
	await runReplay(replayWork, id, { do: (_, work) => work() });
	const { replay } = await replays.open(admin, documentId);
	return {
		...replay!,
		fates: Object.fromEntries(replay!.questions.shown.map(({ text, verdict }) => [text, verdict]))
	};
}

describe('an edit', () => {
	it('is tried on what people asked, each question once and without who asked, and is seen by nobody', async () => {
		await askAll([
			...QUESTIONS,
			'how long does a piano lesson last',
			'How long does a piano lesson last for anna@example.com?'
		]);
		const before = await inForce();
		const { status, questions, counts, fates } = await tried(await longer());
		expect({ status, done: questions.done, total: questions.total }).toEqual({
			status: 'ready',
			done: 4,
			total: 4
		});
		expect(fates).toEqual({
			'How long does a piano lesson last?': 'flipped',
			'Do you teach the theremin?': 'newly-answerable',
			'How long does a piano lesson last for [e-mail]?': 'flipped'
		});
		expect(counts).toMatchObject({ same: 1, flipped: 2, 'newly-answerable': 1 });
		expect(questions.shown[0]).toMatchObject({
			asked: 2,
			outcome: {
				dead: ['A piano lesson lasts 45 minutes.'],
				after: { text: 'A piano lesson lasts 50 minutes. Lessons take place once a week.' }
			}
		});
		expect(await inForce()).toBe(before);
		const { passages } = await knowledge.search(VISITOR, { query: 'theremin Tuesdays', topK: 5 });
		expect(passages.map(({ text }) => text).join()).not.toContain('theremin');
	});

	it('is published once, however often, and can be rolled back', async () => {
		await askAll();
		const before = await inForce();
		const { id } = await tried(await longer());
		expect(await replays.publish(admin, id)).toEqual({ isThere: true });
		await replays.publish(admin, id);
		expect(await inForce()).toContain('50 minutes');
		expect((await replays.open(admin, documentId)).replay).toMatchObject({
			status: 'published',
			isCurrent: true
		});
		await replays.rollBack(admin, id);
		await replays.rollBack(admin, id);
		expect(await inForce()).toBe(before);
		expect((await knowledge.listDocuments(SYSTEM)).documents[0]).toMatchObject({
			tags: [],
			audience: 'public'
		});
		await expect(replays.publish(admin, id)).rejects.toMatchObject({ code: 'conflict' });
	});

	it('is published over nothing that somebody else has published, nor rolled back over it', async () => {
		const first = await replays.begin(admin, documentId, await longer());
		const { id } = await replays.read(admin, first.id);
		await replays.publishNow(admin, documentId, await edit((text) => `${text}\n\nThe cellar is dry.\n`));
		expect((await replays.read(admin, id)).isCurrent).toBe(false);
		await expect(replays.publish(admin, id)).rejects.toMatchObject({ code: 'conflict' });
		expect(await inForce()).toContain('cellar');

		const { replay } = await replays.open(admin, documentId);
		await knowledge.addDocument(SYSTEM, {
			name: 'lessons.md',
			mediaType: 'text/markdown',
			source: '# Lessons\n\nNone.'
		});
		await expect(replays.rollBack(admin, replay!.id)).rejects.toMatchObject({ code: 'conflict' });
		expect(await inForce()).toContain('None.');
	});

	it('gives way to a newer one, and is not gone on with once it is published or discarded', async () => {
		await askAll();
		const { id: older } = await replays.begin(admin, documentId, await longer());
		const { id } = await replays.begin(admin, documentId, await longer());
		expect((await replays.read(admin, older)).status).toBe('discarded');
		await replays.publish(admin, id);
		expect(await replayWork.choose(id)).toBe('over');
		expect(await replayWork.replay(id, 0)).toBe('over');
		await replayWork.finish(id);
		expect((await replays.read(admin, id)).status).toBe('published');
	});

	it('fails where the document changes while it is tried', async () => {
		const { id } = await replays.begin(admin, documentId, await longer());
		await knowledge.addDocument(SYSTEM, {
			name: 'lessons.md',
			mediaType: 'text/markdown',
			source: '# Lessons\n\nNone.'
		});
		await runReplay(replayWork, id, { do: (_, work) => work() });
		expect(await replays.read(admin, id)).toMatchObject({ status: 'failed', isCurrent: false });
	});

	it.each([
		['of nothing', (text: string) => `${text}  \n\n`, 'invalid'],
		['to no words at all', () => ' \u0000 \n', 'invalid'],
		['of more than a million bytes', () => 'ж'.repeat(500_001), 'too-large']
	])('%s is refused', async (_, change, code) => {
		const wish = await edit(change);
		await expect(replays.begin(admin, documentId, wish)).rejects.toMatchObject({ code });
		await expect(replays.publishNow(admin, documentId, wish)).rejects.toMatchObject({ code });
	});

	it('leaves out what could deceive, as an upload does', async () => {
		const wish = await edit((text) => `${text}\n\nThe \u0007bell\u202E rings.\r\n`);
		await replays.publishNow(admin, documentId, wish);
		expect(await inForce()).toContain('The bell rings.');
	});

	it('is nobody’s but who writes the knowledge’s', async () => {
		const wish = await longer();
		const { id } = await replays.begin(admin, documentId, wish);
		for (const other of [VISITOR, { userId: newId(), role: 'agent', via: 'session' } as Actor]) {
			const code = other === VISITOR ? 'unauthenticated' : 'forbidden';
			for (const act of [
				() => replays.open(other, documentId),
				() => replays.begin(other, documentId, wish),
				() => replays.publishNow(other, documentId, wish),
				() => replays.read(other, id),
				() => replays.publish(other, id),
				() => replays.discard(other, id),
				() => replays.rollBack(other, id)
			])
				await expect(act()).rejects.toMatchObject({ code });
		}
	});
});

describe('a document', () => {
	it('is deleted when that was tried, and nothing of it is left', async () => {
		await askAll();
		const { id, fates } = await tried(await deletion());
		expect(fates['How long does a piano lesson last?']).toBe('newly-refused');
		expect(await replays.publish(admin, id)).toEqual({ isThere: false });
		await expect(replays.open(admin, documentId)).rejects.toMatchObject({ code: 'not-found' });
		await expect(replays.read(admin, id)).rejects.toMatchObject({ code: 'not-found' });
		expect(await database.select().from(schema.knowledgeReplayQuestions)).toEqual([]);
	});

	it('goes back to what it said before, also one that was read from a file', async () => {
		const before = await replays.open(admin, documentId);
		await replays.publishNow(admin, documentId, await longer());
		const { revision: base, earlier } = await replays.open(admin, documentId);
		expect(earlier.map(({ revision }) => revision)).toEqual([before.revision]);
		await database.update(schema.knowledgeDocuments).set({ mediaType: 'application/pdf' });
		expect(await replays.open(admin, documentId)).toMatchObject({ text: null, readOnly: 'file' });
		const wish = { kind: 'edit', base, title: 'T', text: 'Another text.' } as const;
		await expect(replays.begin(admin, documentId, wish)).rejects.toMatchObject({ code: 'invalid' });
		const { id, status } = await tried({ kind: 'restore', base, revision: before.revision });
		expect(status).toBe('ready');
		await replays.publish(admin, id);
		expect(await inForce()).toBe(before.text);
	});
});

it('forgets what is a week old, and a question with its message', async () => {
	await askAll();
	const { id } = await tried(await longer());
	await database.delete(schema.messages);
	expect(await database.select().from(schema.knowledgeReplayQuestions)).toEqual([]);
	expect(await replays.sweep()).toBe(0);
	await database.update(schema.knowledgeReplays).set({ updatedAt: 1 });
	expect(await replays.sweep()).toBe(1);
	await expect(replays.read(admin, id)).rejects.toMatchObject({ code: 'not-found' });
});

describe('the workflow', () => {
	const watchOf = (id: string) => env.WATCHES!.get(env.WATCHES!.idFromName(`replay:${id}`));
	const isWatched = (id: string) =>
		runInDurableObject(watchOf(id), async (_, { storage }) => (await storage.getAlarm()) !== null);

	it('tries a change once however often it is started, whatever step is interrupted', async () => {
		await askAll();
		await using workflows = await introspectWorkflow(env.REPLAY!);
		await workflows.modifyAll(async (workflow) => {
			await workflow.disableRetryDelays();
			for (const name of ['choose', 'replay 0', 'finish'])
				await workflow.mockStepError({ name }, new Error('interrupted'), 1);
		});
		const { id } = await replays.begin(admin, documentId, await longer());
		await createJobs(env).startReplay(id);
		const [instance, ...others] = await workflows.get();
		expect(others).toEqual([]);
		await instance!.waitForStatus('complete');
		expect(await replays.read(admin, id)).toMatchObject({ status: 'ready', counts: { flipped: 1 } });
		// The alarm finds it done, and forgets it.
		expect(await isWatched(id)).toBe(true);
		expect(await runDurableObjectAlarm(watchOf(id))).toBe(true);
		expect(await isWatched(id)).toBe(false);
	});

	it('is gone on with by its alarm where it was never made', async () => {
		await askAll();
		await using workflows = await introspectWorkflow(env.REPLAY!);
		const never = () => Promise.reject(new Error('killed'));
		const tries: Promise<unknown>[] = [];
		const cut = createServices({
			bindings: { ...env, REPLAY: { create: never, get: never } as never },
			runInBackground: (_, work) => void tries.push(work.catch(() => undefined))
		});
		const { id } = await cut.replays.begin(admin, documentId, await longer());
		await Promise.all(tries);
		expect((await replays.read(admin, id)).status).toBe('running');
		expect(await runDurableObjectAlarm(watchOf(id))).toBe(true);
		const [instance] = await workflows.get();
		await instance!.waitForStatus('complete');
		expect((await replays.read(admin, id)).status).toBe('ready');
	});
});
