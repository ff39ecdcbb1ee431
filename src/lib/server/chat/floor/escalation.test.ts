import { describe, expect, it } from 'vitest';
import type { Actor } from '#lib/shared/actor.ts';
import { parseWeek } from '#lib/shared/business-hours.ts';
import { EMPTY_CONVERSATION, foldEvents } from '#lib/shared/conversation/fold.ts';
import type { LogEvent } from '#lib/shared/conversation/event.ts';
import { createScriptedModel } from '../fixtures/scripted-model.ts';
import {
	everythingElse,
	letTimePass,
	PERSON,
	startConversation,
	type TestConversation
} from '../fixtures/test-conversation.ts';
import { LIMITS } from '../limits.ts';
import type { LiveSocket } from '../live/live-socket.ts';
import { readTopics } from './policy-topics.ts';

const AGENT: Actor = { userId: 'agent-a', role: 'agent', displayName: 'Alex', via: 'session' };
const MONDAY_NOON = Date.UTC(2026, 0, 5, 12);
const answers = (...words: string[]) => createScriptedModel(...words.map((word) => [word]));
const call = { call: 'hand_over', input: { reason: 'Wants a person' } };

/** The rows that were projected of wishes, the last of each. */
function wishesOf({ projection }: TestConversation) {
	const rows = projection.batches.flatMap(({ handovers }) => handovers);
	return [...new Map(rows.map((row) => [row.id, row])).values()];
}

function socketOf(personId: string, role: 'owner' | 'staff') {
	const closed: number[] = [];
	const socket: LiveSocket = {
		watcher: { personId, key: personId, role, mayWrite: false },
		...{ position: () => 0, moveTo: () => undefined, keep: () => undefined, send: () => undefined },
		close: (code) => void closed.push(code)
	};
	return { socket, closed };
}

function stateOf(test: TestConversation) {
	const rows = test.storage.sql<{
		seq: number;
		body: string;
		turnId: string | null;
		messageId: string | null;
	}>(`SELECT seq, body, turn_id AS turnId, message_id AS messageId FROM events ORDER BY seq`);
	const events = rows.map(({ body, ...place }) => ({
		...place,
		at: 0,
		part: JSON.parse(body) as LogEvent['part']
	}));
	return foldEvents(EMPTY_CONVERSATION, events);
}

