import { introspectWorkflow } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { createJobs, schema } from '#lib/server/platform/index.ts';
import { SYSTEM } from '#lib/shared/actor.ts';
import { addArticle, openSchool } from './fixtures/school.ts';

it('embeds the knowledge anew after the embedding model changed, and once however often it is started', async () => {
	await using workflows = await introspectWorkflow(env.REINDEX!);
	await workflows.modifyAll(async (workflow) => {
		await workflow.disableSleeps();
		await workflow.disableRetryDelays();
	});
	const services = openSchool();
	const { knowledge, database } = services;
	await database.insert(schema.knowledgeIndexes).values({
		id: 'made-before',
		provider: 'embedded/embedded',
		model: 'an older model',
		dimensions: 768,
		status: 'active',
		chunksDone: 0,
		chunksTotal: 0,
		lastRowid: 0,
		createdAt: 0,
		updatedAt: 0
	});
	await addArticle(services);
	const { building } = await knowledge.embedAgain(SYSTEM);
	expect(building).toBeDefined();
	await knowledge.embedAgain(SYSTEM);
	const [instance, ...others] = await workflows.get();
	expect(others).toEqual([]);
	await instance!.waitForStatus('complete');
	const records = await database.select().from(schema.knowledgeIndexes);
	// Waits are over at once here: what was replaced only just now is left for who still remembers it.
	expect(records.filter(({ status }) => status !== 'retired')).toMatchObject([
		{ model: 'segue-lexical-768-v1', status: 'active', chunksDone: 2 }
	]);
	expect(await knowledge.indexStatus(SYSTEM)).toMatchObject({
		active: { isSearchable: true },
		isAsWanted: true
	});
});

it('cannot be started where nothing can run it', async () => {
	await expect(createJobs({}).startReindex('x')).rejects.toMatchObject({ code: 'unavailable' });
});
