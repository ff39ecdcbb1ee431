// The steps, with a workflow that is killed wherever it can be, on the real database.
import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { openEscalationStage, type Ended } from '#lib/server/desk/fixtures/escalation-stage.ts';
import { schema } from '#lib/server/platform/index.ts';
import { fate } from '#lib/server/platform/fixtures/fate.ts';
import { SYSTEM } from '#lib/shared/actor.ts';
import { parseWeek } from '#lib/shared/business-hours.ts';
import { newId } from '#lib/shared/ids.ts';
import { createRandom } from '#lib/shared/seeded-random.ts';

const OPENED =
	'public: You asked for a person of the school in a conversation. If nobody comes there, the answer comes here.';
const stage = openEscalationStage();
afterEach(() => stage.empty());

type Stage = typeof stage;
interface Scene {
	requestId: string;
	events: () => (() => Promise<unknown>)[];
	expected: Awaited<ReturnType<Stage['left']>>;
	outcome: string | null;
}

/** Nobody comes: each agent is asked once, then it is a ticket, and the administrators hear of it. */
async function nobodyComes(): Promise<Scene> {
	const [ada, one, two] = [
		await stage.person('admin'),
		await stage.person('agent', { lastAssignedAt: 1 }),
		await stage.person('agent', { lastAssignedAt: 2 })
	];
	return {
		requestId: await stage.wish(await stage.person('user')),
		events: () => [],
		outcome: 'ticketed',
		expected: {
			tickets: [{ status: 'open', assigneeId: null }],
			comments: [OPENED],
			offers: [
				{ round: 0, agentId: one },
				{ round: 1, agentId: two }
			],
			letters: [`handover-unanswered ${ada}@example.org`]
		}
	};
}

/** Nobody is there: the people of the desk are written to. */
async function nobodyIsThere(): Promise<Scene> {
	const [ada, away] = [await stage.person('admin'), await stage.person('agent', { status: 'away' })];
	return {
		requestId: await stage.wish(await stage.person('user')),
		events: () => [],
		outcome: 'ticketed',
		expected: {
			tickets: [{ status: 'open', assigneeId: null }],
			comments: [OPENED],
			offers: [0, 1].map((round) => ({ round, agentId: null })),
			letters: [
				`handover-unanswered ${ada}@example.org`,
				...[ada, away].map((id) => `handover-waiting ${id}@example.org`)
			].sort()
		}
	};
}

async function takenBack(): Promise<Scene> {
	const one = await stage.person('agent', {});
	const requestId = await stage.wish(await stage.person('user'));
	const close = { status: 'closed', outcome: 'cancelled', closedAt: 1 } as const;
	return {
		requestId,
		events: () => [() => stage.become(requestId, close)],
		outcome: 'cancelled',
		expected: {
			tickets: [{ status: 'closed', assigneeId: null }],
			comments: [OPENED, 'internal: Taken back before anybody came: no person is needed any more.'],
			offers: [{ round: 0, agentId: one }],
			letters: []
		}
	};
}

/** Somebody comes in the second round, answers and gives it back. */
async function handled(): Promise<Scene> {
	const [one, two] = [
		await stage.person('agent', { lastAssignedAt: 1 }),
		await stage.person('agent', { lastAssignedAt: 2 })
	];
	const sam = await stage.person('user');
	const requestId = await stage.wish(sam);
	return {
		requestId,
		events: () => [
			async () => stage.clock.advance(60_000),
			() => stage.become(requestId, { status: 'taken', agentId: two, takenAt: 1 }),
			() => stage.become(requestId, { answeredAt: 2 }),
			() => stage.become(requestId, { status: 'closed', outcome: 'handed-back', closedAt: 3 })
		],
		outcome: 'handed-back',
		expected: {
			tickets: [{ status: 'solved', assigneeId: two }],
			comments: [
				OPENED,
				'public: Somebody of the school has answered you in the conversation.',
				'internal: Settled in the conversation.'
			],
			offers: [
				{ round: 0, agentId: one },
				{ round: 1, agentId: two }
			],
			letters: [`ticket-answered ${sam}@example.org`]
		}
	};
}

async function check({ requestId, expected, outcome }: Scene, where: string): Promise<void> {
	const left = await stage.left();
	// Letters behind the answer are the tickets room's own, and not part of a step.
	const letters = left.letters.filter((letter) => !letter.startsWith('ticket-'));
	const own = expected.letters.filter((letter) => !letter.startsWith('ticket-'));
	expect({ where, ...left, letters }).toEqual({ where, ...expected, letters: own });
	expect((await stage.rowOf(requestId))?.outcome, where).toBe(outcome);
}

