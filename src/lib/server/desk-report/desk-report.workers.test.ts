// The report against conversations that were counted by hand.
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../platform/index.ts';
import { openReportSchool } from './fixtures/report-school.ts';

const at = (iso: string): number => Date.parse(iso);
const NOW = at('2026-11-22T12:00:00Z');
const school = openReportSchool(env.DB, NOW, 'Europe/Berlin');
const { agent, ask, clock, conversation, database, rate, reports, say, ticket, wish } = school;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const week = { from: '2026-11-09', to: '2026-11-15' };
const MONDAY = at('2026-11-09T09:00:00Z');

beforeEach(school.reset);

describe('what became of a question', () => {
	it('is decided by the first of the reasons that holds, three days later', async () => {
		const [resolved, wished, refused, unsure, failed, again, disliked, small, late] = await Promise.all(
			Array.from({ length: 9 }, () => conversation(MONDAY))
		);
		await ask(MONDAY, resolved!, 'Where can I park my car?');
		await ask(MONDAY, wished!, 'Can somebody call me please?', { refused: true });
		await wish(MONDAY + HOUR, wished!);
		await ask(MONDAY, refused!, 'Do you teach the theremin?', { refused: true });
		await ask(MONDAY, unsure!, 'Is there a lift to the hall?', { confidence: 0.34 });
		await ask(MONDAY, failed!, 'When does the term begin?', { status: 'stopped' });
		const other = await conversation(MONDAY + 2 * DAY, again!.personId);
		await ask(MONDAY, again!, 'How do I rent a cello?');
		await ask(MONDAY + 2 * DAY, other, 'Please, how do I rent a cello?');
		const { answerId } = await ask(MONDAY, disliked!, 'What does an exam cost?');
		await rate(MONDAY + HOUR, answerId, 'down');
		await ask(MONDAY, small!, 'Thank you!', { intent: 'thanks' });
		await ask(NOW - 3 * DAY + 1, late!, 'Too young to be judged?');

		const { now } = await reports.report(agent, week);
		expect(now.questions).toEqual({
			...{ asked: 8, unsettled: 0, settled: 8, withoutHandover: 7 },
			fates: {
				...{ 'handed-over': 1, refused: 1, unsure: 1, failed: 1, 'asked-again': 1, disliked: 1 },
				// The second time the cello was asked for, that was the end of it.
				resolved: 2
			}
		});
		const latest = await reports.report(agent, { from: '2026-11-16', to: '2026-11-22' });
		expect(latest.now.questions).toMatchObject({ asked: 1, settled: 0, unsettled: 1 });
		clock.advance(2);
		const next = await reports.report(agent, { from: '2026-11-16', to: '2026-11-22' });
		expect(next.now.questions).toMatchObject({ settled: 1, unsettled: 0 });
	});

	it.each([
		['71 hours later', 71 * HOUR, 'How do I rent a cello now?', { 'asked-again': 1, resolved: 1 }],
		['73 hours later', 73 * HOUR, 'How do I rent a cello now?', { 'asked-again': 0, resolved: 2 }],
		['in quite other words', HOUR, 'Is the school open on Sundays?', { 'asked-again': 0, resolved: 3 }]
	])('asked again %s counts as what it is', async (_when, laterMs, text, fates) => {
		const place = await conversation(MONDAY);
		await ask(MONDAY, place, 'How do I rent a cello?');
		await ask(MONDAY + laterMs, await conversation(MONDAY + laterMs, place.personId), text);
		// Somebody else may ask the same.
		await ask(MONDAY + HOUR, await conversation(MONDAY), 'How do I rent a cello?');
		const { now } = await reports.report(agent, { from: '2026-11-09', to: '2026-11-09' });
		expect(now.questions.fates).toMatchObject(fates);
	});

	it('is not decided for the better by having it answered once more', async () => {
		const place = await conversation(MONDAY);
		const { questionId } = await ask(MONDAY, place, 'How do I rent a cello?');
		await ask(MONDAY + HOUR, place, '', { ofQuestion: questionId });
		// One whose answer broke off may be answered anew.
		const broken = await ask(MONDAY, place, 'Where can I park my car?', { status: 'failed' });
		await ask(MONDAY + HOUR, place, '', { ofQuestion: broken.questionId });
		const { now } = await reports.report(agent, week);
		expect(now.questions).toMatchObject({ asked: 2, fates: { 'asked-again': 1, resolved: 1, failed: 0 } });
	});

	it('has nothing to do with what was left to a person of the school, or said by one', async () => {
		const place = await conversation(MONDAY);
		await ask(MONDAY, place, 'And to you, dear human?', { isLeftToPerson: true });
		await say(MONDAY, place, { role: 'agent', text: 'Hello.' });
		const { now } = await reports.report(agent, week);
		expect(now.questions.asked).toBe(0);
		expect(now).toMatchObject({ turns: 1, messages: 3 });
	});

	it('comes out the same however it is read: twice at once, in pieces, or anew; and goes with its words', async () => {
		for (let index = 0; index < 260; index++) {
			const place = await conversation(MONDAY + index);
			await ask(MONDAY + index, place, 'How do I rent a cello?', { refused: index % 4 === 0 });
		}
		await ask(MONDAY, await conversation(MONDAY), 'The very last of all?');
		const [first, second] = await Promise.all([reports.report(agent, week), reports.report(agent, week)]);
		const settled = { asked: 261, settled: 261, fates: { refused: 65, resolved: 196 } };
		expect((await reports.report(agent, week)).now.questions).toMatchObject(settled);
		expect([first.isBehind, second.isBehind]).toEqual([false, false]);
		await database.delete(schema.questionOutcomes);
		await database.delete(schema.reportProgress);
		expect(await reports.followQuestions()).toBe(false);
		expect((await reports.report(agent, week)).now.questions).toMatchObject(settled);
		await database.delete(schema.messages);
		expect((await reports.report(agent, week)).now.questions.asked).toBe(0);
	});
});