describe('a wish for a person', () => {
	it('is told to the escalation behind its row, again when that failed, and nothing else waits for it', async () => {
		const told: string[] = [];
		let isAway = true;
		const test = startConversation({
			model: answers('An answer.'),
			escalate: (requestId) => {
				if (isAway) return Promise.reject(new Error('no workflows'));
				expect(wishesOf(test).map(({ id }) => id)).toContain(requestId);
				told.push(requestId);
				return Promise.resolve();
			}
		});
		await test.ask('Hello');
		const { requestId } = await test.conversation.requestPerson(PERSON, '');
		await everythingElse();
		expect(test.projection.batches.flatMap(({ messages }) => messages).length).toBeGreaterThan(0);
		expect(told).toEqual([]);
		isAway = false;
		await letTimePass(test, 60_000);
		expect(told).toEqual([requestId]);
		await test.conversation.cancelRequest(PERSON);
		await everythingElse();
		expect(told).toEqual([requestId, requestId]);
	});

	it('of somebody of the school who came unasked is no escalation', async () => {
		const told: string[] = [];
		const test = startConversation({
			model: answers('An answer.'),
			escalate: async (requestId) => void told.push(requestId)
		});
		await test.ask('Hello');
		await test.conversation.claim(AGENT);
		await everythingElse();
		expect(wishesOf(test)).toMatchObject([{ origin: 'agent', status: 'taken' }]);
		expect(told).toEqual([]);
	});

	it('goes on as a ticket where nobody came: everybody reads its number, also afterwards', async () => {
		const test = startConversation({ model: answers('An answer.') });
		await test.ask('Hello');
		const { requestId } = await test.conversation.requestPerson(PERSON, '');
		const ticket = { number: 12, opensAt: MONDAY_NOON };
		expect(await test.conversation.becomeTicket(requestId, ticket)).toBe(true);
		expect(await test.conversation.becomeTicket(requestId, ticket)).toBe(true);
		await everythingElse();
		const shown = { status: 'closed', outcome: 'ticketed', ticketNumber: 12, opensAt: MONDAY_NOON };
		expect(stateOf(test).handover).toMatchObject(shown);
		expect(test.conversation.view(PERSON).handover).toMatchObject(shown);
		expect(wishesOf(test)).toMatchObject([{ outcome: 'ticketed', ticketNumber: 12 }]);
		// A new wish is another one, and what was said of the ticket gives way to it.
		const next = await test.conversation.requestPerson(PERSON, '');
		expect(next.requestId).not.toBe(requestId);
		expect(test.conversation.view(PERSON).handover).toMatchObject({ status: 'requested' });
		await test.conversation.becomeTicket(next.requestId, ticket);
		test.clock.advance(LIMITS.ticketedMs + 1);
		expect(test.conversation.view(PERSON).handover).toBeNull();
	});

	it('does not become a ticket once somebody has come, or it was taken back', async () => {
		const test = startConversation({ model: answers('An answer.') });
		await test.ask('Hello');
		const { requestId } = await test.conversation.requestPerson(PERSON, '');
		await test.conversation.claim(AGENT);
		expect(await test.conversation.becomeTicket(requestId, { number: 1, opensAt: null })).toBe(false);
		await test.conversation.release(AGENT, { position: test.conversation.view(PERSON).floor!.position });
		const { requestId: second } = await test.conversation.requestPerson(PERSON, '');
		await test.conversation.cancelRequest(PERSON);
		expect(await test.conversation.becomeTicket(second, { number: 1, opensAt: null })).toBe(false);
		expect(await test.conversation.becomeTicket('unknown', { number: 1, opensAt: null })).toBe(false);
	});

	it('is not made by the dozen: each has a ticket, and somebody is asked for it', async () => {
		const test = startConversation({ model: createScriptedModel(['An answer.'], [call], ['Too often.']) });
		await test.ask('Hello');
		for (let wishes = 0; wishes < LIMITS.wishesAnHour; wishes++) {
			const { requestId } = await test.conversation.requestPerson(PERSON, '');
			expect(await test.conversation.requestPerson(PERSON, '')).toEqual({ requestId });
			await test.conversation.cancelRequest(PERSON);
		}
		await expect(test.conversation.requestPerson(PERSON, '')).rejects.toMatchObject({ code: 'rate-limited' });
		const { events } = await test.ask('A person, please');
		expect(JSON.stringify(events)).toContain('rate-limited');
		expect(wishesOf(test)).toHaveLength(LIMITS.wishesAnHour);
		test.clock.advance(3_600_001);
		await test.conversation.requestPerson(PERSON, '');
	});

	it('ends with the conversation', async () => {
		const test = startConversation({ model: answers('An answer.') });
		await test.ask('Hello');
		await test.conversation.requestPerson(PERSON, '');
		await test.conversation.remove(PERSON);
		await everythingElse();
		expect(wishesOf(test)).toMatchObject([{ status: 'closed', outcome: 'closed', takenAt: null }]);
	});
});

describe('hand_over', () => {
	const closed = {
		week: parseWeek('mon-fri 13:30-18:00'),
		timeZone: 'Europe/Berlin',
		holidays: new Set<string>()
	};
	async function told(now: number) {
		const test = startConversation({ model: createScriptedModel([call], ['Recorded.']), hours: closed });
		test.clock.advance(now - test.clock.now());
		const { events } = await test.ask('A person, please');
		return events.flatMap(({ part }) => (part.type === 'tool-output-available' ? [part.output] : []));
	}

	it('says outside the hours that nobody comes before the school opens, in its own time', async () => {
		expect(await told(MONDAY_NOON)).toMatchObject([
			{ data: { opens: 'Monday 5 January, 13:30', note: expect.stringContaining('ticket') as string } }
		]);
	});

	it('says within them that nobody has joined', async () => {
		const [output] = await told(MONDAY_NOON + 3_600_000);
		expect(output).toMatchObject({
			data: { note: expect.stringContaining('No person has joined') as string }
		});
		expect(output).not.toHaveProperty('data.opens');
	});
});

