import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import type { StudentView } from '#lib/shared/recordings/views.ts';
import { schema, type Database } from '../../platform/index.ts';

const { guardianConsents: consents, recordings, studentLinks: links, users } = schema;

export interface StudentLink {
	row: typeof links.$inferSelect;
	displayName: string | null;
	recordings: number;
	consent: Pick<typeof consents.$inferSelect, 'guardianName' | 'relation' | 'grantedAt'> | null;
}

/** Links with what is shown of each, in one question. */
export async function findStudents(
	database: Database,
	where: SQL | undefined,
	limit = 1
): Promise<StudentLink[]> {
	return database
		.select({
			row: links,
			displayName: users.displayName,
			recordings: sql<number>`(SELECT COUNT(*) FROM ${recordings} AS recording
				WHERE recording.person_id = ${links.studentId})`,
			consent: {
				guardianName: consents.guardianName,
				relation: consents.relation,
				grantedAt: consents.grantedAt
			}
		})
		.from(links)
		.leftJoin(users, eq(users.id, links.studentId))
		.leftJoin(consents, and(eq(consents.studentId, links.studentId), isNull(consents.withdrawnAt)))
		.where(where)
		.orderBy(asc(links.studentName), asc(links.id))
		.limit(limit);
}

export function toStudentView(
	{ row, displayName, recordings: count, consent }: StudentLink,
	now: number
): StudentView {
	const isActive = row.acceptedAt !== null && row.endedAt === null;
	return {
		id: row.id,
		personId: isActive ? row.studentId : null,
		name: isActive ? (displayName ?? row.studentName) : row.studentName,
		...{ email: row.email, isMinor: row.isMinor, consent: isActive ? consent : null },
		state: stateOf(row, now),
		recordings: isActive ? count : 0,
		invitedAt: row.createdAt
	};
}

function stateOf({ acceptedAt, endedAt, expiresAt }: StudentLink['row'], now: number): StudentView['state'] {
	if (endedAt !== null) return 'ended';
	if (acceptedAt !== null) return 'active';
	return expiresAt <= now ? 'expired' : 'invited';
}
