// Lists of tickets: their pages, their words, and what is done to many at once.
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { openTicketSchool, refusalOf } from './fixtures/ticket-school.ts';
import { ListTickets } from './forms.ts';

const { tickets, person, open, clock } = openTicketSchool(env.DB);
const [sam, ada] = await Promise.all([person('user'), person('agent')]);
const list = async (actor: typeof sam, query: object = {}) =>
	(await tickets.list(actor, ListTickets.parse(query))).tickets.map(({ number }) => number);
const comment = (body: string, more: object = {}) => ({
	body,
	isInternal: false,
	clientKey: newId(),
	...more
});

describe('lists', () => {
	it('hold each ticket once over their pages, whatever their order', async () => {
		const requester = await person('user');
		for (let index = 0; index < 7; index++) {
			clock.advance(1_000);
			await open(requester, { priority: index % 2 === 0 ? 'urgent' : 'low' });
		}
		for (const sort of ['updated', 'due'] as const) {
			const seen: number[] = [];
			let cursor: string | null | undefined;
			do {
				const query = { sort, limit: 2, requester: requester.userId, ...(cursor ? { cursor } : {}) };
				const page = await tickets.list(ada, ListTickets.parse(query));
				seen.push(...page.tickets.map(({ number }) => number));
				cursor = page.nextCursor;
			} while (cursor);
			expect(new Set(seen).size).toBe(7);
			expect(seen).toHaveLength(7);
		}
		const due = await tickets.list(ada, ListTickets.parse({ sort: 'due', requester: requester.userId }));
		expect(due.tickets.map(({ priority }) => priority)).toEqual([
			...Array<string>(4).fill('urgent'),
			...Array<string>(3).fill('low')
		]);
	});

	it('take any words that are looked for as words', async () => {
		const { number } = await open(sam, { subject: 'A “strange" NEAR(subject) *' });
		for (const query of ['strange', '"strange" near', 'STRANGE subj', `#${number}`])
			expect(await list(ada, { query }), query).toContain(number);
		expect(await list(ada, { query: '*"(' })).toEqual([]);
	});

	it('give a ticket no thousand tags either where they come a few at a time', async () => {
		const { number, version } = await open(sam);
		const some = (from: number) => Array.from({ length: 10 }, (_, index) => `tag ${from + index}`);
		await tickets.change(ada, number, { addTags: some(0), version });
		await tickets.change(ada, number, { addTags: some(10), version });
		expect(await refusalOf(tickets.change(ada, number, { addTags: ['one more'], version }))).toMatchObject({
			code: 'invalid'
		});
		const outcomes = await tickets.changeMany(ada, { numbers: [number], changes: { addTags: some(20) } });
		expect(outcomes.outcomes[0]?.problem?.code).toBe('invalid');
		const answer = await tickets.view(ada, number);
		expect('ticket' in answer && answer.ticket.tags).toHaveLength(20);
	});

	it('are changed many at once, each for itself', async () => {
		const [one, two] = [await open(sam), await open(sam)];
		await tickets.comment(ada, two.number, comment('Done.', { status: 'closed' }));
		const { outcomes } = await tickets.changeMany(ada, {
			numbers: [one.number, two.number, 999_999],
			changes: { assigneeId: ada.userId, addTags: ['together'] }
		});
		expect(outcomes.map(({ problem }) => problem?.code)).toEqual([undefined, 'conflict', 'not-found']);
		expect(await list(ada, { tag: 'together', assignee: 'me' })).toEqual([one.number]);
		expect(await refusalOf(tickets.changeMany(sam, { numbers: [one.number], changes: {} }))).toMatchObject({
			code: 'forbidden'
		});
	});
});
