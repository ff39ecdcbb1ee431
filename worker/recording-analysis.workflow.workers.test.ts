import { introspectWorkflow, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it, vi } from 'vitest';
import { openAnalysisStage, SEVEN_SECONDS } from '#lib/server/recordings/fixtures/analysis-stage.ts';
import type { Somebody } from '#lib/server/recordings/fixtures/library-stage.ts';
import { createJobs, schema } from '#lib/server/platform/index.ts';

const stage = openAnalysisStage();
const watchOf = (id: string) => env.WATCHES!.get(env.WATCHES!.idFromName(`analysis:${id}`));
const isWatched = (id: string) =>
	runInDurableObject(watchOf(id), async (_, { storage }) => (await storage.getAlarm()) !== null);

let sam: Somebody;
beforeEach(async () => {
	sam = await stage.person('user', 'Sam');
});

it('measures a recording once however often it is started, and whatever step is interrupted', async () => {
	await using workflows = await introspectWorkflow(env.ANALYSIS!);
	await workflows.modifyAll(async (workflow) => {
		await workflow.disableRetryDelays();
		for (const name of ['claim', 'read', 'measure', 'tidy up'])
			await workflow.mockStepError({ name }, new Error('interrupted'), 1);
	});
	const id = await stage.recording(sam.userId);
	const jobs = createJobs(env);
	await Promise.all([jobs.startAnalysis(id), jobs.startAnalysis(id)]);
	const [instance, ...others] = await workflows.get();
	expect(others).toEqual([]);
	await instance!.waitForStatus('complete');
	expect(await stage.statusOf(id)).toBe('analyzed');
	expect((await stage.keys()).filter((key) => key.includes(`${id}.part-`))).toEqual([]);

	// The alarm finds it done, and forgets it.
	expect(await isWatched(id)).toBe(true);
	expect(await runDurableObjectAlarm(watchOf(id))).toBe(true);
	expect(await isWatched(id)).toBe(false);
});

it('goes on by its alarm with a recording whose workflow was never made', async () => {
	await using workflows = await introspectWorkflow(env.ANALYSIS!);
	const id = await stage.recording(sam.userId);
	const { WATCHES } = env;
	await createJobs({
		WATCHES: WATCHES!,
		ANALYSIS: { create: () => Promise.reject(new Error('killed')) } as never
	})
		.startAnalysis(id)
		.catch(() => undefined);
	expect(await stage.statusOf(id)).toBe('uploaded');
	expect(await runDurableObjectAlarm(watchOf(id))).toBe(true);
	const [instance] = await workflows.get();
	await instance!.waitForStatus('complete');
	expect(await stage.statusOf(id)).toBe('analyzed');
	expect(await isWatched(id)).toBe(true);
});

it('watches nothing that is not there', async () => {
	await using workflows = await introspectWorkflow(env.ANALYSIS!);
	const id = crypto.randomUUID();
	await createJobs(env).startAnalysis(id);
	const [instance] = await workflows.get();
	await instance!.waitForStatus('complete');
	expect(await isWatched(id)).toBe(false);
});

it('measures again what failed, when it is started again', async () => {
	const id = await stage.recording(sam.userId, Uint8Array.of(1, 2), { container: 'm4a' });
	await createJobs(env).startAnalysis(id);
	await vi.waitFor(async () => expect(await stage.statusOf(id)).toBe('failed: unsupported'), 20_000);
	await stage.objects.put(`${sam.userId}/recordings/${id}.sound.wav`, SEVEN_SECONDS);
	await stage.database.update(schema.recordings).set({ hasSound: true });
	await vi.waitFor(async () => {
		// The step that tidies up may still be running when the failure is there: then this wakes it, and the next one starts again.
		await createJobs(env).startAnalysis(id);
		expect(await stage.statusOf(id)).toBe('analyzed');
	}, 20_000);
});
