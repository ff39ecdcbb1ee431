import { describe, expect, it } from 'vitest';
import type { LiveFrame } from '#lib/shared/conversation/live.ts';
import { createManualClock } from '../../platform/index.ts';
import { createSqliteStorage } from '../fixtures/sqlite-storage.ts';
import { CONVERSATION, createJournal } from '../journal.ts';
import { createConversationStore } from '../store/index.ts';
import { migrate } from '../store/migrations.ts';
import { createDelivery } from './delivery.ts';
import type { LiveSocket } from './live-socket.ts';

function openRoom({ isBusy = () => false }: { isBusy?: () => boolean } = {}) {
	const storage = createSqliteStorage();
	migrate(storage);
	const store = createConversationStore(storage);
	const journal = createJournal(store, createManualClock());
	const sockets: TestSocket[] = [];
	const timers: (() => void)[] = [];
	const delivery = createDelivery({
		log: store.log,
		journal,
		sockets: () => sockets,
		later: (_delayMs, work) => timers.push(work),
		isBusy
	});
	journal.subscribe('any', delivery.notice);
	return {
		delivery,
		sockets,
		open(position = 0) {
			const socket = createSocket(position);
			sockets.push(socket);
			return socket;
		},
		async say(count: number) {
			for (let at = 0; at < count; at++)
				journal.append(CONVERSATION, { type: 'data-title', transient: true, data: { title: `${at}` } });
			await journal.settled();
		},
		/** Ends the window that is open. */
		pass: () => timers.shift()?.(),
		isWaiting: () => timers.length > 0
	};
}

interface TestSocket extends LiveSocket {
	frames: string[];
	kept: number;
	isBroken: boolean;
	seqs(): number[];
}

function createSocket(position: number): TestSocket {
	const socket: TestSocket = {
		watcher: { key: 'key', personId: 'person', role: 'owner', mayWrite: true },
		frames: [],
		kept: position,
		isBroken: false,
		position: () => position,
		moveTo: (seq) => {
			position = seq;
		},
		keep: () => {
			socket.kept = position;
		},
		send: (frame) => {
			if (socket.isBroken) throw new Error('closed');
			socket.frames.push(frame);
		},
		close: () => undefined,
		seqs: () =>
			socket.frames.flatMap((text) => {
				const frame = JSON.parse(text) as LiveFrame;
				return frame.type === 'events' ? frame.events.map(({ seq }) => seq) : [];
			})
	};
	return socket;
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe('delivery to live sockets', () => {
	it('sends the first event after a pause at once, and what comes meanwhile in one message', async () => {
		const room = openRoom();
		const socket = room.open();
		await room.say(1);
		expect(socket.frames).toHaveLength(1);
		for (let round = 0; round < 5; round++) await room.say(3);
		expect(socket.frames).toHaveLength(1);
		room.pass();
		expect(socket.frames).toHaveLength(2);
		expect(socket.seqs()).toEqual(upTo(16));
		// Nothing came: the next window is not opened, so that the object can sleep.
		room.pass();
		expect(room.isWaiting()).toBe(false);
		await room.say(1);
		expect(socket.seqs()).toEqual(upTo(17));
	});

	it('gives every socket every event once and in order, wherever it begins', async () => {
		const room = openRoom();
		await room.say(1_300);
		const old = room.open(0);
		const late = room.open(1_250);
		room.delivery.catchUp(old);
		await room.say(20);
		room.pass();
		room.pass();
		expect(old.seqs()).toEqual(upTo(1_320));
		expect(late.seqs()).toEqual(upTo(1_320, 1_251));
	});

	it('goes on with the others when one socket fails', async () => {
		const room = openRoom();
		const broken = room.open();
		broken.isBroken = true;
		const sound = room.open();
		await room.say(2);
		expect(sound.seqs()).toEqual([1, 2]);
		expect(broken.position()).toBe(0);
	});

	it('keeps positions with the sockets when the object may sleep, and not at every word of a turn', async () => {
		let isBusy = true;
		const room = openRoom({ isBusy: () => isBusy });
		const socket = room.open();
		await room.say(3);
		expect(socket.kept).toBe(0);
		isBusy = false;
		await room.say(1);
		room.pass();
		expect(socket.kept).toBe(4);
	});
});
