// What happened within a period, counted along indexes by time: nothing of before it and nothing of anybody's words is read.
import { sql } from 'drizzle-orm';
import { FATES, type DayCounts, type Fate, type PeriodNumbers } from '#lib/shared/desk-report.ts';
import type { Database } from '../platform/index.ts';
import { bucketMsOf, onTheWall, type Period } from './local-days.ts';
import { measureSpans } from './spans.ts';
import { countTickets } from './ticket-numbers.ts';

export interface Volume {
	days: DayCounts[];
	/** Turns by weekday, Monday first, and hour. */
	hours: number[][];
}

/** Counted in buckets that lie in one hour of the zone each, and put together here: only here the clock's changes are known. */
export async function countVolume(database: Database, period: Period, timeZone: string): Promise<Volume> {
	const { startAt, endAt, dates } = period;
	const bucketMs = bucketMsOf(period, timeZone);
	const [said, begun] = await Promise.all([
		database.all<{ bucket: number; messages: number; turns: number }>(sql`
			SELECT created_at / ${bucketMs} AS bucket, count(*) AS messages, sum(role = 'user') AS turns FROM messages
			WHERE created_at >= ${startAt} AND created_at < ${endAt} GROUP BY 1`),
		database.all<{ bucket: number; conversations: number }>(sql`
			SELECT created_at / ${bucketMs} AS bucket, count(*) AS conversations FROM conversations
			WHERE created_at >= ${startAt} AND created_at < ${endAt} GROUP BY 1`)
	]);
	const days = new Map<string, DayCounts>(
		dates.map((date) => [date, { date, conversations: 0, messages: 0, turns: 0 }])
	);
	const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
	for (const { bucket, messages, turns } of said) {
		const { date, weekday, hour } = onTheWall(bucket * bucketMs, timeZone);
		const day = days.get(date);
		if (day === undefined) continue;
		day.messages += messages;
		day.turns += turns;
		const row = hours[weekday];
		if (row !== undefined) row[hour] = (row[hour] ?? 0) + turns;
	}
	for (const { bucket, conversations } of begun) {
		const day = days.get(onTheWall(bucket * bucketMs, timeZone).date);
		if (day !== undefined) day.conversations += conversations;
	}
	return { days: [...days.values()], hours };
}

export async function countPeriod(
	database: Database,
	period: Period,
	volume: Volume,
	now: number
): Promise<PeriodNumbers> {
	const { from, to } = period;
	const sum = (of: 'conversations' | 'messages' | 'turns') =>
		volume.days.reduce((total, day) => total + day[of], 0);
	const [questions, handovers, tickets, answers] = await Promise.all([
		countQuestions(database, period),
		countHandovers(database, period),
		countTickets(database, period, now),
		countRatings(database, period)
	]);
	return {
		...{ from, to, conversations: sum('conversations'), messages: sum('messages'), turns: sum('turns') },
		...{ questions, handovers, tickets, answers }
	};
}

async function countQuestions(
	database: Database,
	{ startAt, endAt }: Period
): Promise<PeriodNumbers['questions']> {
	const rows = await database.all<{ fate: Fate | null; count: number; withoutHandover: number }>(sql`
		SELECT fate, count(*) AS count, coalesce(sum(had_handover = 0), 0) AS withoutHandover FROM question_outcomes
		WHERE asked_at >= ${startAt} AND asked_at < ${endAt} GROUP BY fate`);
	const fates = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
	let [asked, settled, withoutHandover] = [0, 0, 0];
	for (const row of rows) {
		asked += row.count;
		if (row.fate === null) continue;
		settled += row.count;
		withoutHandover += row.withoutHandover;
		fates[row.fate] = row.count;
	}
	return { asked, unsettled: asked - settled, settled, fates, withoutHandover };
}

async function countHandovers(
	database: Database,
	{ startAt, endAt }: Period
): Promise<PeriodNumbers['handovers']> {
	const wished = sql`FROM handover_requests WHERE created_at >= ${startAt} AND created_at < ${endAt}`;
	// Who takes over unasked kept nobody waiting.
	const asked = sql`${wished} AND origin <> 'agent'`;
	const [[begun], [counts], waiting, firstWord, handling] = await Promise.all([
		database.all<{ conversations: number }>(sql`
			SELECT count(*) AS conversations FROM conversations c WHERE c.created_at >= ${startAt} AND c.created_at < ${endAt}
			AND EXISTS (SELECT 1 FROM handover_requests h WHERE h.conversation_id = c.id)`),
		database.all<{ requests: number; unmet: number }>(sql`
			SELECT count(*) AS requests, coalesce(sum(status = 'closed' AND taken_at IS NULL), 0) AS unmet ${wished}`),
		measureSpans(database, sql`SELECT taken_at - created_at AS ms ${asked}`),
		measureSpans(database, sql`SELECT answered_at - created_at AS ms ${asked}`),
		measureSpans(database, sql`SELECT closed_at - taken_at AS ms ${wished}`)
	]);
	return {
		...{
			conversations: begun?.conversations ?? 0,
			requests: counts?.requests ?? 0,
			unmet: counts?.unmet ?? 0
		},
		...{ waiting, firstWord, handling }
	};
}

async function countRatings(
	database: Database,
	{ startAt, endAt }: Period
): Promise<PeriodNumbers['answers']> {
	const [row] = await database.all<{ up: number; down: number }>(sql`
		SELECT coalesce(sum(value = 'up'), 0) AS up, coalesce(sum(value = 'down'), 0) AS down FROM message_ratings
		WHERE updated_at >= ${startAt} AND updated_at < ${endAt}`);
	return { up: row?.up ?? 0, down: row?.down ?? 0 };
}