describe('an escalation', () => {
	it.each([
		['that nobody answers', nobodyComes],
		['where nobody is at the desk', nobodyIsThere],
		['that is taken back', takenBack],
		['that somebody answers', handled]
	])('%s leaves what it should, and nothing twice', async (_, scene) => {
		const one = await scene();
		const ended: Ended = new Map();
		const events = one.events();
		await stage.run(one.requestId, { ended, events });
		await check(one, 'once');
		// Run again from the first step on, as an instance that was started anew would.
		await stage.run(one.requestId);
		await check(one, 'again');
	});

	it.each([
		['that nobody answers', nobodyComes],
		['where nobody is at the desk', nobodyIsThere],
		['that is taken back', takenBack],
		['that somebody answers', handled]
	])('%s ends the same wherever it is killed, and killed again', async (_, scene) => {
		const random = createRandom(11);
		const whole = await scene();
		const counted = fate(Number.MAX_SAFE_INTEGER, 'die');
		await stage.run(whole.requestId, { events: whole.events(), over: counted.over });
		expect(counted.calls).toBeGreaterThan(6);
		for (let at = 1; at <= counted.calls; at++) {
			await stage.empty();
			const one = await scene();
			const ended: Ended = new Map();
			const events = one.events();
			// The second time soon after the first, where that still falls into the run.
			const deaths = [at, 1 + Math.floor(random() * 6)];
			for (const death of deaths) {
				const killed = fate(death, 'die');
				await Promise.race([stage.run(one.requestId, { ended, events, over: killed.over }), killed.died]);
			}
			await stage.run(one.requestId, { ended, events });
			await check(one, `killed at ${deaths.join(' and ')}`);
		}
	});
});

it('outside the school’s hours a wish becomes a ticket at once, offered to nobody, and nobody is written to', async () => {
	const closed = openEscalationStage({
		hours: { timeZone: 'Europe/Berlin', week: parseWeek('tue 09:00-12:00'), holidays: new Set() }
	});
	await closed.person('admin');
	await closed.person('agent', {});
	const requestId = await closed.wish(await closed.person('user'), {
		...{ origin: 'model', reason: 'The fees are wrong', title: 'x'.repeat(400) }
	});
	await closed.run(requestId);
	expect(await closed.left()).toEqual({
		...{ offers: [], letters: [], comments: [OPENED] },
		tickets: [{ status: 'open', assigneeId: null }]
	});
	expect(await closed.rowOf(requestId)).toMatchObject({
		outcome: 'ticketed',
		ticketNumber: expect.any(Number) as number
	});
});

it('goes on in the ticket of whoever had it and was gone', async () => {
	const one = await stage.person('agent', { capacity: 5 });
	const sam = await stage.person('user');
	const conversationId = newId();
	const first = await stage.wish(sam, { conversationId });
	const goes = { status: 'closed', outcome: 'away', closedAt: 3 } as const;
	await stage.run(first, {
		events: [
			() => stage.become(first, { status: 'taken', agentId: one, takenAt: 1 }),
			() => stage.become(first, goes)
		]
	});
	stage.clock.advance(1);
	const second = await stage.wish(sam, { conversationId, origin: 'rule', reason: 'away' });
	const settled = {
		status: 'closed',
		outcome: 'handed-back',
		agentId: one,
		takenAt: 5,
		answeredAt: 6
	} as const;
	await stage.run(second, { events: [() => stage.become(second, settled)] });
	expect((await stage.left()).tickets).toEqual([{ status: 'solved', assigneeId: one }]);
});

it('leaves alone what the desk made of the ticket meanwhile', async () => {
	const requestId = await stage.wish(await stage.person('user'));
	await stage.run(requestId, {
		events: [
			async () => {
				const [ticket] = await stage.database.select().from(schema.tickets);
				const { number } = ticket!;
				const said = {
					body: 'Done by telephone.',
					isInternal: true,
					status: 'closed',
					clientKey: 'by-hand'
				} as const;
				await stage.room.tickets.comment(SYSTEM, number, said);
			},
			() => stage.become(requestId, { status: 'closed', outcome: 'cancelled', closedAt: 1 })
		]
	});
	const left = await stage.left();
	expect(left.tickets).toEqual([{ status: 'closed', assigneeId: null }]);
	expect(left.comments).toEqual([OPENED, 'internal: Done by telephone.']);
});

it('makes nothing for somebody who is erased meanwhile', async () => {
	const sam = await stage.person('user');
	const requestId = await stage.wish(sam);
	await stage.database.delete(schema.users).where(eq(schema.users.id, sam));
	await stage.run(requestId);
	await stage.database.delete(schema.handoverRequests);
	await stage.run(requestId);
	expect(await stage.left()).toMatchObject({ tickets: [], offers: [], letters: [] });
});
