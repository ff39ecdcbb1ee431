import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from './clock.ts';
import { createDatabase } from './database.ts';
import { createMetrics, KEPT_MS, WINDOW_MS } from './metrics.ts';
import { metricEvents } from './schema/events.ts';

const HOUR_MS = 3_600_000;
beforeEach(async () => {
	await createDatabase(env.DB).delete(metricEvents);
});

/** What one isolate counts; its writes wait until the test says so. */
function isolate(clock = createManualClock()) {
	const background: Promise<unknown>[] = [];
	const waits: { ms: number; end: () => void }[] = [];
	const metrics = createMetrics({
		database: createDatabase(env.DB),
		clock,
		runInBackground: (_label, work) => void background.push(work),
		wait: (ms) => new Promise((resolve) => void waits.push({ ms, end: resolve }))
	});
	async function written(): Promise<void> {
		for (const { end } of waits.splice(0)) end();
		await Promise.all(background.splice(0));
	}
	/** The request that was to write is gone. */
	function lose(): void {
		waits.length = 0;
		background.length = 0;
	}
	return { ...metrics, clock, waits, written, lose };
}
const rows = async () => createDatabase(env.DB).select().from(metricEvents);

describe('what is counted', () => {
	it('is written in one go for all that came in a while', async () => {
		const { count, waits, written } = isolate();
		for (let turn = 0; turn < 1_000; turn++) count('a.count', { task: 'answer' });
		count('a.count', { task: 'embed' });
		expect(waits.map(({ ms }) => ms)).toEqual([WINDOW_MS]);
		expect(await rows()).toEqual([]);
		await written();
		expect((await rows()).map(({ value }) => value).sort()).toEqual([1, 1_000]);
	});

	it('is added up over isolates, hour by hour', async () => {
		const [one, other] = [isolate(), isolate()];
		for (const { count, written } of [one, other, one]) {
			count('a.count', { task: 'answer' });
			await written();
		}
		expect(await one.since(one.clock.now())).toEqual([
			{ name: 'a.count', labels: { task: 'answer' }, value: 3 }
		]);
		expect(await rows()).toHaveLength(1);
		one.clock.advance(HOUR_MS);
		one.count('a.count', { task: 'answer' });
		await one.written();
		expect(await rows()).toHaveLength(2);
		expect(await one.since(one.clock.now())).toMatchObject([{ value: 1 }]);
		expect(await one.since(one.clock.now() - HOUR_MS)).toMatchObject([{ value: 4 }]);
	});

	it('is written also when the request that was to write it is gone', async () => {
		const { clock, count, lose, waits, written } = isolate();
		count('a.count', {});
		lose();
		clock.advance(60_000);
		count('a.count', {});
		expect(waits).toHaveLength(1);
		await written();
		expect(await rows()).toMatchObject([{ value: 2 }]);
	});

	it('is forgotten after a month', async () => {
		const { clock, count, sweep, written } = isolate();
		count('a.count', {});
		await written();
		clock.advance(KEPT_MS - HOUR_MS);
		count('a.count', {});
		await written();
		expect(await sweep()).toBe(0);
		clock.advance(2 * HOUR_MS);
		expect([await sweep(), (await rows()).length]).toEqual([1, 1]);
	});

	it('is of a closed set: more labels than that are a mistake, and do not fill the table', async () => {
		const { count, written } = isolate();
		for (let at = 0; at < 2_000; at++) count('a.count', { said: String(at) });
		await written();
		expect(await rows()).toHaveLength(500);
	});
});
