import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { createManualClock, type AuditEvent, type Bindings } from '../platform/index.ts';
import { createFlags, type VariantTallies } from './flags.ts';
import { FLAGS, type FlagRule } from './registry.ts';

const ADMIN: Actor = { userId: 'ada', role: 'admin', via: 'session' };
const SAM: Actor = { userId: 'sam', role: 'user', via: 'session' };
const THREE: FlagRule = { isOn: true, roles: ['user'], percentage: 100, weights: { six: 0, three: 1 } };
const { CACHE } = env as unknown as Bindings;

/** A store of its own for each isolate that is meant: what was read is remembered by it. */
const isolate = (get: KVNamespace['get'] = CACHE.get.bind(CACHE)) =>
	({ get, put: CACHE.put.bind(CACHE) }) as KVNamespace;

function createTestFlags(store = isolate()) {
	const clock = createManualClock();
	const events: AuditEvent[] = [];
	const warnings: string[] = [];
	const quiet = () => undefined;
	const log = { debug: quiet, info: quiet, error: quiet, warn: (words: string) => void warnings.push(words) };
	const tallies: VariantTallies = () => Promise.resolve({});
	const audit = { record: (_: Actor, event: AuditEvent) => void events.push(event) };
	const flags = createFlags({ store, tallies, clock, log: { ...log, with: () => log as never }, audit });
	return { flags, clock, events, warnings };
}

beforeEach(() => CACHE.delete('flags:v1'));

describe('flags', () => {
	it('are what the code says until somebody changes them', async () => {
		const { flags } = createTestFlags();
		expect(await flags.variantsFor(SAM)).toEqual({});
		const { version, flags: described } = await flags.describe(ADMIN);
		expect(version).toBe(0);
		expect(described[0]?.rule).toEqual(FLAGS['answer-passages'].otherwise);
	});

	it('are changed by administrators, with a line in the audit', async () => {
		const { flags, events } = createTestFlags();
		await flags.change(ADMIN, { name: 'answer-passages', version: 0, rule: THREE });
		expect(await flags.variantsFor(SAM)).toEqual({ 'answer-passages': 'three' });
		expect(await flags.variantsFor(ADMIN)).toEqual({});
		expect(events).toMatchObject([{ action: 'flag.changed', objectId: 'answer-passages' }]);
		await expect(
			flags.change(SAM, { name: 'answer-passages', version: 1, rule: THREE })
		).rejects.toMatchObject({ code: 'forbidden' });
		await expect(flags.describe(SAM)).rejects.toMatchObject({ code: 'forbidden' });
	});

	it('refuse a change made from an older state, and shares that are all 0', async () => {
		const { flags } = createTestFlags();
		await flags.change(ADMIN, { name: 'answer-passages', version: 0, rule: THREE });
		await expect(
			flags.change(ADMIN, { name: 'answer-passages', version: 0, rule: THREE })
		).rejects.toMatchObject({ code: 'conflict' });
		const nothing = { ...THREE, weights: { six: 0, three: 0 } };
		await expect(
			flags.change(ADMIN, { name: 'answer-passages', version: 1, rule: nothing })
		).rejects.toMatchObject({ code: 'invalid' });
	});

	it('reach another isolate when what it has read is 30 s old', async () => {
		const here = createTestFlags();
		const there = createTestFlags();
		expect(await there.flags.variantsFor(SAM)).toEqual({});
		await here.flags.change(ADMIN, { name: 'answer-passages', version: 0, rule: THREE });
		there.clock.advance(29_999);
		expect(await there.flags.variantsFor(SAM)).toEqual({});
		there.clock.advance(1);
		expect(await there.flags.variantsFor(SAM)).toEqual({ 'answer-passages': 'three' });
	});

	it.each([
		['no JSON', '{'],
		['another shape', '{"version":"one"}'],
		['a flag of another shape', '{"version":3,"flags":{"answer-passages":{"isOn":"yes"}}}'],
		[
			'a variant nobody knows',
			JSON.stringify({ version: 3, flags: { 'answer-passages': { ...THREE, weights: { x: 1 } } } })
		]
	])('that are broken (%s) are the code’s own, with a line in the log', async (_, text) => {
		await CACHE.put('flags:v1', text);
		const { flags, warnings } = createTestFlags();
		expect(await flags.variantsFor(SAM)).toEqual({});
		expect(warnings).toHaveLength(1);
	});

	it('out of reach are what was known, and no turn fails by that', async () => {
		let isDown = false;
		const store = isolate(((key: string) =>
			isDown ? Promise.reject(new Error('down')) : CACHE.get(key)) as KVNamespace['get']);
		const { flags, clock, warnings } = createTestFlags(store);
		await flags.change(ADMIN, { name: 'answer-passages', version: 0, rule: THREE });
		isDown = true;
		clock.advance(60_000);
		expect(await flags.variantsFor(SAM)).toEqual({ 'answer-passages': 'three' });
		expect(warnings).toHaveLength(1);
		await expect(flags.describe(ADMIN)).rejects.toMatchObject({ code: 'unavailable' });
	});
});