it('hand-overs: how many conversations, and how long people waited', async () => {
	const places = await Promise.all(Array.from({ length: 10 }, () => conversation(MONDAY)));
	const minute = 60_000;
	// Waits of 1 to 10 minutes, the first word a minute later; the tenth was never met.
	for (const [index, place] of places.slice(0, 9).entries()) {
		const taken = MONDAY + (index + 1) * minute;
		await wish(MONDAY, place, {
			...{ status: 'closed', takenAt: taken, answeredAt: taken + minute, closedAt: taken + 10 * minute }
		});
	}
	await wish(MONDAY, places[9]!, { status: 'closed', closedAt: MONDAY + HOUR, outcome: 'cancelled' });
	// Taken over unasked: nobody waited. And again in the same conversation: it is still one.
	await wish(MONDAY + HOUR, places[0]!, { origin: 'agent', status: 'taken', takenAt: MONDAY + HOUR });
	await conversation(MONDAY);
	const { now } = await reports.report(agent, week);
	expect(now.conversations).toBe(11);
	expect(now.handovers).toEqual({
		...{ conversations: 10, requests: 11, unmet: 1 },
		waiting: { count: 9, medianMs: 5 * minute, p90Ms: 9 * minute },
		firstWord: { count: 9, medianMs: 6 * minute, p90Ms: 10 * minute },
		handling: { count: 9, medianMs: 10 * minute, p90Ms: 10 * minute }
	});
});

it('tickets: how long they took in working time, and whether that was promised', async () => {
	const solved = { status: 'solved', solvedAt: NOW } as const;
	const answered = { firstRespondedAt: NOW };
	// Normal: 8 hours to the first answer, 40 to the solution; urgent: one and four.
	await ticket(MONDAY, {
		...solved,
		...answered,
		responseUsedMs: 8 * HOUR,
		clockUsedMs: 40 * HOUR,
		rating: 'good',
		ratedAt: MONDAY
	});
	await ticket(MONDAY, {
		...solved,
		...answered,
		responseUsedMs: 8 * HOUR + 1,
		clockUsedMs: 40 * HOUR + 1,
		rating: 'bad',
		ratedAt: NOW
	});
	await ticket(MONDAY, {
		...answered,
		priority: 'urgent',
		responseUsedMs: 2 * HOUR,
		resolutionDueAt: NOW - 1
	});
	await ticket(MONDAY, { responseDueAt: NOW - 1, resolutionDueAt: NOW });
	await ticket(MONDAY, { responseDueAt: NOW, resolutionDueAt: NOW + 1 });
	await ticket(MONDAY, { ...solved, mergedInto: 1, clockUsedMs: 1 });
	await ticket(MONDAY - 30 * DAY, { ...solved, rating: 'good', ratedAt: MONDAY });
	const { now } = await reports.report(agent, week);
	expect(now.tickets).toEqual({
		...{ opened: 5, solved: 2, good: 2, bad: 0 },
		firstAnswer: { count: 3, medianMs: 8 * HOUR, p90Ms: 8 * HOUR + 1 },
		resolution: { count: 2, medianMs: 40 * HOUR, p90Ms: 40 * HOUR + 1 },
		firstAnswerPromise: { kept: 1, broken: 3, open: 1 },
		resolutionPromise: { kept: 1, broken: 2, open: 2 }
	});
});

