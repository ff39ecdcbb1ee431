import { introspectWorkflow, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import { paragraphLines, writePdf } from '#lib/server/document-parsing/fixtures/pdf-writer.ts';
import { createLogger } from '#lib/server/observability/index.ts';
import { createJobs, schema } from '#lib/server/platform/index.ts';
import { createServices, type Services } from '#lib/server/services.ts';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import { openSchool } from './fixtures/school.ts';

const HANDBOOK = writePdf({
	pages: [paragraphLines(['The silver locker holds the key of the instrument room.'], { y: 700 })]
});
const watchOf = (id: string) => env.WATCHES!.get(env.WATCHES!.idFromName(`ingest:${id}`));
const isWatched = (id: string) =>
	runInDurableObject(watchOf(id), async (_, { storage }) => (await storage.getAlarm()) !== null);
const begin = (services: Services) =>
	services.ingestion.ingests.begin(SYSTEM, {
		name: 'handbook.pdf',
		sizeBytes: HANDBOOK.length,
		body: new Response(HANDBOOK).body
	});
async function found(services: Services): Promise<string | undefined> {
	const { passages } = await services.knowledge.search(VISITOR, { query: 'silver locker key', topK: 1 });
	return passages[0]?.text;
}

let services: Services;
beforeEach(async () => {
	services = openSchool();
	for (const table of [schema.knowledgeDocuments, schema.knowledgeIngests])
		await services.database.delete(table);
});

it('takes a file in once however often it is started, and whatever step is interrupted', async () => {
	await using workflows = await introspectWorkflow(env.INGEST!);
	await workflows.modifyAll(async (workflow) => {
		await workflow.disableRetryDelays();
		for (const name of ['read', 'embed 0', 'put in force', 'settle', 'tidy up'])
			await workflow.mockStepError({ name }, new Error('interrupted'), 1);
	});
	const { id } = await begin(services);
	await createJobs(env).startIngest(id);
	const [instance, ...others] = await workflows.get();
	expect(others).toEqual([]);
	await instance!.waitForStatus('complete');
	expect(await services.ingestion.ingests.find(SYSTEM, id)).toMatchObject({
		...{ status: 'done', outcome: 'created', pages: { done: 1, total: 1 } }
	});
	expect(await found(services)).toBe('The silver locker holds the key of the instrument room.');

	// The alarm finds it done, and forgets it.
	expect(await isWatched(id)).toBe(true);
	expect(await runDurableObjectAlarm(watchOf(id))).toBe(true);
	expect(await isWatched(id)).toBe(false);
});

it('goes on by its alarm with a file whose workflow was never made', async () => {
	await using workflows = await introspectWorkflow(env.INGEST!);
	const tries: Promise<unknown>[] = [];
	const cut = createServices({
		bindings: { ...env, INGEST: { create: never, get: never } as never },
		runInBackground: (_, work) => void tries.push(work.catch(() => undefined)),
		log: createLogger({ level: 'error' })
	});
	const { id } = await begin(cut);
	await Promise.all(tries);
	expect(await services.ingestion.ingests.find(SYSTEM, id)).toMatchObject({ status: 'waiting' });
	expect(await runDurableObjectAlarm(watchOf(id))).toBe(true);
	const [instance] = await workflows.get();
	await instance!.waitForStatus('complete');
	expect(await found(services)).toBe('The silver locker holds the key of the instrument room.');
});

const never = () => Promise.reject(new Error('killed'));
