// Files that go with what is said in a ticket: who may see them, with what they come and with what they go.
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { newId } from '#lib/shared/ids.ts';
import { VISITOR } from '#lib/shared/actor.ts';
import { schema } from '../../platform/index.ts';
import { openTicketSchool, refusalOf } from '../fixtures/ticket-school.ts';

const school = openTicketSchool(env.DB);
const { tickets, ticketFiles, person, open, see, clock, database } = school;
const [sam, tom, ada, bea] = await Promise.all([
	person('user'),
	person('user'),
	person('agent'),
	person('agent')
]);
const bytes = (text: string) => new TextEncoder().encode(text);
const file = (name = 'log.txt', text = 'It stopped.') => ({ name, bytes: bytes(text) });
const wordsOf = async (actor: typeof sam, id: string) =>
	new Response(await (await ticketFiles.read(actor, id)).open()).text();
const comment = (fileIds: string[], more: object = {}) => ({
	...{ body: 'See the file.', isInternal: false, clientKey: newId(), fileIds, ...more }
});
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;

it('a file comes with the words it was added to, for both sides of the ticket', async () => {
	const own = await ticketFiles.add(sam, undefined, file());
	const { number } = await open(sam, { fileIds: [own.id] });
	const answer = await ticketFiles.add(ada, number, file('how.txt', 'So.'));
	await tickets.comment(ada, number, comment([answer.id]));
	for (const reader of [sam, ada]) {
		const { comments } = await see(reader, number);
		expect(comments.map(({ files }) => files.map(({ name }) => name))).toEqual([['log.txt'], ['how.txt']]);
		expect(await wordsOf(reader, own.id)).toBe('It stopped.');
		expect(await wordsOf(reader, answer.id)).toBe('So.');
	}
});

it('a file of somebody else’s ticket, of an internal comment, or that is not sent yet looks like one that is not there', async () => {
	const { number } = await open(sam);
	const sent = await ticketFiles.add(ada, number, file());
	const secret = await ticketFiles.add(ada, number, file('secret.txt'));
	const waiting = await ticketFiles.add(sam, number, file());
	await tickets.comment(ada, number, comment([sent.id]));
	await tickets.comment(ada, number, comment([secret.id], { isInternal: true }));
	expect(JSON.stringify(await see(sam, number))).not.toContain('secret.txt');
	const unseen: [typeof sam, string][] = [
		[tom, sent.id],
		[sam, secret.id],
		[tom, waiting.id],
		[ada, waiting.id],
		[{ ...ada, role: 'user' }, secret.id]
	];
	const none = await refusalOf(ticketFiles.read(sam, newId()));
	for (const [actor, id] of unseen) expect(await refusalOf(ticketFiles.read(actor, id))).toEqual(none);
	expect(await wordsOf(bea, secret.id)).toBe('It stopped.');
	expect(await wordsOf(sam, waiting.id)).toBe('It stopped.');
});

it('nobody adds to another’s ticket, sends another’s file, or sends one into another’s ticket', async () => {
	const { number } = await open(sam);
	expect(await codeOf(ticketFiles.add(tom, number, file()))).toBe('not-found');
	expect(await codeOf(ticketFiles.add(VISITOR, undefined, file()))).toBe('unauthenticated');
	const toms = await ticketFiles.add(tom, undefined, file());
	expect(await codeOf(tickets.comment(sam, number, comment([toms.id])))).toBe('not-found');
	expect(await codeOf(open(sam, { fileIds: [toms.id] }))).toBe('not-found');
	// An agent's file for Tom does not end in Sam's ticket.
	const forTom = await ticketFiles.add(ada, (await open(tom)).number, file());
	expect(await codeOf(tickets.comment(ada, number, comment([forTom.id])))).toBe('not-found');
	expect((await see(sam, number)).comments).toHaveLength(1);
	await tickets.comment(ada, number, { ...comment([]), status: 'closed' });
	expect(await codeOf(ticketFiles.add(sam, number, file()))).toBe('conflict');
});

it('a comment that is sent twice has its file once, and a file goes with the first comment that names it', async () => {
	const { number } = await open(sam);
	const { id } = await ticketFiles.add(sam, number, file());
	const first = comment([id]);
	await Promise.all([1, 2, 3].map(() => tickets.comment(sam, number, first)));
	await tickets.comment(sam, number, comment([id]));
	const { comments } = await see(sam, number);
	expect(comments.map(({ files }) => files.length)).toEqual([0, 1, 0]);
	expect(await codeOf(ticketFiles.remove(sam, id))).toBe('conflict');
});

it('what was added and not sent can be taken back, and is swept after a day', async () => {
	const taken = await ticketFiles.add(sam, undefined, file());
	expect(await codeOf(ticketFiles.remove(tom, taken.id))).toBe('not-found');
	await ticketFiles.remove(sam, taken.id);
	expect(await env.FILES.head(`${sam.userId}/tickets/${taken.id}.txt`)).toBeNull();
	const forgotten = await ticketFiles.add(sam, undefined, file());
	const { number } = await open(sam, { fileIds: [(await ticketFiles.add(sam, undefined, file())).id] });
	clock.advance(25 * 60 * 60_000);
	await ticketFiles.sweepUnsent();
	expect(await codeOf(ticketFiles.read(sam, forgotten.id))).toBe('not-found');
	expect(await env.FILES.head(`${sam.userId}/tickets/${forgotten.id}.txt`)).toBeNull();
	expect((await see(sam, number)).comments[0]?.files).toHaveLength(1);
});

it('nobody keeps more unsent files than anybody sends, however fast they come', async () => {
	const greedy = await person('guest');
	const outcomes = await Promise.all(
		Array.from({ length: 45 }, () => codeOf(ticketFiles.add(greedy, undefined, file())))
	);
	expect(outcomes.filter((code) => code === 'conflict')).toHaveLength(5);
});

it('lies with the requester’s things, whoever brought it, and goes with the ticket', async () => {
	const gone = await person('user');
	const { number } = await open(gone);
	const { id } = await ticketFiles.add(ada, number, file());
	await tickets.comment(ada, number, comment([id]));
	expect(await env.FILES.head(`${gone.userId}/tickets/${id}.txt`)).not.toBeNull();
	await database.delete(schema.tickets).where(eq(schema.tickets.requesterId, gone.userId));
	expect(await codeOf(ticketFiles.read(ada, id))).toBe('not-found');
});
