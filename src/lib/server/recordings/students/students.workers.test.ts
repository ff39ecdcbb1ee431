// Students, and a guardian's consent, on the real database and the real store.
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../../platform/index.ts';
import { breaking, codeOf, formOf, openStage, TAKE, type Somebody } from '../fixtures/library-stage.ts';
import { LIMITS } from '../limits.ts';

const stage = openStage();
const { recordings, database, clock, keys, tokenFor } = stage;
const { students, consents, library, notes, shares } = recordings;
const ANNA = 'anna@example.com';
const MUM = 'mum@example.com';

let tess: Somebody;
let anna: Somebody;
beforeEach(async () => {
	tess = await stage.person('teacher', 'Tess');
	anna = await stage.person('user', 'Anna');
});
afterEach(() => stage.empty());

const invite = (isMinor = false, teacher = tess) =>
	students.invite(teacher, { email: ANNA, name: 'Anna B.', isMinor });
const guardian = {
	...{ guardianName: 'Mum', guardianEmail: MUM, relation: 'mother' },
	holdsSignedConsent: true as const
};
const actionsOf = async () => {
	await stage.settle();
	return (await database.select().from(schema.auditEvents)).map(({ action }) => action);
};

describe('an invitation', () => {
	it('makes a student of whoever accepts it, until one of the two ends that', async () => {
		const { student, isMailed } = await invite();
		expect(isMailed).toBe(true);
		expect(student).toMatchObject({ state: 'invited', name: 'Anna B.', personId: null, email: ANNA });
		const token = tokenFor(ANNA);
		expect(await students.readInvitation(VISITOR, token)).toMatchObject({ teacher: 'Tess', next: 'sign-in' });
		expect(await students.readInvitation(anna, token)).toMatchObject({ next: 'accept' });
		expect(await students.accept(anna, token)).toMatchObject({ personId: tess.userId, name: 'Tess' });
		const list = await students.list(tess);
		expect(list.students).toMatchObject([
			{ state: 'active', personId: anna.userId, name: 'Anna', recordings: 0 }
		]);
		expect((await students.list(anna)).teachers).toMatchObject([{ id: student.id, name: 'Tess' }]);
		await students.end(anna, student.id);
		await students.end(tess, student.id);
		expect(await students.list(tess)).toEqual({ students: [], teachers: [] });
		expect((await students.list(anna)).teachers).toEqual([]);
		expect(await actionsOf()).toEqual(['student.invited', 'student.accepted', 'student.ended']);
	});

	it('opens nothing when it is forged, used, ended, sent anew or fourteen days old', async () => {
		const first = await invite();
		const old = tokenFor(ANNA);
		await students.resend(tess, first.student.id);
		const token = tokenFor(ANNA);
		for (const dead of [old, '', 'x'.repeat(43), 'x'.repeat(100_000)]) {
			expect(await codeOf(students.readInvitation(anna, dead))).toBe('not-found');
			expect(await codeOf(students.accept(anna, dead))).toBe('not-found');
		}
		clock.advance(LIMITS.invitationMs);
		expect(await codeOf(students.accept(anna, token))).toBe('not-found');
		expect((await students.list(tess)).students[0]?.state).toBe('expired');
		await students.resend(tess, first.student.id);
		const newest = tokenFor(ANNA);
		await students.accept(anna, newest);
		expect(await codeOf(students.accept(anna, newest))).toBe('not-found');
		expect(await codeOf(students.resend(tess, first.student.id))).toBe('conflict');
		const second = await stage.person('user', 'Ben');
		await invite();
		await students.end(
			tess,
			(await students.list(tess)).students.find(({ state }) => state === 'invited')!.id
		);
		expect(await codeOf(students.accept(second, tokenFor(ANNA)))).toBe('not-found');
	});

	it('is accepted by one of many at once, and by nobody twice', async () => {
		await invite();
		const token = tokenFor(ANNA);
		const people = await Promise.all(['A', 'B', 'C'].map((name) => stage.person('user', name)));
		const codes = await Promise.all(people.map((person) => codeOf(students.accept(person, token))));
		expect(codes.filter((code) => code === 'nothing thrown')).toHaveLength(1);
		const { students: list } = await students.list(tess);
		const taker = people.find(({ userId }) => userId === list[0]?.personId)!;
		await students.invite(tess, { email: ANNA, name: 'Again', isMinor: false });
		expect(await codeOf(students.accept(taker, tokenFor(ANNA)))).toBe('conflict');
	});

	it('is not for guests, nor for the teacher who made it', async () => {
		await invite();
		const token = tokenFor(ANNA);
		const guest = await stage.person('guest', 'G');
		expect(await codeOf(students.accept(VISITOR, token))).toBe('unauthenticated');
		expect(await codeOf(students.accept(guest, token))).toBe('forbidden');
		expect(await codeOf(students.accept(tess, token))).toBe('conflict');
		expect(await codeOf(students.accept(anna, token))).toBe('nothing thrown');
	});

	it('is made by teachers alone, each for themself; another’s looks like none', async () => {
		const { student } = await invite();
		const other = await stage.person('teacher', 'Tom');
		expect(await codeOf(invite(false, anna))).toBe('forbidden');
		expect(await codeOf(students.invite(VISITOR, { email: ANNA, name: 'A', isMinor: false }))).toBe(
			'unauthenticated'
		);
		for (const stranger of [other, anna]) {
			expect(await codeOf(students.resend(stranger, student.id))).toBe('not-found');
			expect(await codeOf(students.change(stranger, student.id, { name: 'X' }))).toBe('not-found');
			expect(await codeOf(students.end(stranger, student.id))).toBe('not-found');
			expect(await codeOf(consents.withdraw(stranger, student.id))).toBe('not-found');
		}
		expect((await students.list(other)).students).toEqual([]);
		expect((await students.change(tess, student.id, { name: 'Anna Bell' })).name).toBe('Anna Bell');
		expect(await codeOf(invite())).toBe('nothing thrown');
		expect(await codeOf(invite())).toBe('conflict');
	});

	it('stands when its letter cannot be sent, and says so; its link is in no table and no audit event', async () => {
		const down = stage.with({ mail: { send: () => Promise.reject(new AppError('unavailable', 'down')) } });
		const { isMailed, student } = await down.students.invite(tess, {
			email: ANNA,
			name: 'A',
			isMinor: false
		});
		expect(isMailed).toBe(false);
		await students.resend(tess, student.id);
		const token = tokenFor(ANNA);
		await stage.settle();
		const { studentLinks, auditEvents } = schema;
		const kept = [await database.select().from(studentLinks), await database.select().from(auditEvents)];
		expect(JSON.stringify(kept)).not.toContain(token);
		expect(JSON.stringify(kept[1])).not.toContain(ANNA);
	});
});

