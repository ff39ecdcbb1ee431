// What is shown of an analysis, and to whom: the analysis itself, two takes side by side, the weeks.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { createLogger } from '../../observability/index.ts';
import { schema } from '../../platform/index.ts';
import { openAnalysisStage, SEVEN_SECONDS } from '../fixtures/analysis-stage.ts';
import { codeOf, TAKE, type Somebody } from '../fixtures/library-stage.ts';
import { melody, play, wav } from '../fixtures/playing.ts';
import { createMeasurements } from '../measurements.ts';

const stage = openAnalysisStage();
const { database, objects, clock, run } = stage;
let started: string[] = [];
const jobs = { startAnalysis: async (id: string) => void started.push(id) };
const { analyses, comparisons, progress } = createMeasurements({
	...{ database, objects, clock, jobs, jobsOfWatch: jobs, decoders: {}, external: null },
	log: createLogger({ level: 'error' }),
	runInBackground: (_, work) => void work
});

let sam: Somebody;
let tess: Somebody;
let stranger: Somebody;
beforeEach(async () => {
	started = [];
	sam = await stage.person('user', 'Sam');
	tess = await stage.person('teacher', 'Tess');
	stranger = await stage.person('teacher', 'Tom');
	await stage.link(tess, sam);
});
afterEach(() => stage.empty());
async function measured(bytes = SEVEN_SECONDS, changes = {}): Promise<string> {
	const id = await stage.recording(sam.userId, bytes, changes);
	await run(id);
	return id;
}

describe('an analysis', () => {
	it('is shown to the player, the teacher and who may see everything, and looks to others like none', async () => {
		const id = await measured();
		const everything: Actor = { userId: newId(), role: 'admin', via: 'session' };
		for (const reader of [sam, tess, everything]) {
			const view = await analyses.read(reader, id);
			expect(view).toMatchObject({
				recordingId: id,
				provider: 'embedded',
				isComparable: true,
				durationSeconds: 7
			});
			expect(view.modelVersion).toMatch(/^segue-[0-9a-f]{8}$/);
			expect(view.passages.length).toBeLessThanOrEqual(5);
		}
		for (const reader of [stranger, VISITOR]) {
			expect(await codeOf(analyses.read(reader, id))).toBe(await codeOf(analyses.read(reader, newId())));
			expect(await codeOf(analyses.startAgain(reader, id))).toBe('not-found');
			expect(await codeOf(comparisons.between(reader, id, newId()))).toBe('not-found');
		}
	});

	it('says in words why it says nothing', async () => {
		const view = await analyses.read(sam, await measured(TAKE));
		expect(view.analysis.abstention).toBe('too-short');
		expect(view.analysis.dimensions.timbre_soft_loud.reason).toContain('five seconds');
	});

	it('that is not there yet says how far it is, and goes on when it has stood still', async () => {
		const id = await stage.recording(sam.userId);
		const reading = analyses.read(sam, id);
		await expect(reading).rejects.toMatchObject({ code: 'not-found', details: { status: 'uploaded' } });
		expect(started).toEqual([]);
		clock.advance(30_000);
		await codeOf(analyses.read(tess, id));
		expect(await analyses.ofRecording(id)).toBeNull();
		expect(started).toEqual([id, id]);
		const { library } = stage.with({ revive: analyses.revive });
		await library.list(tess, { limit: 10 });
		await library.read(sam, id);
		expect(started).toEqual([id, id, id, id]);
	});

	it('waits a day for the sound that a browser makes of what cannot be read here', async () => {
		const id = await stage.recording(sam.userId, Uint8Array.of(1), { container: 'm4a' });
		clock.advance(86_300_000);
		await codeOf(analyses.read(sam, id));
		expect(started).toEqual([]);
		clock.advance(100_000);
		await codeOf(analyses.read(sam, id));
		expect(started).toEqual([id]);
	});

	it('is started again by who may change the recording, where there is none', async () => {
		const failed = await measured(Uint8Array.of(1, 2, 3));
		await analyses.startAgain(sam, failed);
		await analyses.startAgain(tess, failed);
		expect(started).toEqual([failed, failed]);
		expect(await codeOf(analyses.startAgain(sam, await measured()))).toBe('conflict');
	});
});

