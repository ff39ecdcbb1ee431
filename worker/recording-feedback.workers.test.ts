// Feedback on recordings in the real stores: once for a key, cited word for word, only for whoever may, and spoken of in a conversation.
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { madeUpTake, SECONDS } from '#lib/server/recordings/feedback/fixtures/made-up-take.ts';
import { PULSE, TONE } from '#lib/server/recordings/feedback/fixtures/pedagogy.ts';
import { analysisKey } from '#lib/server/recordings/analysis/analysis-keys.ts';
import { VERSION } from '#lib/server/recordings/analysis/stored-analysis.ts';
import { schema } from '#lib/server/platform/index.ts';
import type { Services } from '#lib/server/services.ts';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { ask, openSchool, person as guest } from './fixtures/school.ts';

type Status = 'uploaded' | 'processing' | 'analyzed' | 'failed';

let services: Services;
let student: Actor;
let teacher: Actor;
let stranger: Actor;

async function member(role: 'user' | 'teacher'): Promise<Actor> {
	const userId = newId();
	await services.database.insert(schema.users).values({ id: userId, role, createdAt: 1, updatedAt: 1 });
	return { userId, role, via: 'session' };
}

async function recording(
	personId: string,
	given: { status?: Status; title?: string; analysis?: unknown } = {}
): Promise<string> {
	const { status = 'analyzed', title = 'Andante', analysis = madeUpTake() } = given;
	const id = newId();
	await services.database.insert(schema.recordings).values({
		...{ id, personId, uploadedBy: personId, clientKey: id, status, title, fileName: 'a.wav' },
		...{ container: 'wav', sizeBytes: 1, playedAt: 1, createdAt: Date.now(), updatedAt: Date.now() }
	});
	const stored = {
		...{ version: VERSION, provider: 'embedded', modelVersion: 'm1', analysedAt: 7, analysis },
		...{ durationSeconds: SECONDS, envelope: { perSecond: 1, values: [] }, isComparable: false }
	};
	await env.FILES.put(analysisKey({ id, personId }), JSON.stringify(stored));
	return id;
}

beforeAll(async () => {
	services = openSchool();
	[student, teacher, stranger] = [await member('user'), await member('teacher'), await member('user')];
	await services.database.insert(schema.studentLinks).values({
		...{ id: newId(), teacherId: teacher.userId!, studentId: student.userId!, email: 'a@b.example' },
		...{ studentName: 'Ada', expiresAt: 9e12, acceptedAt: 1, createdAt: 1 }
	});
	for (const [name, source] of Object.entries({ 'pulse.md': PULSE, 'tone.md': TONE }))
		await services.knowledge.addDocument(SYSTEM, { name, mediaType: 'text/markdown', source });
});

