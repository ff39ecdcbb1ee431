// Tickets on the real database: many at once, and who may see what.
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { VISITOR } from '#lib/shared/actor.ts';
import { schema } from '../platform/index.ts';
import { openTicketSchool, refusalOf } from './fixtures/ticket-school.ts';
import { ListTickets, type TicketChanges } from './forms.ts';

const school = openTicketSchool(env.DB);
const { tickets, person, open, see, database, clock } = school;
const [sam, tom, ada, bea] = await Promise.all([
	person('user'),
	person('user'),
	person('agent'),
	person('agent')
]);
const list = async (actor: typeof sam, query: object = {}) =>
	(await tickets.list(actor, ListTickets.parse(query))).tickets.map(({ number }) => number);
const comment = (body: string, more: object = {}) => ({
	body,
	isInternal: false,
	clientKey: newId(),
	...more
});

describe('opening a ticket', () => {
	it('happens once for a key, however often and however fast it comes', async () => {
		const guest = await person('guest');
		const keys = Array.from({ length: 8 }, newId);
		const made = await Promise.all(
			[...keys, ...keys, ...keys, ...keys, ...keys].map((clientKey) => open(guest, { clientKey }))
		);
		expect(new Set(made.map(({ number }) => number)).size).toBe(8);
		const rows = await database
			.select()
			.from(schema.tickets)
			.where(eq(schema.tickets.requesterId, guest.userId));
		expect(rows).toHaveLength(8);
		for (const { number } of made) expect((await see(guest, number)).comments).toHaveLength(1);
	});

	it('is refused to somebody nobody knows, and for somebody else but by the desk', async () => {
		expect(await refusalOf(open(VISITOR))).toMatchObject({ code: 'unauthenticated' });
		expect(await refusalOf(open({ userId: newId(), role: 'guest', via: 'session' }))).toMatchObject({
			code: 'conflict'
		});
		expect(await refusalOf(open(sam, { requesterId: tom.userId }))).toMatchObject({ code: 'forbidden' });
		const { number } = await open(ada, { requesterId: tom.userId });
		expect(await list(tom)).toContain(number);
	});

	it('cannot point at what is another’s', async () => {
		const id = newId();
		await database.insert(schema.conversations).values({
			...{ id, personId: tom.userId, title: 'T', language: 'en', channel: 'text', status: 'active' },
			...{ metadata: { voiceEnabled: false }, messageCount: 1, projectedSeq: 1, createdAt: 1, updatedAt: 1 }
		});
		expect(await refusalOf(open(sam, { conversationId: id }))).toMatchObject({ code: 'not-found' });
		expect((await open(tom, { conversationId: id })).conversationId).toBe(id);
		expect(await refusalOf(open(sam, { recordingId: newId() }))).toMatchObject({ code: 'not-found' });
	});
});

describe('somebody else’s ticket', () => {
	it('looks like one that is not there, in every way to get at it', async () => {
		const { number } = await open(sam);
		const none = 999_999;
		const ways = [
			(at: number) => tickets.view(tom, at),
			(at: number) => tickets.change(tom, at, { status: 'solved', version: 1 }),
			(at: number) => tickets.comment(tom, at, comment('mine?')),
			(at: number) => tickets.rate(tom, at, { rating: 'bad' })
		];
		for (const way of ways) expect(await refusalOf(way(number))).toEqual(await refusalOf(way(none)));
		expect(await refusalOf(tickets.view(tom, number))).toMatchObject({ code: 'not-found' });
		expect(await list(tom, { query: 'upload' })).not.toContain(number);
	});

	it('is lost to an agent at once who is one no more', async () => {
		const { number } = await open(sam);
		expect((await see(ada, number)).isDesk).toBe(true);
		expect(await refusalOf(tickets.view({ ...ada, role: 'user' }, number))).toMatchObject({
			code: 'not-found'
		});
		expect(await refusalOf(tickets.view({ ...ada, scopes: ['audit:read'] }, number))).toMatchObject({
			code: 'not-found'
		});
	});
});

