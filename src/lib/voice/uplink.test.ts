import { describe, expect, it } from 'vitest';
import { Uplink } from './uplink.ts';

const LIMIT = 64 * 1024;

describe('a line that is watched', () => {
	it('may be behind for a while after it came back', () => {
		const uplink = new Uplink();
		uplink.ready(0);
		expect(uplink.watch(1_000, 1_000, 900_000)).toBeUndefined();
		expect(uplink.watch(9_000, 500, 2 * LIMIT)).toBeUndefined();
	});

	it('is too slow for listening all the time, then for sound at all, with time in between', () => {
		const uplink = new Uplink();
		uplink.ready(0);
		expect(uplink.watch(20_000, LIMIT, 2_000)).toBe('push-to-talk');
		expect(uplink.watch(21_000, LIMIT - 1, 2_000)).toBeUndefined();
		expect(uplink.watch(24_000, 10, 0)).toBeUndefined();
		expect(uplink.watch(31_000, 20, 2 * LIMIT)).toBe('typing');
		expect(uplink.watch(50_000, 0, 2 * LIMIT)).toBeUndefined();
	});

	it('is dead when nothing leaves it for five seconds', () => {
		const uplink = new Uplink();
		uplink.ready(0);
		for (let at = 80; at < 5_000; at += 80) expect(uplink.watch(at, 5_000 + at, 0)).toBeUndefined();
		expect(uplink.watch(5_080, 10_000, 0)).toBe('dead');
	});

	it('is not dead when it has nothing to carry', () => {
		const uplink = new Uplink();
		uplink.ready(0);
		expect(uplink.watch(60_000, 0, 0)).toBeUndefined();
		// Muted for ten seconds in between.
		expect(uplink.watch(70_000, 2_560, 0)).toBeUndefined();
	});

	it('is tried openly again when it is forgiven', () => {
		const uplink = new Uplink();
		uplink.ready(0);
		uplink.watch(20_000, 2 * LIMIT, 0);
		uplink.forgive();
		expect(uplink.watch(40_000, LIMIT, 1)).toBe('push-to-talk');
	});
});