describe('feedback on a recording', () => {
	it('is written once for a key, by however many at the same time, and read again', async () => {
		const id = await recording(student.userId!);
		const { recordingFeedback: feedback } = services;
		await expect(feedback.read(student, id)).rejects.toMatchObject({ code: 'not-found' });
		const all = await Promise.all(Array.from({ length: 4 }, () => feedback.write(student, id, 'key-1')));
		expect(new Set(all.map(({ view }) => view.id)).size).toBe(1);
		expect(all.filter(({ isNew }) => isNew)).toHaveLength(1);
		const again = await feedback.write(teacher, id, 'key-1');
		expect(again).toEqual({ view: all[0]!.view, isNew: false });
		expect(await feedback.read(teacher, id)).toEqual(all[0]!.view);
		const rows = await services.database.$count(schema.recordingFeedback);
		// Without a key, the analysis and its writer are the key.
		const plain = await feedback.write(student, id);
		expect((await feedback.write(student, id)).view.id).toBe(plain.view.id);
		expect(await services.database.$count(schema.recordingFeedback)).toBe(rows + 1);
	});

	it('cites the school’s words exactly where they stand', async () => {
		const id = await recording(student.userId!);
		const { view } = await services.recordingFeedback.write(student, id);
		expect(view.citations.length).toBeGreaterThan(1);
		for (const { documentId, revisionHash, start, end, quote } of view.citations) {
			const { text } = await services.knowledge.getDocument(student, documentId, revisionHash);
			expect(text.slice(start, end)).toBe(quote);
		}
		const numbers = view.citations.map(({ number }) => number);
		const used = view.temporalFeedback.flatMap(({ insights }) =>
			insights.flatMap(({ citationNumbers }) => citationNumbers)
		);
		expect(used.length).toBeGreaterThan(0);
		expect(used.filter((number) => !numbers.includes(number))).toEqual([]);
	});

	it('is nobody else’s', async () => {
		const id = await recording(student.userId!);
		const { recordingFeedback: feedback } = services;
		for (const refused of [
			() => feedback.write(stranger, id),
			() => feedback.read(stranger, id),
			() => feedback.write(student, newId()),
			() => feedback.write(student, "' OR 1=1 --")
		])
			await expect(refused()).rejects.toMatchObject({ code: 'not-found' });
	});

	it.each<[Status, boolean]>([
		['uploaded', true],
		['processing', true],
		['failed', false]
	])('waits for an analysis: %s', async (status, retryable) => {
		const id = await recording(student.userId!, { status });
		await expect(services.recordingFeedback.write(student, id)).rejects.toMatchObject({
			...{ code: 'conflict', retryable, details: { status } }
		});
	});

	it('says that an analysis cannot be read', async () => {
		const id = await recording(student.userId!, { analysis: { dimensions: 'all of them' } });
		await expect(services.recordingFeedback.write(student, id)).rejects.toMatchObject({ code: 'conflict' });
	});
});

describe('the tool get_performance_analysis', () => {
	const call = (actor: Actor, recordingId: unknown) =>
		services.tools.find('get_performance_analysis')!.call(
			{ recording_id: recordingId },
			{
				...{ actor, conversationId: newId(), turnId: newId(), toolCallId: 'call' },
				signal: new AbortController().signal
			}
		);

	it('finds a recording by its id, by words of its title, and the newest', async () => {
		const person = await member('user');
		const waltz = await recording(person.userId!, { title: 'A slow waltz' });
		const march = await recording(person.userId!, { title: 'March' });
		for (const [named, id] of [
			[waltz, waltz],
			['waltz', waltz],
			['latest', march]
		])
			expect((await call(person, named)).data).toMatchObject({ recording: { id } });
		const { data } = (await call(person, waltz)) as { data: { statements: { text: string }[] } };
		expect(data.statements.map(({ text }) => text).join()).toContain('(+0.15)');
	});

	it.each([[newId()], ['nothing of this name'], ['latest'], ["' OR 1=1 --"], ['%'], ['x'.repeat(200)]])(
		'tells a stranger of no recording: %s',
		async (named) => {
			await recording(student.userId!);
			expect(await call(stranger, named)).toMatchObject({ success: false, error: { code: 'not-found' } });
		}
	);

	it.each([[''], ['x'.repeat(201)], [7], [null]])('refuses what is no name: %s', async (named) => {
		expect(await call(student, named)).toMatchObject({ success: false, error: { code: 'invalid' } });
	});

	it('says that a recording is not analysed yet', async () => {
		const id = await recording(student.userId!, { status: 'processing' });
		expect((await call(student, id)).data).toMatchObject({
			...{ recording: { status: 'processing' }, statements: [], scores: [] }
		});
	});
});

describe('a conversation about a recording', () => {
	it('looks the take up, names it, and says what was measured of it', async () => {
		const person = await member('user');
		const id = await recording(person.userId!, { title: 'Nocturne' });
		const { events, text } = await ask(services, person, newId(), 'How was the timing in my last recording?');
		expect(events.map(({ part }) => part)).toContainEqual(
			expect.objectContaining({
				...{ type: 'tool-input-available', toolName: 'get_performance_analysis' },
				input: { recording_id: 'latest' }
			})
		);
		expect(text).toContain(`[“Nocturne”](/recordings/${id})`);
		expect(text).toMatch(/From 0:12 to 0:15, early on.*\(\+0\.15\)/u);
	});

	it('tells a guest that recordings belong to accounts', async () => {
		const { text } = await ask(services, await guest(), newId(), 'How was my last recording?');
		expect(text).toContain('sign in');
	});
});
