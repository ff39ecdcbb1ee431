import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { openTicketSchool, refusalOf } from './fixtures/ticket-school.ts';

const { ticketViewers, person, open, tickets, clock } = openTicketSchool(env.DB);
const [sam, ada, bea] = await Promise.all([person('user'), person('agent'), person('agent')]);

it('agents at one ticket see each other, who writes, and that it was changed', async () => {
	const { number, version } = await open(sam);
	expect(await ticketViewers.look(ada, number, false)).toEqual({ version, viewers: [] });
	expect((await ticketViewers.look(bea, number, true)).viewers).toEqual([
		{ name: ada.displayName ?? `agent ${ada.userId.slice(0, 4)}`, isWriting: false }
	]);
	expect((await ticketViewers.look(ada, number, false)).viewers).toMatchObject([{ isWriting: true }]);
	await tickets.change(bea, number, { priority: 'urgent', version });
	expect((await ticketViewers.look(ada, number, false)).version).toBe(version + 1);
	const other = await open(sam);
	expect((await ticketViewers.look(bea, other.number, false)).viewers).toEqual([]);
});

it('whoever leaves is gone at once, and whoever falls silent after a few seconds', async () => {
	const { number } = await open(sam);
	await ticketViewers.look(ada, number, false);
	await ticketViewers.leave(ada, number);
	expect((await ticketViewers.look(bea, number, false)).viewers).toEqual([]);
	clock.advance(14_000);
	expect((await ticketViewers.look(ada, number, false)).viewers).toHaveLength(1);
	clock.advance(1_000);
	expect((await ticketViewers.look(ada, number, false)).viewers).toEqual([]);
});

it('is the desk’s: a requester neither tells nor hears', async () => {
	const { number } = await open(sam);
	expect((await refusalOf(ticketViewers.look(sam, number, false))).code).toBe('forbidden');
	expect((await refusalOf(ticketViewers.leave(sam, number))).code).toBe('forbidden');
	expect((await refusalOf(ticketViewers.look(ada, 999_999, false))).code).toBe('not-found');
});
