// The external desk: what it hears, however badly it listens, and what it may say.
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { schema } from '../../platform/index.ts';
import { DESK, openTicketSchool, refusalOf } from '../fixtures/ticket-school.ts';
import { checkSignature, sign, SIGNATURE_HEADER } from './signature.ts';

interface Heard {
	id: string;
	event: string;
	number: number;
	ticket: { status: string; version: number };
	comment?: { side: string; body: string };
}

const heard: Heard[] = [];
/** What the far side answers: a status, or it is not there. */
let answers: number | 'away' = 200;
let alarmsSet = 0;
const school = openTicketSchool(env.DB, {
	desk: DESK,
	setAlarm: () => {
		alarmsSet++;
		return Promise.resolve();
	},
	fetch: async (_url, init) => {
		if (answers === 'away') throw new TypeError('no route to host');
		const body = init?.body as string;
		const header = new Headers(init?.headers).get(SIGNATURE_HEADER);
		expect(await checkSignature(DESK.secret, header, body, school.clock.now())).toBe('right');
		heard.push(JSON.parse(body) as Heard);
		// As the platform's own would, unless it is told otherwise: on to the other address, which takes everything.
		const isLedAway = answers === 307 && init?.redirect !== 'manual';
		return new Response(null, { status: isLedAway ? 200 : answers });
	}
});
const { tickets, deliveries, inbound, person, open, see, clock, database } = school;
const [sam, ada, root] = await Promise.all([person('user'), person('agent'), person('admin')]);
const about = (number: number) => heard.filter((message) => message.number === number);

describe('the external desk', () => {
	it('hears of every write with its number, and of nothing internal', async () => {
		const { number } = await open(sam);
		await tickets.comment(ada, number, { body: 'A secret.', isInternal: true, clientKey: newId() });
		await tickets.comment(ada, number, {
			body: 'An answer.',
			isInternal: false,
			status: 'pending',
			clientKey: newId()
		});
		await school.settle();
		expect(
			about(number).map(({ event, ticket: { status }, comment }) => [event, status, comment?.body])
		).toEqual([
			['created', 'open', 'It stops at half.'],
			['commented', 'pending', 'An answer.']
		]);
		expect(JSON.stringify(heard)).not.toContain('secret');
		expect(await deliveries.list(root)).toEqual([]);
	});

	it('is not followed to another address: the words go to its own or wait', async () => {
		answers = 307;
		const { number } = await open(sam);
		await school.settle();
		expect(await deliveries.list(root)).toMatchObject([{ number, lastProblem: 'HTTP 307' }]);
		answers = 200;
		clock.advance(2 * 60_000);
		await deliveries.sendDue();
		expect(await deliveries.list(root)).toEqual([]);
	});

	it('is told later what it did not take, under the same id, and not twice at once', async () => {
		answers = 503;
		const { number } = await open(sam);
		await school.settle();
		answers = 'away';
		clock.advance(2 * 60_000);
		await deliveries.sendDue();
		const [waiting] = await deliveries.list(root);
		expect(waiting).toMatchObject({ number, attempts: 2, lastProblem: 'TypeError', deadAt: null });
		answers = 200;
		// Not yet due again.
		await deliveries.sendDue();
		expect(await deliveries.list(root)).toHaveLength(1);
		clock.advance(5 * 60_000);
		await Promise.all([deliveries.sendDue(), deliveries.sendDue(), deliveries.sendDue()]);
		expect(about(number).map(({ id }) => id)).toEqual([waiting?.id, waiting?.id]);
		expect(await deliveries.list(root)).toEqual([]);
	});

	it('is gone on with by an alarm that rings when the next try is due, and by none when nothing waits', async () => {
		answers = 503;
		const { watch } = deliveries;
		alarmsSet = 0;
		const { number } = await open(sam);
		await school.settle();
		expect(alarmsSet).toBe(1);
		expect(await watch.begin('school')).toEqual({});
		// It rings too early, and is told when to come back: never later than the try is due.
		const firstMs = (await watch.look({}, 0)) ?? 0;
		expect(about(number)).toHaveLength(1);
		expect(firstMs).toBeGreaterThanOrEqual(60_000);
		expect(firstMs).toBeLessThanOrEqual(90_000);
		clock.advance(firstMs);
		expect(await watch.look({}, 1)).toBeGreaterThanOrEqual(120_000);
		expect(about(number)).toHaveLength(2);
		answers = 200;
		clock.advance(180_000);
		expect(await watch.look({}, 2)).toBeUndefined();
		expect(about(number)).toHaveLength(3);
		const alone = openTicketSchool(env.DB);
		expect(await alone.deliveries.watch.begin('school')).toBeUndefined();
	});

	it('is given up on after many tries, until an administrator has it told again', async () => {
		answers = 500;
		const { number } = await open(sam);
		await school.settle();
		for (let attempt = 0; attempt < 20; attempt++) {
			clock.advance(24 * 60 * 60_000);
			await deliveries.sendDue();
		}
		const [dead] = await deliveries.list(root);
		expect(dead).toMatchObject({ number, attempts: 9, lastProblem: 'HTTP 500' });
		expect(dead?.deadAt).not.toBeNull();
		expect(await refusalOf(deliveries.list(ada))).toMatchObject({ code: 'forbidden' });
		expect(await refusalOf(deliveries.replay(root, newId()))).toMatchObject({ code: 'not-found' });
		answers = 200;
		await deliveries.replay(root, dead?.id ?? '');
		await deliveries.sendDue();
		expect(await deliveries.list(root)).toEqual([]);
	});
});