describe('two at the same ticket', () => {
	it('keep both their changes where they changed different things', async () => {
		const { number, version } = await open(sam);
		await Promise.all([
			tickets.change(ada, number, { priority: 'urgent', version }),
			tickets.change(bea, number, { assigneeId: bea.userId, version }),
			tickets.change(ada, number, { addTags: ['upload'], version }),
			tickets.change(bea, number, { addTags: ['phone'], team: 'Technics', version }),
			tickets.comment(sam, number, comment('Still so.'))
		]);
		const after = await see(ada, number);
		expect(after).toMatchObject({ priority: 'urgent', team: 'Technics', version: version + 5 });
		expect(after.assignee?.id).toBe(bea.userId);
		expect(after.tags.toSorted()).toEqual(['phone', 'upload']);
		expect(after.comments).toHaveLength(2);
	});

	it('are told of each other where they changed the same, and nothing of either is lost', async () => {
		const { number, version } = await open(sam);
		await tickets.change(ada, number, { priority: 'urgent', version });
		const late = refusalOf(tickets.change(bea, number, { priority: 'low', team: 'Office', version }));
		expect(await late).toMatchObject({
			code: 'conflict',
			details: { fields: ['priority'], ticket: { priority: 'urgent', version: version + 1 } }
		});
		expect(await see(ada, number)).toMatchObject({ priority: 'urgent', team: null });
		// To the same end is no conflict, and a form sends what it did not change as well.
		await tickets.change(bea, number, { priority: 'urgent', version });
		await tickets.change(bea, number, { priority: 'normal', team: 'Office', version });
		expect(await see(ada, number)).toMatchObject({ priority: 'urgent', team: 'Office' });
	});

	it('leaves a history that says who made what of what', async () => {
		const { number, version } = await open(sam);
		await tickets.change(ada, number, { status: 'pending', assigneeId: bea.userId, version });
		const { events } = await see(bea, number);
		expect(events.map(({ field, from, to }) => [field, from, to])).toEqual([
			['created', null, 'open'],
			['status', 'open', 'pending'],
			['assigneeId', null, `agent ${bea.userId.slice(0, 4)}`]
		]);
		expect(events.map(({ actor }) => actor?.id)).toEqual([sam.userId, ada.userId, ada.userId]);
		expect((await see(sam, number)).events).toEqual([]);
	});
});

describe('a comment', () => {
	it('of the desk is an answer, is written once for its key, and tells the requester where to read it', async () => {
		const { number } = await open(sam);
		clock.advance(60_000);
		const answer = comment('Try again, please.', { status: 'pending' });
		await Promise.all([1, 2, 3].map(() => tickets.comment(ada, number, answer)));
		const after = await see(sam, number);
		expect(after.comments.map(({ body }) => body)).toEqual(['It stops at half.', 'Try again, please.']);
		expect(after).toMatchObject({ status: 'pending', firstRespondedAt: clock.now(), dueAt: null });
		await school.settle();
		const sent = school.letters.filter(
			({ subject, personId }) => subject === 'The upload fails' && personId === sam.userId
		);
		expect(sent.map(({ kind }) => kind)).toContain('ticket-answered');
		expect(JSON.stringify(sent)).not.toContain('Try again');
	});

	it('of the requester takes up again what waited or was solved, and not what is closed', async () => {
		const { number } = await open(sam);
		for (const status of ['pending', 'solved'] as const) {
			await tickets.comment(ada, number, comment('So.', { status }));
			await tickets.comment(sam, number, comment('No.'));
			expect((await see(sam, number)).status).toBe('open');
		}
		await tickets.comment(ada, number, comment('Done.', { status: 'closed' }));
		expect(await refusalOf(tickets.comment(sam, number, comment('No.')))).toMatchObject({ code: 'conflict' });
	});

	it('that is internal is neither shown to the requester nor found by them', async () => {
		const { number } = await open(sam);
		await tickets.comment(ada, number, comment('Quarrelsome zebra.', { isInternal: true }));
		expect((await see(sam, number)).comments).toHaveLength(1);
		expect(await list(sam, { query: 'zebra' })).toEqual([]);
		expect(await list(ada, { query: 'quarrelsome zebra' })).toEqual([number]);
		expect((await see(ada, number)).firstRespondedAt).toBeNull();
		expect(await refusalOf(tickets.comment(sam, number, comment('?', { isInternal: true })))).toMatchObject({
			code: 'forbidden'
		});
	});
});

