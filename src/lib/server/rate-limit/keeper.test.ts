import { describe, expect, it } from 'vitest';
import { createManualClock } from '../platform/index.ts';
import { createKeeper, type KeeperStorage } from './keeper.ts';
import type { BucketState } from './token-bucket.ts';

function stage() {
	const clock = createManualClock();
	const disk = {
		states: undefined as Record<string, BucketState> | undefined,
		writes: 0,
		wakeAt: undefined as number | undefined
	};
	const due: (() => Promise<void>)[] = [];
	const storage: KeeperStorage = {
		read: () => disk.states,
		write: (states) => {
			disk.states = structuredClone(states);
			disk.writes += 1;
		},
		clear: () => {
			disk.states = undefined;
			return Promise.resolve();
		},
		wakeAt: (time) => {
			disk.wakeAt = time;
			return Promise.resolve();
		}
	};
	const open = () => createKeeper({ storage, now: clock.now, later: (work) => void due.push(work) });
	const runDue = async () => {
		for (const work of due.splice(0)) await work();
	};
	return { clock, disk, open, runDue };
}

const bucket = (name: string, perMinute = 10) => [{ name, perMinute }];

describe('the keeper of a shard’s buckets', () => {
	it('touches no storage before the answer and writes many takes once', async () => {
		const { disk, open, runDue } = stage();
		const keeper = open();
		for (let i = 0; i < 5; i++) keeper.take(bucket('a'));
		expect(disk.writes).toBe(0);
		await runDue();
		expect(disk.writes).toBe(1);
		expect(disk.states?.['a']?.tokens).toBe(5);
	});

	it('remembers across an eviction', async () => {
		const { open, runDue } = stage();
		const before = open();
		for (let i = 0; i < 10; i++) before.take(bucket('a'));
		await runDue();
		expect(open().take(bucket('a')).isAllowed).toBe(false);
	});

	it('keeps nothing once everything is full again', async () => {
		const { clock, disk, open, runDue } = stage();
		const keeper = open();
		keeper.take(bucket('a'));
		keeper.take(bucket('b', 1));
		await runDue();
		expect(disk.wakeAt).toBe(clock.now() + 60_000);
		clock.advance(60_000);
		await keeper.sweep();
		expect(disk.states).toBeUndefined();
	});

	it('stays awake for a bucket that was used again meanwhile', async () => {
		const { clock, disk, open, runDue } = stage();
		const keeper = open();
		keeper.take(bucket('a', 1));
		await runDue();
		clock.advance(59_999);
		keeper.take(bucket('b', 1));
		clock.advance(1);
		await keeper.sweep();
		expect(Object.keys(disk.states ?? {})).toEqual(['b']);
		expect(disk.wakeAt).toBe(clock.now() - 1 + 60_000);
	});

	it('does not grow with made-up names once their buckets are full', async () => {
		const { clock, disk, open, runDue } = stage();
		const keeper = open();
		for (let i = 0; i < 5000; i++) {
			keeper.take(bucket(`guest-${i}`));
			clock.advance(100);
		}
		await runDue();
		// Each is full again after six seconds: about sixty are left.
		expect(Object.keys(disk.states ?? {}).length).toBeLessThan(100);
	});
});
