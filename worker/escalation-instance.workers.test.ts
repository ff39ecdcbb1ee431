// The workflow as it runs: begun by a conversation's object, told of what becomes of the wish, revived by its alarm.
import { introspectWorkflow, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { createJobs, schema } from '#lib/server/platform/index.ts';
import { SYSTEM, type Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { ask, openSchool, person, project } from './fixtures/school.ts';

describe('the workflow', () => {
	const services = openSchool();
	const { chat, database } = services;
	const isThere = async (role: 'agent' | 'admin') => {
		const userId = newId();
		await database
			.insert(schema.users)
			.values({ id: userId, role, displayName: 'Alex', createdAt: 1, updatedAt: 1 });
		return { userId, role, displayName: 'Alex', via: 'session' } as const;
	};
	async function wish(owner: Actor) {
		const id = newId();
		await ask(services, owner, id, 'Hello');
		const { requestId } = await chat.requestPerson(owner, id, '');
		await project(id);
		return { id, requestId };
	}
	const ticketsOf = ({ userId }: Actor) =>
		database
			.select({ status: schema.tickets.status, assigneeId: schema.tickets.assigneeId })
			.from(schema.tickets)
			.where(eq(schema.tickets.requesterId, userId!));
	const watchOf = (requestId: string) => env.WATCHES!.get(env.WATCHES!.idFromName(`escalation:${requestId}`));
	const isWatched = (requestId: string) =>
		runInDurableObject(watchOf(requestId), async (_, { storage }) => (await storage.getAlarm()) !== null);

	it('is begun by the conversation, is one however often it is told, and ends with the wish', async () => {
		await using workflows = await introspectWorkflow(env.ESCALATION!);
		await workflows.modifyAll(async (workflow) => {
			await workflow.disableRetryDelays();
			for (const name of ['open the ticket', 'offer 0', 'settle the ticket'])
				await workflow.mockStepError({ name }, new Error('interrupted'), 1);
		});
		const owner = await person();
		const { id, requestId } = await wish(owner);
		await Promise.all([
			createJobs(env).startEscalation(requestId),
			createJobs(env).startEscalation(requestId)
		]);
		await vi.waitFor(async () => expect(await ticketsOf(owner)).toHaveLength(1), 20_000);
		await chat.cancelRequest(owner, id);
		await project(id);
		const [instance, ...others] = await workflows.get();
		expect(others).toEqual([]);
		await instance!.waitForStatus('complete');
		expect(await ticketsOf(owner)).toEqual([{ status: 'closed', assigneeId: null }]);
		// The alarm finds it over, and forgets it.
		expect(await isWatched(requestId)).toBe(true);
		expect(await runDurableObjectAlarm(watchOf(requestId))).toBe(true);
		expect(await isWatched(requestId)).toBe(false);
	});

	it('follows whoever takes the conversation, answers, and gives it back', async () => {
		await using workflows = await introspectWorkflow(env.ESCALATION!);
		const [owner, agent] = [await person(), await isThere('agent')];
		await services.desk.changeOwn(agent, {});
		const { id } = await wish(owner);
		await vi.waitFor(async () => {
			const [entry] = (await services.desk.list(agent)).waiting.filter(
				({ conversationId }) => conversationId === id
			);
			expect(entry?.handover).toMatchObject({
				offer: { isMine: true },
				ticketNumber: expect.any(Number) as number
			});
		}, 20_000);
		const { position } = await chat.claim(agent, id, {});
		await chat.say(agent, id, { position, clientMessageId: 'm', text: 'Here I am.' });
		await chat.release(agent, id, { position });
		await project(id);
		const [instance] = await workflows.get();
		await instance!.waitForStatus('complete');
		expect(await ticketsOf(owner)).toEqual([{ status: 'solved', assigneeId: agent.userId }]);
	});

	it('is made by the alarm where it never was', async () => {
		await using workflows = await introspectWorkflow(env.ESCALATION!);
		const requestId = newId();
		const failing = { create: () => Promise.reject(new Error('killed')) };
		await createJobs({ WATCHES: env.WATCHES!, ESCALATION: failing as never })
			.startEscalation(requestId)
			.catch(() => undefined);
		expect(await runDurableObjectAlarm(watchOf(requestId))).toBe(true);
		const [instance] = await workflows.get();
		await instance!.waitForStatus('complete');
		expect(await isWatched(requestId)).toBe(true);
		await runDurableObjectAlarm(watchOf(requestId));
		expect(await isWatched(requestId)).toBe(false);
	});

	it('lets whoever answers no more stand down, and says so in the trail', async () => {
		const [owner, agent] = [await person(), await isThere('agent')];
		const { id } = await wish(owner);
		await chat.claim(agent, id, {});
		await project(id);
		await services.desk.standDown(SYSTEM, agent.userId);
		expect(await chat.view(owner, id)).toMatchObject({ floor: null, handover: { status: 'requested' } });
		await vi.waitFor(async () => {
			const lost = await database
				.select()
				.from(schema.auditEvents)
				.where(
					and(eq(schema.auditEvents.action, 'floor.lost'), eq(schema.auditEvents.objectId, agent.userId))
				);
			expect(lost).toMatchObject([{ details: { conversationId: id, cause: 'dismissed' } }]);
		}, 10_000);
	});
});
