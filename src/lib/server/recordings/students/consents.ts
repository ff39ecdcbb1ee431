// A guardian's consent to keep a minor's recordings. The teacher records that they hold it, signed; the guardian gets a letter that says so,
// with a link that withdraws. Withdrawing erases every recording of the student: first nothing new may come, then everything goes, and what
// broke off is gone on with.
import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { StudentView } from '#lib/shared/recordings/views.ts';
import type { Letters, Mail } from '../../mail/index.ts';
import { isKept, schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import { consentInForce, type Whose } from '../access/whose.ts';
import type { GiveConsent } from '../library/forms.ts';
import type { LibraryInside } from '../library/library.ts';
import { LIMITS } from '../limits.ts';
import type { Signer } from '../playback/signatures.ts';
import type { Disposal } from '../uploads/discard.ts';
import { findStudents, toStudentView, type StudentLink } from './student-view.ts';

const { guardianConsents: consents, recordings, studentLinks: links } = schema;

/** The version of the words that are agreed to (docs/recordings.md). */
const WORDING = '2026-11';
const TOKEN = /^([0-9a-f-]{36})\.([\w-]{43})$/;

export interface WithdrawnConsent {
	withdrawnAt: number;
	erasedRecordings: number;
}

/** What the page behind the guardian's link shows. */
export interface ConsentView {
	guardianName: string;
	studentName: string;
	grantedAt: number;
	withdrawnAt: number | null;
	recordings: number;
}

export interface Consents {
	/** Said again, it changes who the guardian is and stays in force. `isMailed`: the confirmation went out. */
	give(actor: Actor, linkId: string, form: GiveConsent): Promise<{ student: StudentView; isMailed: boolean }>;
	/** By the teacher. Again, it goes on with what broke off. */
	withdraw(actor: Actor, linkId: string): Promise<WithdrawnConsent>;
	/** Throws `not-found` for a link that is none of ours. */
	readLink(token: string): Promise<ConsentView>;
	/** By the guardian, whoever is signed in. */
	withdrawByLink(token: string): Promise<WithdrawnConsent>;
}

export interface ConsentsInside extends Consents {
	/** Goes on with erasing after withdrawals that broke off. Gives how many recordings. */
	finishWithdrawals(): Promise<number>;
}

interface ConsentsOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	rateLimiter: RateLimiter;
	mail: Mail;
	letters: Letters;
	whose: Whose;
	library: LibraryInside;
	disposal: Disposal;
	signer: Signer;
}

