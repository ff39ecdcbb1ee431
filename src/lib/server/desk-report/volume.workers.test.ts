// What is counted by day, through every oddity of a clock on the wall.
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { openReportSchool } from './fixtures/report-school.ts';

const at = (iso: string): number => Date.parse(iso);
const school = openReportSchool(env.DB, at('2026-11-22T12:00:00Z'), 'Europe/Berlin');
const { agent, conversation, reports, say } = school;
const week = { from: '2026-11-09', to: '2026-11-15' };

beforeEach(school.reset);

describe('volume', () => {
	it('is counted by the days of the zone, through the hour that comes twice and the one that is left out', async () => {
		const berlin = { from: '2026-10-24', to: '2026-10-26', tz: 'Europe/Berlin' };
		// Saturday 23:59:59 and Sunday 00:00 in Berlin (UTC+2); 02:30 twice on Sunday; Sunday's last second is 22:59:59 UTC (UTC+1).
		const moments = [
			'24T21:59:59',
			'24T22:00:00',
			'25T00:30:00',
			'25T01:30:00',
			'25T22:59:59',
			'25T23:00:00'
		];
		for (const moment of moments) {
			const place = await conversation(at(`2026-10-${moment}Z`));
			await say(at(`2026-10-${moment}Z`), place, { role: 'user', text: 'x' });
		}
		const { days, hours, now } = await reports.report(agent, berlin);
		expect(days.map(({ date, turns, conversations }) => [date, turns, conversations])).toEqual([
			['2026-10-24', 1, 1],
			['2026-10-25', 4, 4],
			['2026-10-26', 1, 1]
		]);
		expect(now).toMatchObject({ turns: 6, messages: 6, conversations: 6 });
		// Sunday is the seventh row: midnight, 2 o'clock twice, 23 o'clock.
		expect(hours[6]).toEqual([1, 0, 2, ...Array.from({ length: 20 }, () => 0), 1]);

		// The last Sunday of March has 23 hours: 01:59:59 is followed by 03:00.
		const march = at('2026-03-29T00:59:59Z');
		const place = await conversation(march);
		await say(march, place, { role: 'user', text: 'x' });
		await say(march + 1000, place, { role: 'user', text: 'x' });
		const spring = await reports.report(agent, { from: '2026-03-29', to: '2026-03-29', tz: 'Europe/Berlin' });
		expect(spring.hours[6]?.flatMap((count, hour) => (count > 0 ? [[hour, count]] : []))).toEqual([
			[1, 1],
			[3, 1]
		]);
	});

	it('is told apart to the quarter of an hour where the zone is', async () => {
		// Kathmandu is 5:45 ahead: 18:14 UTC is 23:59 there, 18:15 the next day.
		for (const moment of ['18:14:59', '18:15:00']) {
			const place = await conversation(at(`2026-11-10T${moment}Z`));
			await say(at(`2026-11-10T${moment}Z`), place, { role: 'user', text: 'x' });
		}
		const { days } = await reports.report(agent, {
			from: '2026-11-10',
			to: '2026-11-11',
			tz: 'Asia/Kathmandu'
		});
		expect(days.map(({ turns, conversations }) => [turns, conversations])).toEqual([
			[1, 1],
			[1, 1]
		]);
	});

	it('stands beside that of as many days before', async () => {
		for (const date of ['2026-11-01', '2026-11-02', '2026-11-08', '2026-11-09', '2026-11-15', '2026-11-16'])
			await conversation(at(`${date}T11:00:00Z`));
		const { now, before } = await reports.report(agent, week);
		expect(before).toMatchObject({ from: '2026-11-02', to: '2026-11-08', conversations: 2 });
		expect(now).toMatchObject({ from: '2026-11-09', to: '2026-11-15', conversations: 2 });
	});
});
