// How often things happened. What is counted is added up in the isolate and written down behind whoever is waiting, in one go for all that
// came in a while: a turn costs no write of its own. One row an hour for each name with its labels, which every isolate adds to. What an
// isolate had not written when it ended is lost; nothing depends on it.
import { gte, lt, sql } from 'drizzle-orm';
import type { Clock } from './clock.ts';
import type { Database } from './database.ts';
import { ofIsolate } from './of-isolate.ts';
import { metricEvents } from './schema/events.ts';

/** Of a closed set: never what somebody wrote. */
export type MetricLabels = Readonly<Record<string, string>>;

export interface Metric {
	name: string;
	labels: MetricLabels;
	value: number;
}

export interface Metrics {
	/** Returns at once. dotted.name, unit as last word: cache.lookups.count */
	count(name: string, labels: MetricLabels): void;
	/** Sums since then, to the hour. */
	since(at: number): Promise<Metric[]>;
	/** Forgets what is older than a month. Gives how many rows. */
	sweep(): Promise<number>;
}

interface MetricsOptions {
	database: Database;
	clock: Clock;
	runInBackground: (label: string, work: Promise<unknown>) => void;
	wait?: (ms: number) => Promise<void>;
}

const HOUR_MS = 3_600_000;
export const KEPT_MS = 30 * 24 * HOUR_MS;
/** What is counted within it is one write. */
export const WINDOW_MS = 5_000;
/** A write that has not begun by then was that of a request that is gone. */
const LOST_MS = 60_000;
/** Names with labels, in one window: labels are of closed sets, so more would be a mistake. */
const MOST_ROWS = 500;
/** Statements in one batch. */
const BATCH = 50;

/** What one isolate has counted and not written. */
interface Tally {
	rows: Map<string, Metric & { hour: number }>;
	plannedAt: number | undefined;
}
const tallies = new WeakMap<object, Tally>();

const inTime = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function createMetrics({ database, clock, runInBackground, wait = inTime }: MetricsOptions): Metrics {
	const tally = ofIsolate(tallies, database, () => ({ rows: new Map(), plannedAt: undefined }));

	async function write(): Promise<void> {
		await wait(WINDOW_MS);
		const rows = [...tally.rows];
		tally.rows = new Map();
		tally.plannedAt = undefined;
		for (let from = 0; from < rows.length; from += BATCH) {
			const [first, ...others] = rows.slice(from, from + BATCH).map(([id, { hour, name, labels, value }]) =>
				database
					.insert(metricEvents)
					.values({ id, name, value, labels: { ...labels }, createdAt: hour })
					.onConflictDoUpdate({
						target: metricEvents.id,
						set: { value: sql`${metricEvents.value} + excluded.value` }
					})
			);
			if (first !== undefined) await database.batch([first, ...others]);
		}
	}

	return {
		count(name, labels) {
			const now = clock.now();
			const hour = now - (now % HOUR_MS);
			const id = JSON.stringify([hour, name, labels]);
			const row = tally.rows.get(id);
			if (row !== undefined) row.value++;
			else if (tally.rows.size < MOST_ROWS) tally.rows.set(id, { hour, name, labels, value: 1 });
			if (tally.plannedAt !== undefined && now - tally.plannedAt < LOST_MS) return;
			tally.plannedAt = now;
			runInBackground('metrics', write());
		},

		async since(at) {
			const rows = await database
				.select({
					name: metricEvents.name,
					labels: metricEvents.labels,
					value: sql<number>`sum(${metricEvents.value})`
				})
				.from(metricEvents)
				.where(gte(metricEvents.createdAt, at - (at % HOUR_MS)))
				.groupBy(metricEvents.name, metricEvents.labels);
			return rows.map(({ labels, ...row }) => ({ ...row, labels: labels ?? {} }));
		},

		async sweep() {
			const { meta } = await database
				.delete(metricEvents)
				.where(lt(metricEvents.createdAt, clock.now() - KEPT_MS));
			return meta.changes;
		}
	};
}