describe('what a teacher sees', () => {
	it('is the recordings of students they have now, and of nobody else', async () => {
		const ben = await stage.person('user', 'Ben');
		const tom = await stage.person('teacher', 'Tom');
		const linkId = await stage.link(tess, anna);
		await stage.link(tom, ben);
		const hers = await stage.upload(anna, { title: 'Hers' });
		const his = await stage.upload(ben, { title: 'His' });
		const own = await stage.upload(tess, { title: 'Own' });
		const seen = async (actor: Somebody, query = {}) =>
			(await library.list(actor, { limit: 50, ...query })).recordings.map(({ title }) => title).toSorted();
		expect(await seen(tess)).toEqual(['Hers', 'Own']);
		expect(await seen(tess, { student: anna.userId })).toEqual(['Hers']);
		expect(await seen(tess, { student: ben.userId })).toEqual([]);
		expect(await seen(anna)).toEqual(['Hers']);
		expect(await codeOf(library.read(tess, his.id))).toBe('not-found');
		expect(await codeOf(library.read(anna, own.id))).toBe('not-found');
		expect(await library.read(tess, hers.id)).toMatchObject({ may: { write: true, delete: true } });
		expect(await codeOf(library.list(VISITOR, { limit: 1 }))).toBe('unauthenticated');
		const admin = await stage.person('admin', 'Ada');
		expect(await seen(admin)).toEqual(['Hers', 'His', 'Own']);
		await students.end(tess, linkId);
		expect(await seen(tess)).toEqual(['Own']);
		for (const work of [
			library.read(tess, hers.id),
			library.remove(tess, hers.id),
			library.change(tess, hers.id, { version: 1, title: 'X' }),
			notes.list(tess, hers.id),
			shares.list(tess, hers.id),
			recordings.files.link(tess, hers.id, 'original')
		])
			expect(await codeOf(work)).toBe('not-found');
	});
});

