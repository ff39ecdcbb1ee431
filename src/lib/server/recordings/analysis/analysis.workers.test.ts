// The analysis of a recording over its whole life, on the real database and the real store: interrupted wherever it can be, deleted on
// the way, failing, tried again.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../../platform/index.ts';
import { fate } from '../../platform/fixtures/fate.ts';
import { openAnalysisStage, SEVEN_SECONDS, type Ended } from '../fixtures/analysis-stage.ts';
import { TAKE, type Somebody } from '../fixtures/library-stage.ts';
import { play, melody, wav } from '../fixtures/playing.ts';
import { soundKey } from '../storage/object-keys.ts';
import { analysisKey, takeKey } from './analysis-keys.ts';
import { createAnalysisWork } from './analysis-work.ts';
import { createAnalysisWatch } from './watch-analysis.ts';

const stage = openAnalysisStage();
const { database, objects, records, dependencies, run, statusOf, keys } = stage;
const results = () => database.select().from(schema.analysisResults);

let sam: Somebody;
beforeEach(async () => {
	sam = await stage.person('user', 'Sam');
});
afterEach(() => stage.empty());

const named = (id: string, ...endings: string[]) =>
	endings.map((ending) => `${sam.userId}/recordings/${id}.${ending}`);
async function storedOf(id: string): Promise<string> {
	const object = await objects.get(analysisKey({ id, personId: sam.userId }));
	return (await object?.text()) ?? 'nothing';
}

describe('an analysis', () => {
	it('leaves one result, one row and a track, and nothing of the work itself', async () => {
		const id = await stage.recording(sam.userId);
		await run(id);
		expect(await statusOf(id)).toBe('analyzed');
		expect(await keys()).toEqual(named(id, 'analysis.json', 'track.bin', 'wav'));
		expect(await results()).toMatchObject([
			{
				recordingId: id,
				personId: sam.userId,
				provider: 'embedded',
				summary: { quality: { isCutShort: false } }
			}
		]);
		expect(JSON.parse(await storedOf(id))).toMatchObject({
			...{ version: 1, provider: 'embedded', isComparable: true, durationSeconds: 7 },
			envelope: { perSecond: 50 },
			analysis: { quality: { isCutShort: false } }
		});
	});

	it('ends with the same whole result wherever the process is killed', async () => {
		// Short: it is measured dozens of times.
		const whole = await stage.recording(sam.userId, TAKE);
		await run(whole);
		const expected = await storedOf(whole);
		let calls = 0;
		for (let at = 1; ; at++) {
			const id = await stage.recording(sam.userId, TAKE);
			const ended: Ended = new Map();
			const killed = fate(at, 'die');
			const mortal = { records: killed.over(records), objects: killed.over(objects) };
			const isDone = await Promise.race([
				run(id, mortal, ended).then(() => true),
				killed.died.then(() => false)
			]);
			if (isDone) break;
			calls = at;
			await run(id, {}, ended);
			expect([at, await statusOf(id)]).toEqual([at, 'analyzed']);
			expect(await storedOf(id)).toBe(expected);
			const left = (await keys()).filter((key) => key.includes(id));
			expect(left).toEqual(named(id, 'analysis.json', 'track.bin', 'wav'));
		}
		// Every read and every write of it was one of them.
		expect(calls).toBeGreaterThan(12);
		expect((await results()).length).toBe(calls + 2);
	});

	it('leaves nothing of a recording that is deleted on the way, wherever that happens', async () => {
		for (let at = 1; ; at++) {
			const id = await stage.recording(sam.userId, TAKE);
			const deletion = fate(at, () => stage.recordings.library.remove(sam, id));
			await run(id, { records: deletion.over(records), objects: deletion.over(objects) });
			if (deletion.calls < at) break;
			expect([at, await statusOf(id), await keys()]).toEqual([at, 'gone', []]);
		}
	});

	it('leaves nothing either when the process is killed and the recording deleted: the alarm takes it away', async () => {
		for (let at = 1; ; at++) {
			const id = await stage.recording(sam.userId, TAKE);
			const killed = fate(at, 'die');
			const work = createAnalysisWork(dependencies);
			const watch = createAnalysisWatch({ records, work, jobs: { startAnalysis: async () => undefined } });
			const state = await watch.begin(id);
			const isDone = await Promise.race([
				run(id, { records: killed.over(records), objects: killed.over(objects) }).then(() => true),
				killed.died.then(() => false)
			]);
			if (isDone) break;
			await database.delete(schema.recordings);
			await objects.delete(named(id, 'wav'));
			expect(await watch.look(state!, 0)).toBeUndefined();
			expect([at, await keys()]).toEqual([at, []]);
		}
	});

	it('is not begun for a recording that is not there, or measured already', async () => {
		await run(newId());
		const id = await stage.recording(sam.userId);
		await run(id);
		const before = await storedOf(id);
		await run(id, { clock: { now: () => 1 } });
		expect(await storedOf(id)).toBe(before);
	});

	it('reads the recording again when what was read is of another version', async () => {
		const id = await stage.recording(sam.userId);
		const work = createAnalysisWork(dependencies);
		await work.claim(id);
		expect(await work.read(id)).toBe('next');
		await objects.put(takeKey({ id, personId: sam.userId }), 'of another version');
		expect(await work.measure(id)).toBe('over');
		expect(await statusOf(id)).toBe('analyzed');
	});
});

