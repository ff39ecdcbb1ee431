// What a filter means in SQL. `f` is the row of conversation_facts. What a conversation has several of (labels, tags, bookmarks) is a list of
// conversations of its own: the shortest of those, where it is short, is where a list begins; the others are looked up.
import { sql, type SQL } from 'drizzle-orm';
import { CONFIDENCE_BOUNDS, SENTIMENT_BOUNDS } from '#lib/shared/transcripts.ts';
import type { Database } from '../platform/index.ts';
import type { TranscriptFilter } from './requests.ts';

/** The conversations that have one thing. */
export interface Posting {
	table: SQL;
	where: SQL;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Beyond it a posting is no place to begin: passing over the narrow index of facts costs less. */
const SHORT = 2_000;

/** Never one that is being deleted. */
export function conditionsOf(filter: TranscriptFilter): SQL {
	const { from, to, status, channel, language, sentiment, confidence, rating, handover, refused } = filter;
	const conditions = [sql`f.deleted_at IS NULL`];
	if (from !== undefined) conditions.push(sql`f.updated_at >= ${Date.parse(from)}`);
	if (to !== undefined) conditions.push(sql`f.updated_at < ${Date.parse(to) + DAY_MS}`);
	if (status !== undefined) conditions.push(sql`f.status = ${status}`);
	if (channel !== undefined) conditions.push(sql`f.channel = ${channel}`);
	if (language !== undefined) conditions.push(sql`f.language = ${language}`);
	if (handover !== undefined) conditions.push(sql`f.had_handover = ${Number(handover === 'yes')}`);
	if (refused !== undefined) conditions.push(sql`f.was_refused = ${Number(refused === 'yes')}`);
	if (rating === 'up') conditions.push(sql`f.is_rated_up = 1`);
	if (rating === 'down') conditions.push(sql`f.is_rated_down = 1`);
	if (rating === 'none') conditions.push(sql`f.is_rated_up = 0 AND f.is_rated_down = 0`);
	if (sentiment !== undefined)
		conditions.push(
			between('lowest_sentiment', sentiment, SENTIMENT_BOUNDS.negative, SENTIMENT_BOUNDS.positive)
		);
	if (confidence !== undefined)
		conditions.push(between('lowest_confidence', confidence, CONFIDENCE_BOUNDS.low, CONFIDENCE_BOUNDS.high));
	return sql.join(conditions, sql` AND `);
}

function between(column: string, place: string, low: number, high: number): SQL {
	const value = sql.raw(`f.${column}`);
	if (place === 'negative' || place === 'low') return sql`${value} <= ${low}`;
	if (place === 'positive' || place === 'high') return sql`${value} >= ${high}`;
	return sql`${value} > ${low} AND ${value} < ${high}`;
}

export function postingsOf(filter: TranscriptFilter, actorId: string): Posting[] {
	const postings: Posting[] = [];
	for (const kind of ['topic', 'intent', 'tool', 'agent'] as const) {
		const value = filter[kind];
		if (value === undefined) continue;
		postings.push({
			table: sql`conversation_labels`,
			where: sql`p.kind = ${kind} AND p.value = ${value}`
		});
	}
	if (filter.tag !== undefined)
		postings.push({ table: sql`transcript_tags`, where: sql`p.folded = ${filter.tag.toLowerCase()}` });
	if (filter.bookmarked !== undefined)
		postings.push({ table: sql`transcript_bookmarks`, where: sql`p.agent_id = ${actorId}` });
	return postings;
}

/** What a conversation must also be in. */
export function isIn(postings: readonly Posting[]): SQL {
	return sql.join(
		postings.map(
			({ table, where }) =>
				sql` AND EXISTS (SELECT 1 FROM ${table} p WHERE ${where} AND p.conversation_id = f.conversation_id)`
		),
		sql``
	);
}

/** The shortest posting where it is short enough to begin with, and the others. */
export async function chooseStart(
	database: Database,
	postings: readonly Posting[]
): Promise<{ start: Posting | undefined; others: readonly Posting[] }> {
	if (postings.length === 0) return { start: undefined, others: postings };
	const counts = postings.map(
		({ table, where }) => sql`(SELECT count(*) FROM (SELECT 1 FROM ${table} p WHERE ${where} LIMIT ${SHORT}))`
	);
	const [row] = await database.all<{ counts: string }>(
		sql`SELECT json_array(${sql.join(counts, sql`, `)}) AS counts`
	);
	const lengths = JSON.parse(row?.counts ?? '[]') as number[];
	const shortest = lengths.indexOf(Math.min(...lengths));
	if ((lengths[shortest] ?? SHORT) >= SHORT) return { start: undefined, others: postings };
	return { start: postings[shortest], others: postings.toSpliced(shortest, 1) };
}