describe('what the requester may', () => {
	it('is to say that it is settled and how it went; all else is the desk’s', async () => {
		const { number, version } = await open(sam);
		const notTheirs: TicketChanges[] = [
			{ priority: 'urgent' },
			{ assigneeId: ada.userId },
			{ addTags: ['a'] },
			{ status: 'on_hold' },
			{ status: 'closed' }
		];
		for (const changes of notTheirs)
			expect(
				await refusalOf(tickets.change(sam, number, { ...changes, version })),
				JSON.stringify(changes)
			).toMatchObject({ code: 'forbidden' });
		expect(await refusalOf(tickets.rate(sam, number, { rating: 'good' }))).toMatchObject({
			code: 'conflict'
		});
		await tickets.change(sam, number, { status: 'solved', version });
		expect(await refusalOf(tickets.rate(ada, number, { rating: 'good' }))).toMatchObject({
			code: 'forbidden'
		});
		await tickets.rate(sam, number, { rating: 'good', comment: 'Quick.' });
		expect(await see(ada, number)).toMatchObject({ rating: 'good', ratingComment: 'Quick.' });
	});
});

describe('merging', () => {
	it('keeps every word, leads on from the old number, and cannot end in a circle', async () => {
		const [first, second, third] = [
			await open(sam),
			await open(sam, { description: 'Again.' }),
			await open(sam)
		];
		await tickets.merge(ada, second.number, first.number);
		expect(await tickets.view(sam, second.number)).toEqual({ mergedInto: first.number });
		expect((await see(sam, first.number)).comments.map(({ body, fromNumber }) => [body, fromNumber])).toEqual(
			[
				['It stops at half.', null],
				['Again.', second.number]
			]
		);
		await tickets.merge(ada, first.number, third.number);
		expect((await see(sam, third.number)).comments).toHaveLength(3);
		expect(await tickets.view(sam, second.number)).toEqual({ mergedInto: third.number });
		const [a, b] = [await open(sam), await open(sam)];
		const codes = await Promise.all([
			refusalOf(tickets.merge(ada, a.number, b.number)),
			refusalOf(tickets.merge(bea, b.number, a.number))
		]);
		expect(codes.map(({ code }) => code).toSorted()).toEqual(['conflict', 'nothing thrown']);
	});

	it('never shows one person’s words to another', async () => {
		const [mine, theirs] = [await open(sam), await open(tom)];
		expect(await refusalOf(tickets.merge(ada, mine.number, theirs.number))).toMatchObject({
			code: 'conflict'
		});
		expect(await refusalOf(tickets.merge(sam, mine.number, mine.number))).toMatchObject({
			code: 'forbidden'
		});
	});
});

it('what was solved two weeks ago is closed, and nothing else', async () => {
	const [old, fresh] = [await open(sam), await open(sam)];
	await tickets.change(sam, old.number, { status: 'solved', version: 1 });
	clock.advance(15 * 24 * 60 * 60_000);
	await tickets.change(sam, fresh.number, { status: 'solved', version: 1 });
	await tickets.closeSettled();
	expect((await see(sam, old.number)).status).toBe('closed');
	expect((await see(sam, fresh.number)).status).toBe('solved');
});

it('goes with its person: words, history, and what is found', async () => {
	const gone = await person('user');
	const { number } = await open(gone, { subject: 'Ephemeral platypus' });
	await tickets.comment(ada, number, comment('An answer.'));
	await database.delete(schema.tickets).where(eq(schema.tickets.requesterId, gone.userId));
	expect(await list(ada, { query: 'platypus' })).toEqual([]);
	const left = await env.DB.prepare(
		"select count(*) as n from ticket_comments_fts where ticket_comments_fts match 'answer'"
	).first<{ n: number }>();
	expect(left?.n).toBe(0);
});