describe('an analysis that fails', () => {
	it.each([
		[
			'invalid',
			Uint8Array.from([0x52, 0x49, 0x46, 0x46, 4, 0, 0, 0, 0x57, 0x41, 0x56, 0x45, 1, 2, 3]),
			'wav'
		],
		['too-short', wav(play(melody(1), 0.3)), 'wav'],
		['unsupported', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(3_000)]), 'mp3'],
		['unsupported', Uint8Array.from([1, 2, 3]), 'm4a'],
		['missing', new Uint8Array(0), 'wav']
	] as const)('says %s, at once, and leaves no other trace', async (code, bytes, container) => {
		const id = await stage.recording(sam.userId, bytes, { container });
		const steps: Ended = new Map();
		await run(id, {}, steps);
		expect(await statusOf(id)).toBe(`failed: ${code}`);
		expect(Array.from(steps.keys()).filter((name) => name === 'give up')).toEqual([]);
		expect(await keys()).toEqual(bytes.length === 0 ? [] : named(id, container));
		expect(await results()).toEqual([]);
	});

	it('is tried again, and is unavailable when the store stays away; started again it is measured', async () => {
		const id = await stage.recording(sam.userId);
		let gets = 0;
		const away = Object.create(objects, {
			head: {
				value: () => {
					gets += 1;
					return Promise.reject(new Error('the store is away'));
				}
			},
			delete: { value: (keys: string[]) => objects.delete(keys) }
		}) as R2Bucket;
		await run(id, { objects: away });
		expect([gets, await statusOf(id)]).toEqual([4, 'failed: unavailable']);
		await run(id);
		expect(await statusOf(id)).toBe('analyzed');
	});

	it('is measured after all when the sound comes that the browser made of it', async () => {
		const id = await stage.recording(sam.userId, Uint8Array.of(1, 2), { container: 'm4a' });
		await run(id);
		expect(await statusOf(id)).toBe('failed: unsupported');
		await objects.put(soundKey({ id, personId: sam.userId }), SEVEN_SECONDS);
		await database.update(schema.recordings).set({ hasSound: true });
		await run(id);
		expect(await statusOf(id)).toBe('analyzed');
	});

	it('does not call failed what became readable while it was looked at', async () => {
		const id = await stage.recording(sam.userId, Uint8Array.of(1, 2), { container: 'm4a' });
		await records.claim(id, 1);
		const seen = (await records.find(id))!;
		await database.update(schema.recordings).set({ hasSound: true });
		await records.fail(seen, 'unsupported', 2);
		expect(await statusOf(id)).toBe('processing');
	});
});

