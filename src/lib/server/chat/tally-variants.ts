// What came of the variants of an experiment: how the answers they gave were rated, and how many ended with a person being asked for.
// Read from the projection, over the newest messages only, so that the question costs the same however long a school has been asked.
import { sql } from 'drizzle-orm';
import type { Database } from '../platform/index.ts';

const NEWEST_MESSAGES = 20_000;

export interface VariantCounts {
	answers: number;
	up: number;
	down: number;
	handovers: number;
}

/** By variant; a variant that gave no answer is not there. */
export async function tallyVariants(
	database: Database,
	flag: string
): Promise<Record<string, VariantCounts>> {
	const rows = await database.all<VariantCounts & { variant: string }>(sql`
		WITH answered AS (
			SELECT id, parts, json_extract(metadata, ${`$.variants."${flag}"`}) AS variant FROM messages
			WHERE rowid > (SELECT coalesce(max(rowid), 0) FROM messages) - ${NEWEST_MESSAGES} AND role = 'assistant'
		)
		SELECT variant, count(*) AS answers,
			sum(EXISTS (SELECT 1 FROM message_ratings r WHERE r.message_id = a.id AND r.value = 'up')) AS up,
			sum(EXISTS (SELECT 1 FROM message_ratings r WHERE r.message_id = a.id AND r.value = 'down')) AS down,
			sum(EXISTS (SELECT 1 FROM json_each(a.parts) p WHERE p.value->>'type' = 'data-handover')) AS handovers
		FROM answered a WHERE variant IS NOT NULL GROUP BY variant`);
	return Object.fromEntries(rows.map(({ variant, ...counts }) => [variant, counts]));
}