describe('a minor', () => {
	async function makeMinor() {
		await invite(true);
		await students.accept(anna, tokenFor(ANNA));
		const [link] = (await students.list(tess)).students;
		return link!.id;
	}

	it('has nothing stored before a guardian’s consent is recorded, by whomever it is sent', async () => {
		const linkId = await makeMinor();
		const begin = { fileName: 'a.wav', sizeBytes: TAKE.length, clientKey: newId() };
		for (const [actor, studentId] of [
			[anna, undefined],
			[tess, anna.userId]
		] as const) {
			const fields = studentId === undefined ? {} : { studentId };
			expect(await codeOf(stage.upload(actor, fields))).toBe('forbidden');
			expect(await codeOf(recordings.uploads.begin(actor, { ...begin, ...fields }))).toBe('forbidden');
		}
		expect(await keys()).toEqual([]);
		const { student, isMailed } = await consents.give(tess, linkId, guardian);
		expect(isMailed).toBe(true);
		expect(student.consent).toMatchObject({ guardianName: 'Mum', relation: 'mother' });
		expect(await codeOf(stage.upload(anna))).toBe('nothing thrown');
		expect(await codeOf(stage.upload(tess, { studentId: anna.userId }))).toBe('nothing thrown');
	});

	it('does not come of age by ending the link', async () => {
		const linkId = await makeMinor();
		await students.end(anna, linkId);
		expect(await codeOf(stage.upload(anna))).toBe('forbidden');
		await students.change(tess, linkId, { isMinor: false });
		expect(await codeOf(stage.upload(anna))).toBe('nothing thrown');
	});

	it('has everything erased when the guardian withdraws, by the link in the letter, also twice', async () => {
		const linkId = await makeMinor();
		await consents.give(tess, linkId, guardian);
		const { id } = await stage.upload(anna);
		const memo = TAKE.slice();
		const note = { startSeconds: 0, endSeconds: 1, text: 'Here', clientKey: 'n' };
		await notes.add(tess, id, note, memo);
		await shares.add(tess, id, { expiresInDays: 1 });
		const { id: uploadId } = await recordings.uploads.begin(anna, {
			...{ fileName: 'b.wav', sizeBytes: TAKE.length, clientKey: newId() }
		});
		await recordings.uploads.putPart(anna, uploadId, 1, () => Promise.resolve(TAKE.slice()));
		const own = await stage.upload(tess);

		const token = tokenFor(MUM);
		expect(await consents.readLink(token)).toMatchObject({
			studentName: 'Anna',
			withdrawnAt: null,
			recordings: 1
		});
		expect(await consents.withdrawByLink(token)).toMatchObject({ erasedRecordings: 1 });
		expect(await keys()).toEqual([`${tess.userId}/recordings/${own.id}.wav`]);
		for (const table of [schema.recordingNotes, schema.recordingShares, schema.recordingUploads])
			expect(await database.select().from(table)).toEqual([]);
		expect(await codeOf(recordings.uploads.complete(anna, uploadId))).toBe('not-found');
		expect(await codeOf(stage.upload(anna))).toBe('forbidden');
		expect(await consents.withdrawByLink(token)).toMatchObject({ erasedRecordings: 0 });
		expect(await consents.withdraw(tess, linkId)).toMatchObject({ erasedRecordings: 0 });
		const actions = await actionsOf();
		expect(actions.filter((action) => action === 'consent.withdrawn')).toHaveLength(1);
		expect(actions).toContain('consent.given');

		// Another consent, and what comes under it, is not ended by the old letter.
		await consents.give(tess, linkId, guardian);
		clock.advance(1000);
		await stage.upload(anna);
		await consents.withdrawByLink(token);
		expect(await codeOf(stage.upload(anna))).toBe('nothing thrown');
		expect(await database.$count(schema.recordings, eq(schema.recordings.personId, anna.userId))).toBe(2);
	});

	it('whose erasing broke off is erased by the sweep', async () => {
		const linkId = await makeMinor();
		await consents.give(tess, linkId, guardian);
		await stage.upload(anna);
		const down = stage.with({ objects: breaking(stage.objects, 'list') });
		expect(await codeOf(down.consents.withdraw(tess, linkId))).toMatch('killed');
		expect(await codeOf(stage.upload(anna))).toBe('forbidden');
		await recordings.sweep();
		expect(await database.select().from(schema.recordings)).toEqual([]);
		expect(await keys()).toEqual([]);
	});

	it('whose consent is withdrawn while an upload is on its way is not kept', async () => {
		const linkId = await makeMinor();
		await consents.give(tess, linkId, guardian);
		const { early, fileName, chunks } = formOf({}, TAKE);
		const fields = async () => {
			await consents.withdraw(tess, linkId);
			return {};
		};
		expect(await codeOf(recordings.receive(anna, { early, fileName, chunks, fields }))).toBe('forbidden');
		expect(await keys()).toEqual([]);
	});

	it.each([[''], ['x'], [`${newId()}.${'x'.repeat(43)}`], ['x'.repeat(100_000)]])(
		'is not erased by a forged link (%#)',
		async (token) => {
			expect(await codeOf(consents.readLink(token))).toBe('not-found');
			expect(await codeOf(consents.withdrawByLink(token))).toBe('not-found');
		}
	);

	it('whose guardian has no address has a consent without a letter; said again, it corrects the first', async () => {
		const linkId = await makeMinor();
		const { isMailed } = await consents.give(tess, linkId, { ...guardian, guardianEmail: '' });
		expect(isMailed).toBe(false);
		const { student } = await consents.give(tess, linkId, { ...guardian, guardianName: 'Dad' });
		expect(student.consent?.guardianName).toBe('Dad');
		expect(await database.select().from(schema.guardianConsents)).toHaveLength(1);
	});
});
