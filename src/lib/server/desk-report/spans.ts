// The middle and the ninth tenth of many spans, counted where they lie: no more than one row leaves the database. Nearest rank: every figure
// is one that happened.
import { sql, type SQL } from 'drizzle-orm';
import type { Span } from '#lib/shared/desk-report.ts';
import type { Database } from '../platform/index.ts';

/** `spans`: a SELECT of one column `ms`. NULLs are not counted. */
export async function measureSpans(database: Database, spans: SQL): Promise<Span> {
	const [row] = await database.all<{
		count: number | null;
		medianMs: number | null;
		p90Ms: number | null;
	}>(sql`
		WITH given AS (${spans}),
			ranked AS (SELECT ms, row_number() OVER (ORDER BY ms) AS place, count(*) OVER () AS n FROM given WHERE ms IS NOT NULL)
		SELECT max(n) AS count, max(iif(place = (n * 50 + 99) / 100, ms, NULL)) AS medianMs,
			max(iif(place = (n * 90 + 99) / 100, ms, NULL)) AS p90Ms FROM ranked`);
	return { count: row?.count ?? 0, medianMs: row?.medianMs ?? null, p90Ms: row?.p90Ms ?? null };
}