describe('a message of the external desk', () => {
	const say = async (message: object, more: { secret?: string; at?: number; body?: string } = {}) => {
		const body = JSON.stringify(message);
		const header = await sign(more.secret ?? DESK.secret, body, more.at ?? clock.now());
		return inbound.receive(more.body ?? body, header);
	};

	it('changes the ticket once, and is not told back', async () => {
		answers = 200;
		const { number } = await open(sam);
		await school.settle();
		const message = { id: newId(), number, status: 'pending', comment: 'We look into it.' };
		const before = heard.length;
		const results = await Promise.all([say(message), say(message), say(message)]);
		expect(results.filter(({ isRepeated }) => !isRepeated).length).toBeGreaterThan(0);
		expect(await say(message)).toEqual({ isRepeated: true });
		await school.settle();
		const after = await see(ada, number);
		expect(after).toMatchObject({ status: 'pending', firstRespondedAt: clock.now() });
		expect(after.comments.map(({ side }) => side)).toEqual(['requester', 'external']);
		// An old message that comes again does not undo what came after it.
		await tickets.change(ada, number, { status: 'open', version: after.version });
		await say(message);
		expect((await see(ada, number)).status).toBe('open');
		await school.settle();
		expect(heard.slice(before).map(({ event }) => event)).toEqual(['status']);
	});

	it.each([
		['with another secret', { secret: 'another secret of sixteen' }],
		['signed six minutes ago', { at: -6 * 60_000 }],
		['signed six minutes from now', { at: 6 * 60_000 }],
		['with other words than were signed', { body: '{"id":"changed-on-the-way","number":1}' }]
	])(
		'%s is refused, and leaves a trace',
		async (_name, { at, ...more }: { at?: number; secret?: string; body?: string }) => {
			const { number } = await open(sam);
			const when = at === undefined ? {} : { at: clock.now() + at };
			const refused = refusalOf(say({ id: newId(), number, status: 'solved' }, { ...more, ...when }));
			expect(await refused).toMatchObject({ code: 'unauthenticated' });
			await school.settle();
			expect((await see(ada, number)).status).toBe('open');
			const events = await database
				.select()
				.from(schema.auditEvents)
				.where(eq(schema.auditEvents.action, 'ticket.inbound'));
			expect(events.at(-1)).toMatchObject({ outcome: 'refused', personId: null });
		}
	);

	it.each([
		['behind', -4],
		['ahead', 4]
	])('is heard where its sender’s clock is four minutes %s', async (_which, minutes) => {
		const { number } = await open(sam);
		const message = { id: newId(), number, status: 'pending' };
		await say(message, { at: clock.now() + minutes * 60_000 });
		expect((await see(sam, number)).status).toBe('pending');
		// Recorded and sent once more while it is still fresh: it does nothing.
		await tickets.change(ada, number, { status: 'open', version: 2 });
		expect(await say(message, { at: clock.now() + minutes * 60_000 })).toEqual({ isRepeated: true });
		expect((await see(sam, number)).status).toBe('open');
	});

	it('without a signature, or that is no message, or for no ticket, is refused', async () => {
		expect(await refusalOf(inbound.receive('{}', null))).toMatchObject({ code: 'unauthenticated' });
		expect(await refusalOf(say({ id: 'short' }))).toMatchObject({ code: 'invalid' });
		expect(await refusalOf(say({ id: newId(), number: 999_999, status: 'open' }))).toMatchObject({
			code: 'not-found'
		});
	});

	it('is nothing where there is no external desk', async () => {
		const alone = openTicketSchool(env.DB);
		expect(await refusalOf(alone.inbound.receive('{}', null))).toMatchObject({ code: 'not-found' });
	});
});
