// Against a simulation that looks at the clock on the wall every minute and counts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketPriority, TicketStatus } from '#lib/shared/tickets.ts';
import {
	addWorkingTime,
	ALWAYS,
	parseWeek,
	workingTimeBetween,
	type BusinessHours
} from '#lib/shared/business-hours.ts';
import { advanceClock, runs, TARGETS, UNSTARTED, type SlaState } from './clock.ts';

const MINUTE_MS = 60_000;
const ZONES = [
	...['UTC', 'Europe/Berlin', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe'],
	...['Pacific/Chatham', 'Asia/Kathmandu', 'Pacific/Apia']
];

function createWall({ timeZone, week, holidays }: BusinessHours): (at: number) => boolean {
	const format = new Intl.DateTimeFormat('en-GB', {
		...{ timeZone, hourCycle: 'h23', weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit' },
		...{ hour: '2-digit', minute: '2-digit' }
	});
	const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
	return (at) => {
		const read = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
		if (holidays.has(`${read['year']}-${read['month']}-${read['day']}`)) return false;
		const minute = Number(read['hour']) * 60 + Number(read['minute']);
		const spans = week[days.indexOf(read['weekday'] ?? '')] ?? [];
		return spans.some(([from, to]) => from <= minute && minute < to);
	};
}

/** Edges that no clock repeats: every zone here changes between one and four at night. */
const span = fc
	.tuple(fc.integer({ min: 5 * 60, max: 24 * 60 }), fc.integer({ min: 5 * 60, max: 24 * 60 }))
	.filter(([a, b]) => a !== b)
	.map(([a, b]): readonly [number, number] => [Math.min(a, b), Math.max(a, b)]);
const day = fc.oneof(
	fc.constant([]),
	fc.constant([[0, 24 * 60]] as const),
	span.map((one) => [one])
);
/** Around the changes of the clock in 2026, north and south. */
const moment = fc
	.tuple(
		fc.constantFrom(
			'2026-03-07',
			'2026-03-28',
			'2026-04-04',
			'2026-09-26',
			'2026-10-03',
			'2026-10-24',
			'2026-10-31'
		),
		fc.integer({ min: 0, max: 3 * 24 * 60 })
	)
	.map(([date, minutes]) => Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE_MS);
const hours = fc
	.record({
		timeZone: fc.constantFrom(...ZONES),
		week: fc.array(day, { minLength: 7, maxLength: 7 }),
		holidays: fc
			.subarray(['2026-03-29', '2026-10-25', '2026-04-05', '2026-03-30'])
			.map((days) => new Set(days))
	})
	.filter(({ week }) => week.some((spans) => spans.length > 0));

describe('working time', () => {
	it('is what somebody counts who looks at the clock on the wall every minute', () => {
		fc.assert(
			fc.property(hours, moment, fc.integer({ min: 0, max: 4 * 24 * 60 }), (given, from, minutes) => {
				const isOpen = createWall(given);
				let counted = 0;
				for (let minute = 0; minute < minutes; minute++) if (isOpen(from + minute * MINUTE_MS)) counted++;
				expect(workingTimeBetween(from, from + minutes * MINUTE_MS, given)).toBe(counted * MINUTE_MS);
			}),
			{ numRuns: 150 }
		);
	});

	it('added is what then lies between', () => {
		fc.assert(
			fc.property(hours, moment, fc.integer({ min: 1, max: 100 * 60 * MINUTE_MS }), (given, from, ms) => {
				const until = addWorkingTime(from, ms, given);
				expect(workingTimeBetween(from, until, given)).toBe(ms);
				expect(workingTimeBetween(from, until - 1, given)).toBe(ms - 1);
			}),
			{ numRuns: 500 }
		);
	});

	it('leaves out the hour the clock leaves out, and has the one it repeats twice', () => {
		const night = { ...ALWAYS, timeZone: 'Europe/Berlin', week: parseWeek('sun 01:00-05:00') };
		const between = (from: string, to: string) =>
			workingTimeBetween(Date.parse(from), Date.parse(to), night) / MINUTE_MS;
		expect(between('2026-03-28T12:00Z', '2026-03-29T12:00Z')).toBe(180);
		expect(between('2026-10-24T12:00Z', '2026-10-25T12:00Z')).toBe(300);
	});

	it.each([
		'',
		'mon',
		'mon 9-17',
		'mon 17:00-09:00',
		'mon 09:00-25:00',
		'noday 09:00-10:00',
		'mon 09:00-12:00 11:00-13:00'
	])('hours that mean nothing are refused: %j', (text) => {
		expect(() => parseWeek(text)).toThrow();
	});

	it('reads days around the end of the week', () => {
		const week = parseWeek('sat-mon 10:00-12:00 13:00-14:00');
		expect(week.map((spans) => spans.length)).toEqual([2, 2, 0, 0, 0, 0, 2]);
	});
});

describe('the clock of a ticket', () => {
	const step = fc.record({
		afterMinutes: fc.integer({ min: 0, max: 20 * 60 }),
		status: fc.constantFrom<TicketStatus>('open', 'pending', 'on_hold', 'solved'),
		priority: fc.constantFrom<TicketPriority>('low', 'normal', 'high', 'urgent'),
		isAnswer: fc.boolean()
	});

	it('counts the working minutes in which the school had something to do, and no others', () => {
		fc.assert(
			fc.property(hours, moment, fc.array(step, { maxLength: 6 }), (given, createdAt, steps) => {
				const isOpen = createWall(given);
				const standing = { status: 'open' as TicketStatus, priority: 'normal' as TicketPriority };
				let clock: SlaState = advanceClock(
					UNSTARTED,
					{ ...standing, firstRespondedAt: null },
					createdAt,
					given
				);
				let now = createdAt;
				let counted = 0;
				for (const { afterMinutes, status, priority, isAnswer } of steps) {
					for (let minute = 0; minute < afterMinutes; minute++, now += MINUTE_MS)
						if (runs(standing.status) && isOpen(now)) counted += MINUTE_MS;
					Object.assign(standing, { status, priority });
					const firstRespondedAt = clock.firstRespondedAt ?? (isAnswer ? now : null);
					clock = advanceClock(clock, { ...standing, firstRespondedAt }, now, given);
				}
				const running =
					clock.clockRunsSince === null ? 0 : workingTimeBetween(clock.clockRunsSince, now, given);
				expect(clock.clockUsedMs + running).toBe(counted);
				if (!runs(standing.status)) {
					expect(clock.dueAt).toBeNull();
					return;
				}
				const left = TARGETS[standing.priority].resolutionMs - counted;
				// Due in what is left of the target; what was used up already is due since the clock went on, or earlier.
				if (left > 0) expect(clock.resolutionDueAt).toBe(addWorkingTime(now, left, given));
				else expect(clock.resolutionDueAt).toBeLessThanOrEqual(addWorkingTime(now, 1, given));
				expect(clock.responseDueAt === null).toBe(clock.firstRespondedAt !== null);
			}),
			{ numRuns: 100 }
		);
	});
});