describe('the alarm', () => {
	function open() {
		const started: string[] = [];
		const work = createAnalysisWork(dependencies);
		const jobs = { startAnalysis: async (id: string) => void started.push(id) };
		return { started, watch: createAnalysisWatch({ records, work, jobs }) };
	}

	it('goes on with what waits or stands still, and ends when it is over', async () => {
		const { started, watch } = open();
		const id = await stage.recording(sam.userId);
		const state = (await watch.begin(id))!;
		expect(await watch.look(state, 0)).toBeGreaterThan(0);
		await records.claim(id, 1);
		expect(await watch.look(state, 1)).toBeGreaterThan(0);
		await run(id);
		expect(await watch.look(state, 2)).toBeUndefined();
		expect(started).toEqual([id, id]);
	});

	it('gives up what still does not end after more than an hour of alarms', async () => {
		const { started, watch } = open();
		const id = await stage.recording(sam.userId);
		await records.claim(id, 1);
		let alarms = 0;
		let ms = 0;
		for (; ; alarms++) {
			const nextMs = await watch.look({ recordingId: id, personId: sam.userId }, alarms);
			if (nextMs === undefined) break;
			ms += nextMs;
		}
		expect(ms).toBeGreaterThan(3_600_000);
		expect(started.length).toBe(alarms);
		expect(await statusOf(id)).toBe('failed: unavailable');
	});

	it('has nothing to watch where there is no recording', async () => {
		expect(await open().watch.begin(newId())).toBeUndefined();
	});
});

describe('another analyser', () => {
	const analysis = {
		...{ abstention: null, segments: [], onsets: [1], tempo: null, dimensions: {} as never },
		quality: { loudness: null, signalToNoise: null, clippedShare: 0, isCutShort: false, strangeness: null }
	};
	const answer = { modelVersion: 'theirs-1', durationSeconds: 3, analysis };
	const answering = { analyse: async () => answer };
	const failing = {
		analyse: () => Promise.reject(new AppError('unavailable', 'The analyser cannot be reached.'))
	};

	it('is believed about the playing; what can be read here is drawn and compared from here', async () => {
		const id = await stage.recording(sam.userId);
		await run(id, { remote: answering });
		expect(JSON.parse(await storedOf(id))).toMatchObject({
			...{ provider: 'external', modelVersion: 'theirs-1', durationSeconds: 7, isComparable: true },
			analysis: { onsets: [1] }
		});
		expect(await keys()).toEqual(named(id, 'analysis.json', 'track.bin', 'wav'));
	});

	it('measures what cannot be read here', async () => {
		const id = await stage.recording(sam.userId, Uint8Array.of(1, 2), { container: 'm4a' });
		await run(id, { remote: answering });
		expect(await statusOf(id)).toBe('analyzed');
		expect(JSON.parse(await storedOf(id))).toMatchObject({
			...{ provider: 'external', durationSeconds: 3, isComparable: false, envelope: { values: [] } }
		});
		expect(await keys()).toEqual(named(id, 'analysis.json', 'm4a'));
	});

	it('that does not answer is stood in for, and its silence is a failure only where nobody else can hear', async () => {
		const log = { ...dependencies.log, warn: () => undefined };
		const readable = await stage.recording(sam.userId);
		await run(readable, { remote: failing, log });
		expect(JSON.parse(await storedOf(readable))).toMatchObject({ provider: 'embedded' });
		const unreadable = await stage.recording(sam.userId, Uint8Array.of(1, 2), { container: 'm4a' });
		await run(unreadable, { remote: failing, log });
		expect(await statusOf(unreadable)).toBe('failed: unavailable');
	});
});
