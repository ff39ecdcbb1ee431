// Students belong to a teacher by an invitation that they accepted, until one of the two ends it. The link in the letter works once, for
// fourteen days, for whoever has it: a child's letter may go to a parent.
import { newSecret } from '#lib/shared/base64url.ts';
import { and, desc, eq, gt, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { StudentView, TeacherView } from '#lib/shared/recordings/views.ts';
import type { Letters, Mail } from '../../mail/index.ts';
import { isKept, schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import type { Whose } from '../access/whose.ts';
import type { ChangeStudent, InviteStudent } from '../library/forms.ts';
import { LIMITS } from '../limits.ts';
import { hashToken } from '../secret-token.ts';
import { findStudents, toStudentView, type StudentLink } from './student-view.ts';

const { studentLinks: links, users } = schema;

export interface InvitedStudent {
	student: StudentView;
	/** False when the invitation stands but its letter could not be sent. */
	isMailed: boolean;
}

/** What the page behind the link shows. */
export interface StudentInvitation {
	teacher: string;
	studentName: string;
	isMinor: boolean;
	expiresAt: number;
	/** `sign-in`: nobody is signed in who could accept. */
	next: 'accept' | 'sign-in';
}

export interface Students {
	/** The actor's own students, by name, and their own teachers. Who may see all students does. */
	list(actor: Actor): Promise<{ students: StudentView[]; teachers: TeacherView[] }>;
	/** Throws `conflict` when that address has an open invitation of the same teacher. */
	invite(actor: Actor, form: InviteStudent): Promise<InvitedStudent>;
	/** A new link for fourteen days; the old one opens nothing any more. */
	resend(actor: Actor, linkId: string): Promise<InvitedStudent>;
	change(actor: Actor, linkId: string, form: ChangeStudent): Promise<StudentView>;
	/** Either side may. Recordings stay the student's. */
	end(actor: Actor, linkId: string): Promise<void>;
	/** Throws `not-found` for a link that opens nothing. Changes nothing. */
	readInvitation(actor: Actor, token: string): Promise<StudentInvitation>;
	accept(actor: Actor, token: string): Promise<TeacherView>;
}

interface StudentsOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	rateLimiter: RateLimiter;
	mail: Mail;
	letters: Letters;
	whose: Whose;
}

export function createStudents(options: StudentsOptions): Students {
	const { database, clock, audit, rateLimiter, mail, letters, whose } = options;

	function record(actor: Actor, action: string, objectId: string): void {
		audit.record(actor, { action, objectType: 'student-link', objectId, outcome: 'allowed' });
	}

	async function deliver(actor: Actor, email: string, token: string): Promise<boolean> {
		await rateLimiter.require({
			shard: `person:${actor.userId ?? ''}`,
			buckets: [{ name: 'student-letters', perMinute: LIMITS.lettersPerMinute }]
		});
		try {
			const teacher = await whose.publicNameOf(actor.userId ?? '');
			await mail.send({ to: email, ...letters.studentInvitation(token, teacher) });
			return true;
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			return false;
		}
	}

	async function findAsTeacher(actor: Actor, linkId: string): Promise<StudentLink> {
		const [link] = await findStudents(database, eq(links.id, linkId));
		if (link === undefined || !can(actor, 'write:student', { assigneeId: link.row.teacherId }))
			throw unknown();
		return link;
	}

	async function findOpen(token: string) {
		const tokenHash = await hashToken(token);
		const [row] =
			tokenHash === undefined
				? []
				: await database
						.select()
						.from(links)
						.where(
							and(
								eq(links.tokenHash, tokenHash),
								isNull(links.acceptedAt),
								isNull(links.endedAt),
								gt(links.expiresAt, clock.now())
							)
						);
		if (row === undefined) throw new AppError('not-found', m.students_invitation_dead());
		return row;
	}

	return {
		async list(actor) {
			const { userId = '' } = actor;
			requirePermission(actor, 'read:student', { personId: userId, assigneeId: userId });
			const own = can(actor, 'read:student') ? undefined : eq(links.teacherId, userId);
			const hasStudents = can(actor, 'read:student', { assigneeId: userId });
			const [students, teachers] = await Promise.all([
				hasStudents ? findStudents(database, and(own, isNull(links.endedAt)), LIMITS.studentsOfTeacher) : [],
				database
					.select({ link: links, displayName: users.displayName, email: users.email })
					.from(links)
					.leftJoin(users, eq(users.id, links.teacherId))
					.where(and(eq(links.studentId, userId), isNotNull(links.acceptedAt), isNull(links.endedAt)))
					.orderBy(desc(links.acceptedAt))
			]);
			return {
				students: students.map((link) => toStudentView(link, clock.now())),
				teachers: teachers.map(({ link, displayName, email }) => ({
					...{ id: link.id, personId: link.teacherId, since: link.acceptedAt ?? link.createdAt },
					name: displayName ?? email ?? m.recordings_nameless()
				}))
			};
		},

		async invite(actor, { email, name, isMinor }) {
			const { userId = '' } = actor;
			requirePermission(actor, 'write:student', { assigneeId: userId });
			const now = clock.now();
			const mine = and(eq(links.teacherId, userId), isNull(links.endedAt));
			const isWaiting = and(isNull(links.acceptedAt), gt(links.expiresAt, now));
			if (
				(await database.$count(
					links,
					and(mine, eq(links.email, email), eq(links.studentName, name), isWaiting)
				)) > 0
			)
				throw new AppError('conflict', m.students_invited_already());
			if ((await database.$count(links, mine)) >= LIMITS.studentsOfTeacher)
				throw new AppError('conflict', m.students_too_many({ limit: LIMITS.studentsOfTeacher }));
			const token = newSecret();
			const id = newId();
			await database.insert(links).values({
				...{ id, teacherId: userId, studentId: null, email, studentName: name, isMinor },
				tokenHash: await hashToken(token),
				...{ expiresAt: now + LIMITS.invitationMs, acceptedAt: null, endedAt: null, createdAt: now }
			});
			record(actor, 'student.invited', id);
			const isMailed = await deliver(actor, email, token);
			return { student: toStudentView(await findAsTeacher(actor, id), now), isMailed };
		},

		async resend(actor, linkId) {
			const { row } = await findAsTeacher(actor, linkId);
			const token = newSecret();
			const now = clock.now();
			const renewed = await database
				.update(links)
				.set({ tokenHash: await hashToken(token), expiresAt: now + LIMITS.invitationMs })
				.where(and(eq(links.id, linkId), isNull(links.acceptedAt), isNull(links.endedAt)))
				.returning({ id: links.id });
			if (renewed.length === 0) throw new AppError('conflict', m.students_invitation_closed());
			record(actor, 'student.invited-again', linkId);
			const isMailed = await deliver(actor, row.email, token);
			return { student: toStudentView(await findAsTeacher(actor, linkId), now), isMailed };
		},

		async change(actor, linkId, { name, isMinor }) {
			await findAsTeacher(actor, linkId);
			const changes = {
				...(name === undefined ? {} : { studentName: name }),
				...(isMinor === undefined ? {} : { isMinor })
			};
			if (Object.keys(changes).length > 0)
				await database.update(links).set(changes).where(eq(links.id, linkId));
			if (isMinor !== undefined) record(actor, isMinor ? 'student.minor' : 'student.of-age', linkId);
			return toStudentView(await findAsTeacher(actor, linkId), clock.now());
		},

		async end(actor, linkId) {
			const [link] = await findStudents(database, eq(links.id, linkId));
			const isOwn = link !== undefined && link.row.studentId !== null && link.row.studentId === actor.userId;
			const isSide =
				link !== undefined &&
				((isOwn && can(actor, 'read:student', { personId: actor.userId })) ||
					can(actor, 'write:student', { assigneeId: link.row.teacherId }));
			if (!isSide) throw unknown();
			const ended = await database
				.update(links)
				.set({ endedAt: clock.now(), tokenHash: null })
				.where(and(eq(links.id, linkId), isNull(links.endedAt)))
				.returning({ id: links.id });
			if (ended.length > 0) record(actor, 'student.ended', linkId);
		},

		async readInvitation(actor, token) {
			const { teacherId, studentName, isMinor, expiresAt } = await findOpen(token);
			const isSignedIn = actor.role !== 'guest' && actor.userId !== undefined;
			return {
				...{ teacher: await whose.publicNameOf(teacherId), studentName, isMinor, expiresAt },
				next: isSignedIn ? 'accept' : 'sign-in'
			};
		},

		async accept(actor, token) {
			const { userId } = actor;
			if (userId === undefined || actor.role === 'guest')
				throw new AppError(userId === undefined ? 'unauthenticated' : 'forbidden', m.students_sign_in());
			requirePermission(actor, 'read:student', { personId: userId });
			const row = await findOpen(token);
			if (row.teacherId === userId) throw new AppError('conflict', m.students_own_invitation());
			const now = clock.now();
			const isPair = sql`NOT EXISTS (SELECT 1 FROM student_links AS other WHERE other.teacher_id = ${row.teacherId}
				AND other.student_id = ${userId} AND other.ended_at IS NULL AND other.id <> ${row.id})`;
			const taken = await database
				.update(links)
				.set({ studentId: userId, acceptedAt: now, tokenHash: null })
				.where(
					and(
						eq(links.id, row.id),
						eq(links.tokenHash, row.tokenHash ?? ''),
						or(isNull(links.studentId), ne(links.studentId, userId)),
						isPair,
						isKept(userId)
					)
				)
				.returning({ id: links.id });
			if (taken.length === 0) throw new AppError('conflict', m.students_linked_already());
			record(actor, 'student.accepted', row.id);
			return {
				id: row.id,
				personId: row.teacherId,
				name: await whose.publicNameOf(row.teacherId),
				since: now
			};
		}
	};
}

const unknown = (): AppError => new AppError('not-found', m.students_unknown());