it('gaps are what several people asked for in vain, by words and never by whole sentences', async () => {
	const refused = { refused: true, topics: ['Instruments we teach'] };
	for (const text of [
		'Do you teach theremin?',
		'I would like theremin lessons',
		'theremin for my son Ottokar'
	])
		await ask(MONDAY, await conversation(MONDAY), text, refused);
	await ask(MONDAY, await conversation(MONDAY), 'Is there a lift?', { confidence: 0.2 });
	await ask(MONDAY, await conversation(MONDAY), 'Where can I park my car?');
	const { gaps } = await reports.report(agent, week);
	expect(gaps).toHaveLength(1);
	expect(gaps[0]).toMatchObject({
		...{ words: ['theremin'], count: 3, refused: 3, people: 3, nearest: 'Instruments we teach' },
		lastAskedAt: MONDAY
	});
	expect(gaps[0]?.conversationIds).toHaveLength(3);
	expect(JSON.stringify(gaps)).not.toMatch(/Ottokar/i);
	// What has no words in common goes by what the knowledge holds that is near.
	for (const text of ['Ophicleide?', 'And a serpent?'])
		await ask(MONDAY, await conversation(MONDAY), text, { refused: true, topics: ['Brass'] });
	const later = await reports.report(agent, week);
	expect(later.gaps[1]).toMatchObject({ words: [], nearest: 'Brass', count: 2, people: 2 });
});

describe('the report', () => {
	it('is for whoever may read every conversation, and for no key that may not', async () => {
		for (const role of ['guest', 'user', 'teacher'] as const)
			await expect(reports.report({ userId: newId(), role, via: 'session' }, {})).rejects.toMatchObject({
				code: 'forbidden'
			});
		const withKey = { ...agent, via: 'api-key', scopes: ['handovers:read'] } as const;
		await expect(reports.report({ ...withKey, scopes: [...withKey.scopes] }, {})).rejects.toMatchObject({
			code: 'forbidden'
		});
	});

	it('of a school without conversations holds zeros, for the last four weeks by its own clock', async () => {
		const { now, before, days, gaps } = await reports.report(agent, {});
		expect(now).toMatchObject({ from: '2026-10-26', to: '2026-11-22', conversations: 0, turns: 0 });
		expect(before).toMatchObject({ from: '2026-09-28', to: '2026-10-25' });
		expect(days).toHaveLength(28);
		expect(now.handovers.waiting).toEqual({ count: 0, medianMs: null, p90Ms: null });
		expect(gaps).toEqual([]);
	});

	it('covers at most a year, and ends after it begins', async () => {
		for (const range of [
			{ from: '2026-11-22', to: '2026-11-21' },
			{ from: '2025-01-01', to: '2026-11-22' }
		])
			await expect(reports.report(agent, range)).rejects.toMatchObject({ code: 'invalid' });
	});

	it('reads along indexes by time: no table that grows is gone through', async () => {
		const queries: string[] = [];
		const listening = new Proxy(env.DB, {
			get(database, name: keyof D1Database) {
				if (name !== 'prepare') return database[name].bind(database);
				return (query: string) => {
					queries.push(query);
					return database.prepare(query);
				};
			}
		});
		await openReportSchool(listening, NOW, 'UTC').reports.report(agent, week);
		expect(queries.length).toBeGreaterThan(20);
		for (const query of queries) {
			const nothing = Array.from(query.matchAll(/\?/g), () => null);
			const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
				.bind(...nothing)
				.all<{ detail: string }>();
			for (const { detail } of results)
				expect(detail, query).not.toMatch(
					/SCAN (a|q|c|h|r|o|m|messages|conversations|question_outcomes|handover_requests|message_ratings|tickets)\b|tickets_merged/
				);
		}
	});
});