describe('two takes', () => {
	it('are compared for who may see both, when both are measured and could be read here', async () => {
		const id = await measured();
		const quieter = await measured(
			wav(
				play(melody(6), 7).map((sample) => sample * 0.2),
				{ bits: 24 }
			)
		);
		const view = await comparisons.between(tess, id, quieter);
		expect(view).toMatchObject({ recordingId: id, otherId: quieter, isSameMusic: true, passages: [] });
		expect(view.dimensions.filter(({ isChanged }) => isChanged)).toEqual([]);
		expect(view.alignment.length).toBeGreaterThan(5);
		expect(await codeOf(comparisons.between(sam, id, id))).toBe('invalid');
		expect(await codeOf(comparisons.between(sam, id, await stage.recording(sam.userId)))).toBe('not-found');
		await objects.delete(`${sam.userId}/recordings/${quieter}.track.bin`);
		expect(await codeOf(comparisons.between(sam, id, quieter))).toBe('unsupported');
	});
});

describe('progress', () => {
	const DAY = 86_400_000;
	/** A Monday. */
	const WEEK = Date.UTC(2026, 8, 7);

	it('has the scores of each take in the order they were played, and leaves out what was not scored', async () => {
		const later = await measured(SEVEN_SECONDS, { playedAt: WEEK + DAY, title: 'Later' });
		const earlier = await measured(SEVEN_SECONDS, { playedAt: WEEK, title: 'Earlier' });
		await measured(TAKE, { playedAt: WEEK });
		await stage.recording(sam.userId);
		await database.update(schema.analysisResults).set({
			summary: { dimensions: { timbre_soft_loud: { score: 0.25, confidence: 0.5 } } }
		});
		const silent = await measured(TAKE, { playedAt: WEEK });
		expect(silent).toBeTruthy();
		const view = await progress.of(tess, sam.userId);
		expect(view.student).toEqual({ id: sam.userId, name: 'Sam' });
		expect(view.dimensions.length).toBe(16);
		const points = view.dimensions.find(({ dimension }) => dimension === 'timbre_soft_loud')?.points ?? [];
		expect(points.length).toBe(3);
		expect(points.at(-1)).toEqual({
			...{ recordingId: later, title: 'Later', playedAt: WEEK + DAY, score: 0.25, confidence: 0.5 }
		});
		expect(points.map(({ recordingId }) => recordingId)).toContain(earlier);
		expect(view.dimensions.find(({ dimension }) => dimension === 'timbre_bright_dark')?.points).toEqual([]);
		expect((await progress.of(sam, undefined)).dimensions).toEqual(view.dimensions);
	});

	it('counts the notes of each week, from Monday', async () => {
		const recordingId = await stage.recording(sam.userId);
		const note = (updatedAt: number, state: 'open' | 'practised' | 'done') => ({
			...{
				id: newId(),
				recordingId,
				personId: sam.userId,
				clientKey: newId(),
				startSeconds: 0,
				endSeconds: 3
			},
			...{ text: 'Softer', state, createdAt: 1, updatedAt }
		});
		await database
			.insert(schema.recordingNotes)
			.values([
				note(WEEK - 1, 'done'),
				note(WEEK, 'open'),
				note(WEEK + 3 * DAY, 'open'),
				note(WEEK + 7 * DAY - 1, 'practised'),
				note(WEEK + 14 * DAY, 'done')
			]);
		expect((await progress.of(sam, undefined)).notes).toEqual([
			{ weekStart: WEEK - 7 * DAY, open: 0, practised: 0, done: 1 },
			{ weekStart: WEEK, open: 2, practised: 1, done: 0 },
			{ weekStart: WEEK + 14 * DAY, open: 0, practised: 0, done: 1 }
		]);
	});

	it('of somebody else looks like that of nobody', async () => {
		for (const reader of [stranger, VISITOR])
			expect(await codeOf(progress.of(reader, sam.userId))).toBe(await codeOf(progress.of(reader, newId())));
		expect(await codeOf(progress.of(VISITOR, undefined))).toBe('not-found');
	});
});