export function createConsents(options: ConsentsOptions): ConsentsInside {
	const { database, clock, audit, rateLimiter, mail, letters, whose, library, disposal, signer } = options;

	async function findLink(actor: Actor, linkId: string): Promise<StudentLink & { studentId: string }> {
		const [link] = await findStudents(database, eq(links.id, linkId));
		if (link === undefined || !can(actor, 'write:student', { assigneeId: link.row.teacherId }))
			throw new AppError('not-found', m.students_unknown());
		const { studentId, endedAt } = link.row;
		if (studentId === null || endedAt !== null) throw new AppError('conflict', m.students_not_active());
		return { ...link, studentId };
	}

	function record(actor: Actor, action: string, objectId: string, details?: Record<string, number>): void {
		audit.record(actor, {
			...{ action, objectType: 'consent', objectId, outcome: 'allowed' },
			...(details === undefined ? {} : { details })
		});
	}

	async function confirm(consentId: string, studentId: string, to: string): Promise<boolean> {
		if (to === '') return false;
		try {
			const token = `${consentId}.${await signer.sign(consentId)}`;
			const student = await whose.publicNameOf(studentId);
			await mail.send({ to, personId: studentId, ...letters.guardianConsent(token, student) });
			return true;
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			return false;
		}
	}

	/** What there was when it was withdrawn: what came after, came under another consent. */
	const before = (studentId: string, withdrawnAt: number) =>
		and(eq(recordings.personId, studentId), lte(recordings.createdAt, withdrawnAt));

	async function eraseOf(studentId: string, withdrawnAt: number): Promise<number> {
		await disposal.discardOfStudent(studentId);
		return library.erase(before(studentId, withdrawnAt));
	}

	async function withdrawFor(actor: Actor, studentId: string): Promise<WithdrawnConsent> {
		const [ended] = await database
			.update(consents)
			.set({ withdrawnAt: clock.now() })
			.where(consentInForce(studentId))
			.returning();
		const [last] =
			ended === undefined
				? await database
						.select()
						.from(consents)
						.where(eq(consents.studentId, studentId))
						.orderBy(desc(consents.withdrawnAt))
						.limit(1)
				: [ended];
		if (last?.withdrawnAt == null) throw new AppError('not-found', m.students_no_consent());
		if (ended !== undefined) record(actor, 'consent.withdrawn', ended.id);
		const erasedRecordings = await eraseOf(studentId, last.withdrawnAt);
		return { withdrawnAt: last.withdrawnAt, erasedRecordings };
	}

	async function findByToken(token: string) {
		const [, id = '', signature = ''] = TOKEN.exec(token) ?? [];
		const isOurs = await signer.isSigned(id, signature);
		const [row] = isOurs ? await database.select().from(consents).where(eq(consents.id, id)) : [];
		if (row === undefined) throw new AppError('not-found', m.students_consent_dead());
		return row;
	}

	return {
		async give(actor, linkId, { guardianName, guardianEmail, relation }) {
			const { studentId } = await findLink(actor, linkId);
			await rateLimiter.require({
				shard: `person:${actor.userId ?? ''}`,
				buckets: [{ name: 'student-letters', perMinute: LIMITS.lettersPerMinute }]
			});
			const guardian = { guardianName, guardianEmail, relation, recordedBy: actor.userId ?? null };
			const rows = await database.all<{ id: string; isNew: number }>(
				sql`INSERT INTO guardian_consents (id, student_id, guardian_name, guardian_email, relation, wording, recorded_by, granted_at)
					SELECT ${newId()}, ${studentId}, ${guardianName}, ${guardianEmail}, ${relation}, ${WORDING}, ${guardian.recordedBy}, ${clock.now()}
					WHERE ${isKept(studentId)}
					ON CONFLICT (student_id) WHERE withdrawn_at IS NULL DO UPDATE SET guardian_name = excluded.guardian_name,
						guardian_email = excluded.guardian_email, relation = excluded.relation, recorded_by = excluded.recorded_by
					RETURNING id`
			);
			const [consent] = rows;
			if (consent === undefined) throw new AppError('not-found', m.students_unknown());
			record(actor, 'consent.given', consent.id);
			const isMailed = await confirm(consent.id, studentId, guardianEmail);
			const link = await findLink(actor, linkId);
			return { student: toStudentView(link, clock.now()), isMailed };
		},

		async withdraw(actor, linkId) {
			const { studentId } = await findLink(actor, linkId);
			return withdrawFor(actor, studentId);
		},

		async readLink(token) {
			const { studentId, guardianName, grantedAt, withdrawnAt } = await findByToken(token);
			const count = await database.$count(recordings, eq(recordings.personId, studentId));
			const studentName = await whose.publicNameOf(studentId);
			return { guardianName, studentName, grantedAt, withdrawnAt, recordings: count };
		},

		async withdrawByLink(token) {
			const { id, studentId, withdrawnAt } = await findByToken(token);
			// The link of one that was withdrawn does not end another that was given since.
			if (withdrawnAt !== null)
				return { withdrawnAt, erasedRecordings: await eraseOf(studentId, withdrawnAt) };
			const done = await withdrawFor(VISITOR, studentId);
			record(VISITOR, 'consent.withdrawn-by-guardian', id);
			return done;
		},

		async finishWithdrawals() {
			const left = await database
				.selectDistinct({ studentId: consents.studentId, withdrawnAt: consents.withdrawnAt })
				.from(consents)
				.innerJoin(recordings, eq(recordings.personId, consents.studentId))
				.where(and(isNotNull(consents.withdrawnAt), lte(recordings.createdAt, consents.withdrawnAt)))
				.limit(20);
			let erased = 0;
			for (const { studentId, withdrawnAt } of left) erased += await eraseOf(studentId, withdrawnAt ?? 0);
			return erased;
		}
	};
}