describe('a matter of the school’s people', () => {
	it('calls somebody, and not again for each sentence once it is a ticket', async () => {
		const test = startConversation({
			model: answers('One.', 'Two.', 'Three.'),
			policyTopics: readTopics(['harassment'])
		});
		await test.ask('I am being harassed');
		await everythingElse();
		const [wish] = wishesOf(test);
		expect(wish).toMatchObject({ origin: 'rule', reason: 'policy-topic', status: 'requested' });
		await test.conversation.becomeTicket(wish!.id, { number: 3, opensAt: null });
		await test.ask('They harass me every week');
		await everythingElse();
		expect(wishesOf(test)).toHaveLength(1);
		test.clock.advance(LIMITS.ticketedMs + 1);
		await test.ask('The harassment goes on');
		await everythingElse();
		expect(wishesOf(test)).toHaveLength(2);
	});
});

describe('somebody who may not answer for the school any more', () => {
	async function held(mayAnswer = () => Promise.resolve(true)) {
		const staff = socketOf('agent-a', 'staff');
		const owner = socketOf(PERSON.userId!, 'owner');
		const test = startConversation({
			model: answers('An answer.', 'Another.'),
			sockets: () => [staff.socket, owner.socket],
			mayAnswer
		});
		await test.ask('Hello');
		await test.conversation.requestPerson(PERSON, '');
		const token = await test.conversation.claim(AGENT);
		return { test, staff, owner, token };
	}

	it('loses the floor, the wish stands again, what they write is refused, and their line is closed', async () => {
		const { test, staff, owner, token } = await held();
		expect(await test.conversation.standDown('agent-a')).toEqual({ position: token.position });
		expect(await test.conversation.standDown('agent-a')).toEqual({ position: null });
		await everythingElse();
		expect(test.conversation.view(PERSON)).toMatchObject({ floor: null, handover: { status: 'requested' } });
		expect(wishesOf(test)).toMatchObject([
			{ origin: 'person', status: 'closed', outcome: 'dismissed' },
			{ origin: 'rule', status: 'requested', reason: 'dismissed' }
		]);
		expect(staff.closed).toContain(1008);
		expect(owner.closed).toEqual([]);
		const demoted: Actor = { ...AGENT, role: 'user' };
		const message = { ...token, clientMessageId: 'm', text: 'Still me' };
		await expect(test.conversation.say(demoted, message)).rejects.toMatchObject({ code: 'not-found' });
		await expect(test.conversation.say(AGENT, message)).rejects.toMatchObject({ code: 'conflict' });
		const heard = await test.ask('Is somebody there?');
		expect(heard.text).toBe('Another.');
	});

	it('keeps nothing of what a colleague holds', async () => {
		const { test, token } = await held();
		expect(await test.conversation.standDown('agent-b')).toEqual({ position: null });
		expect(test.conversation.view(PERSON).floor).toMatchObject({ position: token.position });
	});

	it('loses it within minutes even where nobody said so, though their page stays open', async () => {
		let may = true;
		const { test, staff } = await held(() => Promise.resolve(may));
		await letTimePass(test, 2 * LIMITS.awayMs);
		expect(test.conversation.view(PERSON).floor).not.toBeNull();
		may = false;
		await letTimePass(test, 2 * LIMITS.awayMs);
		expect(test.conversation.view(PERSON).floor).toBeNull();
		expect(staff.closed).toContain(1008);
	});
});
