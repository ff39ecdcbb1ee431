// Whose a recording is, and who may come near it: the player, a teacher whose active student they are, and who may do everything. The
// table of permissions decides (shared/actor.ts); this room only says who is assigned to whom.
import { and, desc, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor, type Target } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { schema, type Database } from '../../platform/index.ts';

const { guardianConsents, recordings, studentLinks, users } = schema;
export type RecordingRow = typeof recordings.$inferSelect;

/** True in SQL for a student that this teacher has now. */
export const isStudentOf = (studentId: SQL | typeof recordings.personId, teacherId: string): SQL =>
	sql`EXISTS (SELECT 1 FROM student_links AS link WHERE link.student_id = ${studentId}
		AND link.teacher_id = ${teacherId} AND link.accepted_at IS NOT NULL AND link.ended_at IS NULL)`;

/**
 * True in SQL for somebody whose sound may be kept: a minor's only while a guardian's consent is in force. A minor is who the last accepted
 * invitation, or any that is in force, calls one: ending a link makes nobody older.
 */
export const mayBeKept = (personId: string): SQL =>
	sql`(EXISTS (SELECT 1 FROM guardian_consents WHERE student_id = ${personId} AND withdrawn_at IS NULL)
		OR NOT EXISTS (
			SELECT 1 FROM student_links AS link WHERE link.student_id = ${personId} AND link.is_minor = 1
			AND link.accepted_at IS NOT NULL
			AND (link.ended_at IS NULL OR link.accepted_at = (
				SELECT MAX(other.accepted_at) FROM student_links AS other WHERE other.student_id = ${personId}))))`;

export interface FoundRecording {
	row: RecordingRow;
	target: Target;
	studentName: string;
}

export interface Whose {
	/** What a permission is asked for when it is about this person's recordings. */
	targetFor(actor: Actor, personId: string): Promise<Target>;
	/** The recording for whoever may read it; `not-found` for everybody else. */
	find(actor: Actor, id: string): Promise<FoundRecording>;
	/** The recording for whoever may change it; whoever may only read it is told so. */
	findToWrite(actor: Actor, id: string): Promise<FoundRecording>;
	/** Whose a new recording will be. Throws before anything of it is stored. */
	requirePlayer(actor: Actor, studentId: string | undefined): Promise<string>;
	nameOf(personId: string): Promise<string>;
	/** For whoever has a link: never an address. */
	publicNameOf(personId: string): Promise<string>;
}

export function createWhose(database: Database): Whose {
	async function targetFor(actor: Actor, personId: string): Promise<Target> {
		const { userId } = actor;
		if (userId === undefined || userId === personId) return { personId };
		const [link] = await database
			.select({ id: studentLinks.id })
			.from(studentLinks)
			.where(
				and(
					eq(studentLinks.studentId, personId),
					eq(studentLinks.teacherId, userId),
					isNotNull(studentLinks.acceptedAt),
					isNull(studentLinks.endedAt)
				)
			)
			.limit(1);
		return link === undefined ? { personId } : { personId, assigneeId: userId };
	}

	async function nameOf(personId: string, isPublic = false): Promise<string> {
		const [person] = await database
			.select({ displayName: users.displayName, email: users.email })
			.from(users)
			.where(eq(users.id, personId));
		if (person?.displayName != null) return person.displayName;
		const [link] = await database
			.select({ name: studentLinks.studentName })
			.from(studentLinks)
			.where(eq(studentLinks.studentId, personId))
			.orderBy(desc(studentLinks.createdAt))
			.limit(1);
		return link?.name ?? (isPublic ? null : person?.email) ?? m.recordings_nameless();
	}

	async function find(actor: Actor, id: string): Promise<FoundRecording> {
		const [row] = await database.select().from(recordings).where(eq(recordings.id, id));
		const target = row === undefined ? {} : await targetFor(actor, row.personId);
		if (row === undefined || !can(actor, 'read:recording', target)) throw gone();
		return { row, target, studentName: await nameOf(row.personId) };
	}

	return {
		targetFor,
		find,
		nameOf: (personId) => nameOf(personId),
		publicNameOf: (personId) => nameOf(personId, true),

		async findToWrite(actor, id) {
			const found = await find(actor, id);
			requirePermission(actor, 'write:recording', found.target);
			return found;
		},

		async requirePlayer(actor, studentId) {
			const { userId } = actor;
			if (userId === undefined || actor.role === 'guest')
				throw new AppError(
					userId === undefined ? 'unauthenticated' : 'forbidden',
					m.recordings_sign_in_to_upload()
				);
			const personId = studentId ?? userId;
			const target = await targetFor(actor, personId);
			if (!can(actor, 'write:recording', target)) {
				// Somebody else's student looks like nobody.
				if (personId === userId) requirePermission(actor, 'write:recording', target);
				throw new AppError('not-found', m.students_unknown());
			}
			if (personId === userId && actor.via === 'api-key' && actor.keyId === undefined) return personId;
			const [person] = await database
				.select({ role: users.role, mayBeKept: sql<number>`${mayBeKept(personId)}` })
				.from(users)
				.where(and(eq(users.id, personId), or(isNull(users.disabledAt), eq(users.id, userId))));
			if (person === undefined || person.role === 'guest')
				throw new AppError('not-found', m.students_unknown());
			if (!person.mayBeKept)
				throw new AppError('forbidden', m.recordings_consent_needed(), { details: { reason: 'consent' } });
			return personId;
		}
	};
}

export const gone = (): AppError => new AppError('not-found', m.recordings_gone());

/** The consent that is in force. */
export const consentInForce = (studentId: string) =>
	and(eq(guardianConsents.studentId, studentId), isNull(guardianConsents.withdrawnAt));
