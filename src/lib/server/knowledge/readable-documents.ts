// Which of some documents an actor may read now: for showing citations that somebody else was given.
import { and, inArray, sql } from 'drizzle-orm';
import { can, type Actor } from '#lib/shared/actor.ts';
import { schema, type Database } from '../platform/index.ts';
import { readableAudiences } from './audience.ts';

const { knowledgeDocuments: documents } = schema;

export type ReadableDocuments = (
	actor: Actor,
	documentIds: readonly string[]
) => Promise<ReadonlySet<string>>;

/** A document that is gone is nobody's to read: whom it was for can no longer be known. */
export function createReadableDocuments(database: Database): ReadableDocuments {
	return async (actor, documentIds) => {
		if (documentIds.length === 0 || !can(actor, 'read:knowledge')) return new Set();
		const rows = await database
			.select({ id: documents.id })
			.from(documents)
			.where(
				and(
					sql`${documents.id} IN (SELECT value FROM json_each(${JSON.stringify(documentIds)}))`,
					inArray(documents.audience, [...readableAudiences(actor.role)])
				)
			);
		return new Set(rows.map(({ id }) => id));
	};
}
