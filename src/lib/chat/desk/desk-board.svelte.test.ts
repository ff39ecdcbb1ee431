import { describe, expect, it } from 'vitest';
import type { DeskEntry, DeskView } from '#lib/shared/desk.ts';
import { DeskBoard } from './desk-board.svelte.ts';

type Offer = NonNullable<DeskEntry['handover']>['offer'];

const waits = (id: string, offer: Offer = null): DeskEntry => ({
	...{ conversationId: id, title: id, personName: null, language: 'en', lastWords: '', updatedAt: 0 },
	handover: {
		...{ requestId: `wish of ${id}`, status: 'requested', origin: 'person', reason: '', createdAt: 0 },
		...{ agentName: null, isMine: false, offer, ticketNumber: null }
	}
});
const toMe = (endsAt: number): Offer => ({ agentName: 'Ana', isMine: true, endsAt });
const view = (...waiting: DeskEntry[]): DeskView => ({
	...{ waiting, taken: [], live: [], usualWaitMs: null, agents: [] }
});

function open(first: DeskView) {
	let answer: () => Response = () => Response.json(first);
	const board = new DeskBoard(first, 0, { fetch: () => Promise.resolve(answer()), now: () => 1 });
	return {
		board,
		async look(next: DeskView | Response) {
			answer = () => (next instanceof Response ? next : Response.json(next));
			return (await board.look()).map(({ kind, entry }) => `${entry.title} ${kind}`);
		}
	};
}

describe('the desk’s list', () => {
	it('tells of everybody who is new once, and of an offer again when it is made again', async () => {
		const { look } = open(view(waits('old')));
		expect(await look(view(waits('old')))).toEqual([]);
		expect(await look(view(waits('old'), waits('new')))).toEqual(['new waits']);
		expect(await look(view(waits('old'), waits('new', toMe(10))))).toEqual(['new offered']);
		expect(await look(view(waits('old'), waits('new', toMe(10))))).toEqual([]);
		expect(await look(view(waits('new', toMe(20))))).toEqual(['new offered']);
		expect(await look(view(waits('old')))).toEqual(['old waits']);
	});

	it('puts what is offered to whoever looks first', async () => {
		const { board, look } = open(view());
		await look(view(waits('one'), waits('two', toMe(10))));
		expect(board.offered.map(({ title }) => title)).toEqual(['two']);
		expect(board.waiting.map(({ title }) => title)).toEqual(['one']);
		expect(board.waitingCount).toBe(2);
	});

	it('keeps what it knew when it cannot be read, and says which of the two it is', async () => {
		const { board, look } = open(view(waits('old')));
		await look(Response.json({ error: { code: 'unavailable', message: '' } }, { status: 503 }));
		expect([board.state, board.waitingCount]).toEqual(['stale', 1]);
		await look(Response.json({ error: { code: 'forbidden', message: '' } }, { status: 403 }));
		expect([board.state, board.waitingCount]).toEqual(['closed', 1]);
		await look(view());
		expect([board.state, board.waitingCount]).toEqual(['fresh', 0]);
	});
});
