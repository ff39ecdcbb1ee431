// From the wish to the word on what came of it: a chain agreed to in a conversation, carried out by its workflow, whatever is interrupted.
import { introspectWorkflow, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { parseStream } from '#lib/server/chat/fixtures/test-conversation.ts';
import { chainWatchId, createDatabase, createJobs, schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { messageText } from '#lib/shared/conversation/message.ts';
import { newId } from '#lib/shared/ids.ts';
import { ask, openSchool, ORIGIN } from './fixtures/school.ts';

const services = openSchool();
const database = createDatabase(env.DB);

async function student(): Promise<Actor> {
	const userId = newId();
	await database.insert(schema.users).values({ id: userId, role: 'user', createdAt: 1, updatedAt: 1 });
	return { userId, role: 'user', via: 'session' };
}

const PLAN = (second: object[] = []) => [
	{ id: 'before', tool: 'get_ticket', input: {} },
	{
		...{ id: 'ticket', tool: 'create_ticket' },
		input: { subject: 'More about: {{before.tickets.0.subject}}', description: 'As I said.' }
	},
	...second
];
const FAILS = { id: 'gone', tool: 'get_ticket', input: { number: 999_999 } };

/** A conversation that keeps a chain, as the tool leaves it. */
async function begun(steps: ReturnType<typeof PLAN>) {
	const actor = await student();
	await services.tickets.create(actor, {
		...{ subject: 'The heating', description: 'It is cold.', clientKey: newId() }
	});
	const conversationId = newId();
	await ask(services, actor, conversationId, 'Hello');
	const chainId = newId();
	const body = { actor, turnId: newId(), toolCallId: 'call', title: 'both', steps, outcomes: {}, undone: {} };
	await runInDurableObject(
		env.CONVERSATIONS.get(env.CONVERSATIONS.idFromName(conversationId)),
		(_, state) => {
			state.storage.sql.exec(
				'INSERT INTO tool_chains (id, body) VALUES (?, ?)',
				chainId,
				JSON.stringify(body)
			);
		}
	);
	const tickets = async () =>
		(await services.tickets.list(actor, { sort: 'updated', mine: true, limit: 10, status: [], priority: [] }))
			.tickets;
	const said = async () =>
		(await services.chat.messages(actor, conversationId, { limit: 20 })).messages
			.filter(({ role }) => role === 'assistant')
			.map(messageText);
	return { actor, conversationId, chainId, tickets, said };
}

it('does every step once and says so once, whichever is interrupted', async () => {
	await using workflows = await introspectWorkflow(env.TOOL_CHAIN!);
	await workflows.modifyAll(async (workflow) => {
		await workflow.disableRetryDelays();
		await workflow.disableSleeps();
		for (const name of ['read', 'step before', 'step ticket', 'tell 0'])
			await workflow.mockStepError({ name }, new Error('interrupted'), 1);
	});
	const { conversationId, chainId, tickets, said } = await begun(PLAN());
	await createJobs(env).startToolChain(conversationId, chainId);
	const [instance] = await workflows.get();
	await instance!.waitForStatus('complete');
	// Started again when it is over, as an alarm that comes late does.
	await createJobs(env).startToolChain(conversationId, chainId);
	expect((await tickets()).map(({ subject }) => subject).sort()).toEqual([
		'More about: The heating',
		'The heating'
	]);
	expect((await said()).filter((text) => text.startsWith('Done: both.'))).toHaveLength(1);
	const watch = env.WATCHES!.get(
		env.WATCHES!.idFromName(`tool-chain:${chainWatchId(conversationId, chainId)}`)
	);
	await runDurableObjectAlarm(watch);
	expect(await runDurableObjectAlarm(watch)).toBe(false);
});

it('closes the ticket again when a later step fails, and says what is left', async () => {
	await using workflows = await introspectWorkflow(env.TOOL_CHAIN!);
	await workflows.modifyAll(async (workflow) => {
		await workflow.disableRetryDelays();
		await workflow.disableSleeps();
		await workflow.mockStepError({ name: 'undo ticket' }, new Error('interrupted'), 1);
	});
	const { actor, conversationId, chainId, tickets, said } = await begun(PLAN([FAILS]));
	await createJobs(env).startToolChain(conversationId, chainId);
	const [instance] = await workflows.get();
	await instance!.waitForStatus('complete');
	const opened = (await tickets()).find(({ subject }) => subject.startsWith('More'));
	expect(opened?.status).toBe('solved');
	const view = await services.tickets.view(actor, opened?.number ?? 0);
	expect('ticket' in view && view.ticket.comments.at(-1)?.body).toMatch(/one of several steps/u);
	expect((await said()).at(-1)).toMatch(/could not finish “both”.*closed again.*\/tickets\/new/u);
});

it('asked for in words, is agreed to as a whole, and tells what failed', async () => {
	await using workflows = await introspectWorkflow(env.TOOL_CHAIN!);
	await workflows.modifyAll(async (workflow) => {
		await workflow.disableSleeps();
	});
	const actor = await student();
	const conversationId = newId();
	const heard = await ask(
		services,
		actor,
		conversationId,
		'Send the analysis of my last recording to my teacher in a ticket'
	);
	const call = heard.events.map(({ part }) => part).find(({ type }) => type === 'tool-approval-request');
	const toolCallId = call?.type === 'tool-approval-request' ? call.toolCallId : '';
	const order = { trigger: 'approve', conversationId, toolCallId, approved: true } as const;
	const response = await services.chat.send(actor, order, ORIGIN);
	expect(parseStream(await response.text()).text).toMatch(/^I have begun/u);
	const [instance] = await workflows.get();
	await instance!.waitForStatus('complete');
	const { messages } = await services.chat.messages(actor, conversationId, { limit: 20 });
	expect(messageText(messages.at(-1)!)).toMatch(/could not finish.*Read the analysis of a recording failed/u);
});
