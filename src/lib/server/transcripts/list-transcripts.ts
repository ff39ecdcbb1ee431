// All conversations of the school, newest change first, a page at a time by the place of the last row: what changes meanwhile moves to the
// front and shifts nothing behind it.
import { sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import type { TranscriptChoices, TranscriptPage } from '#lib/shared/transcripts.ts';
import type { Database } from '../platform/index.ts';
import { chooseStart, conditionsOf, isIn, postingsOf } from './conditions.ts';
import type { ListTranscripts } from './requests.ts';
import { findRows, maskFor, toRow } from './rows.ts';

const CURSOR = /^(\d{1,15})_([\w-]{1,64})$/;
const MOST_CHOICES = 200;

export async function listTranscripts(
	database: Database,
	actorId: string,
	{ cursor, limit, ...filter }: ListTranscripts,
	now: number
): Promise<TranscriptPage> {
	const [, at, last] = cursor === undefined ? [] : (CURSOR.exec(cursor) ?? []);
	if (cursor !== undefined && (at === undefined || last === undefined))
		throw new AppError('invalid', m.transcripts_cursor_wrong());
	const after =
		cursor === undefined
			? sql``
			: sql` AND (f.updated_at, f.conversation_id) < (${Number(at)}, ${last ?? ''})`;
	const { start, others } = await chooseStart(database, postingsOf(filter, actorId));
	const from =
		start === undefined
			? sql`conversation_facts f INDEXED BY conversation_facts_listing WHERE`
			: sql`${start.table} p CROSS JOIN conversation_facts f ON f.conversation_id = p.conversation_id WHERE ${start.where} AND`;
	const ids = sql`SELECT f.conversation_id FROM ${from} ${conditionsOf(filter)}${isIn(others)}${after}
		ORDER BY f.updated_at DESC, f.conversation_id DESC LIMIT ${limit + 1}`;
	const rows = await findRows(database, ids, actorId);
	const page = rows.slice(0, limit);
	const end = page.at(-1);
	return {
		transcripts: page.map((row) => toRow(row, maskFor(row), now)),
		nextCursor: rows.length > limit && end !== undefined ? `${end.updatedAt}_${end.id}` : null
	};
}

/** What the filters offer. Each list is found by leaping from value to value in an index, however many conversations there are. */
export async function listChoices(database: Database): Promise<TranscriptChoices> {
	const leap = (table: string, column: string, where: string) =>
		database.all<{ value: string }>(
			sql.raw(`WITH RECURSIVE leap(value) AS (
				SELECT min(${column}) FROM ${table} WHERE ${where}
				UNION ALL
				SELECT (SELECT min(${column}) FROM ${table} WHERE ${where} AND ${column} > leap.value) FROM leap WHERE leap.value IS NOT NULL
			) SELECT value FROM leap WHERE value IS NOT NULL LIMIT ${MOST_CHOICES}`)
		);
	const [topics, tools, tags, agents, languages] = await Promise.all([
		leap('conversation_labels', 'value', `kind = 'topic'`),
		leap('conversation_labels', 'value', `kind = 'tool'`),
		leap('transcript_tags', 'folded', 'true'),
		database.all<{ id: string; name: string | null }>(
			sql.raw(
				`SELECT id, display_name AS name FROM users WHERE role IN ('agent', 'admin') ORDER BY display_name, id LIMIT ${MOST_CHOICES}`
			)
		),
		// Of the newest: whole, it would be read from one end to the other for a handful of words.
		database.all<{ value: string }>(
			sql.raw(`SELECT DISTINCT language AS value FROM (
				SELECT language FROM conversation_facts INDEXED BY conversation_facts_listing ORDER BY updated_at DESC LIMIT 5000) ORDER BY 1 LIMIT 50`)
		)
	]);
	const values = (rows: { value: string }[]) => rows.map(({ value }) => value);
	return {
		agents: agents.map(({ id, name }) => ({ id, name: name ?? id.slice(0, 8) })),
		topics: values(topics),
		tools: values(tools),
		languages: values(languages),
		tags: values(tags)
	};
}
