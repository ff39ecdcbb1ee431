import { describe, expect, it } from 'vitest';
import { memory, refusal } from '../fixtures/test-scene.ts';
import { NEW_DRAFT, Outbox } from '../outbox.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { FileTray } from './file-tray.svelte.ts';
import { UploadLine } from './upload-line.ts';

const DRAFT = '11111111-1111-4111-8111-111111111111';
const idOf = (number: number) => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;
const urlOf = (number: number) => `/api/attachments/${idOf(number)}`;
const file = (name: string, bytes = 3) => new File(['a'.repeat(bytes)], name, { type: '' });

/** An upload that the test answers. */
interface Arrival {
	path: string;
	name: string;
	signal: AbortSignal;
	sent: (share: number) => void;
	/** Gives what was made of it the time to show. */
	answer: (response: Response | Error) => Promise<void>;
	taken: () => Promise<void>;
}

/** A server whose uploads wait for the test, and a page that can be loaded anew. */
function scene({ key = DRAFT, gone = [] as number[] } = {}) {
	const store = memory();
	const arrivals: Arrival[] = [];
	const asked: string[] = [];
	const waits: number[] = [];
	let ids = 0;
	let conversations = 0;
	const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
	const world = {
		fetch: (path: string, init?: RequestInit) => {
			asked.push(`${init?.method ?? 'GET'} ${path}`);
			const isGone = init?.method === 'HEAD' && gone.some((number) => path === urlOf(number));
			return Promise.resolve(new Response(null, { status: isGone ? 404 : 204 }));
		},
		wait: (ms: number) => {
			waits.push(ms);
			return Promise.resolve();
		},
		newId: () => `conversation-${++conversations}`,
		sendFile: (path: string, sent: File, onsent: (share: number) => void, signal: AbortSignal) =>
			new Promise<Response>((resolve, reject) => {
				signal.addEventListener('abort', () => reject(new WireError('unreachable', 'aborted', true)));
				const answer = (response: Response | Error) => {
					if (response instanceof Error) reject(response);
					else resolve(response);
					return settled();
				};
				const taken = () => {
					const body = { id: idOf(++ids), name: sent.name, mediaType: 'text/plain', sizeBytes: sent.size };
					return answer(Response.json(body, { status: 201 }));
				};
				arrivals.push({ path, name: sent.name, signal, sent: onsent, answer, taken });
			})
	};
	const open = () => new FileTray(key, world, new Outbox(store), new UploadLine());
	return { open, tray: open(), arrivals, asked, waits, settled, outbox: new Outbox(store) };
}

const shown = (tray: FileTray) => tray.files.map(({ name, status }) => `${name} ${status}`);
const networkGone = () => new WireError('unreachable', 'gone', true);

describe('files for a message', () => {
	it('are uploaded two at a time, the first of a page alone, and then handed to the message', async () => {
		const { tray, arrivals, outbox } = scene();
		tray.add([file('a.txt'), file('b.txt'), file('c.txt')]);
		expect(arrivals.map(({ name }) => name)).toEqual(['a.txt']);
		arrivals[0]?.sent(0.4);
		expect(tray.files[0]).toMatchObject({ status: 'sending', sent: 0.4 });
		expect(tray.isBusy).toBe(true);
		await arrivals[0]?.taken();
		expect(shown(tray)).toEqual(['a.txt there', 'b.txt sending', 'c.txt sending']);
		expect(tray.said).toContain('a.txt');
		await arrivals[2]?.taken();
		await arrivals[1]?.taken();
		expect(tray.isBusy).toBe(false);
		expect(tray.take()).toMatchObject({
			conversationId: DRAFT,
			files: [{ url: urlOf(1), filename: 'a.txt' }, { url: urlOf(3) }, { url: urlOf(2) }]
		});
		expect(tray.files).toEqual([]);
		expect(outbox.draftFiles(DRAFT)).toBeUndefined();
	});

	it('of a new conversation all belong to one id, and the next message begins with another', async () => {
		const { tray, arrivals, open } = scene({ key: NEW_DRAFT });
		tray.add([file('a.txt'), file('b.txt')]);
		await arrivals[0]?.taken();
		expect(open().take()).toMatchObject({ conversationId: 'conversation-1', files: [{ url: urlOf(1) }] });
		tray.add([file('c.txt')]);
		await arrivals[1]?.taken();
		expect(new Set(arrivals.map(({ path }) => path))).toEqual(
			new Set(['/api/attachments?conversationId=conversation-1'])
		);
		tray.take();
		tray.add([file('d.txt')]);
		expect(arrivals.at(-1)?.path).toMatch(/conversation-2$/);
	});

	it.each([
		['song.pdf', 3, /PDF/],
		['clef.svg', 3, /kind of file/],
		['lesson.docx', 3, /kind of file/],
		['empty.txt', 0, /empty/],
		['long.txt', 256 * 1024 + 1, /256 KB/],
		['large.png', 5 * 1024 * 1024 + 1, /5 MB/]
	])('%s of %d bytes is refused at once, says why, and keeps the message back', (name, bytes, why) => {
		const { tray, arrivals, outbox } = scene();
		tray.add([file(name, bytes)]);
		expect(tray.files).toMatchObject([{ status: 'refused', problem: expect.stringMatching(why) as string }]);
		expect(tray.obstacle).toContain(name);
		expect(arrivals).toEqual([]);
		expect(outbox.draftFiles(DRAFT)).toBeUndefined();
		// Read and done with, as soon as the next is chosen.
		tray.add([file('a.txt')]);
		expect(shown(tray)).toEqual(['a.txt sending']);
		expect(tray.obstacle).toBeUndefined();
	});

	it('are let through where only the server can tell what they are', () => {
		const { tray, arrivals } = scene();
		tray.add([file('photo')]);
		expect(arrivals).toHaveLength(1);
	});

	it('beyond five are left out, and named', () => {
		const { tray } = scene();
		tray.add(Array.from({ length: 7 }, (_, at) => file(`${at}.txt`)));
		expect(tray.files).toHaveLength(5);
		expect(tray.note).toContain('5 files at most');
		expect(tray.note).toContain('5.txt, 6.txt');
		tray.remove(tray.files[0]!.key);
		expect(tray.note).toBe('');
	});

	it.each([
		[413, refusal(413, 'too-large', false), 'No.'],
		[415, refusal(415, 'unsupported', false), 'No.'],
		[413, new Response('<h1>Request Entity Too Large</h1>', { status: 413 }), 'could not be uploaded']
	])('that the server answers with %d are refused for good, in its words', async (_, response, words) => {
		const { tray, arrivals, outbox } = scene();
		tray.add([file('a.txt'), file('b.txt')]);
		await arrivals[0]?.answer(response);
		expect(tray.files[0]).toMatchObject({
			status: 'refused',
			problem: expect.stringContaining(words) as string
		});
		await arrivals[1]?.taken();
		expect(shown(tray)).toEqual(['a.txt refused', 'b.txt there']);
		tray.again(tray.files[0]!.key);
		expect(arrivals).toHaveLength(2);
		expect(outbox.draftFiles(DRAFT)).toMatchObject({ files: [{ url: urlOf(1) }], unfinished: [] });
	});

	it('that the server is too busy for are sent again when it said, and three times at most', async () => {
		const { tray, arrivals, waits, settled } = scene();
		const busy = () => {
			const answer = refusal(429, 'rate-limited', true);
			answer.headers.set('retry-after', '7');
			return answer;
		};
		tray.add([file('a.txt')]);
		await arrivals[0]?.answer(busy());
		await arrivals[1]?.answer(refusal(503, 'unavailable', true));
		await arrivals[2]?.answer(busy());
		expect(waits[0]).toBe(7000);
		expect(waits).toHaveLength(2);
		expect(shown(tray)).toEqual(['a.txt failed']);
		tray.again(tray.files[0]!.key);
		await settled();
		await arrivals[3]?.taken();
		expect(shown(tray)).toEqual(['a.txt there']);
	});

	it('whose upload broke off go on when the network is back, or when they are told to', async () => {
		const { tray, arrivals } = scene();
		tray.add([file('a.txt'), file('b.txt')]);
		arrivals[0]?.sent(0.5);
		await arrivals[0]?.answer(networkGone());
		await arrivals[1]?.answer(networkGone());
		expect(shown(tray)).toEqual(['a.txt failed', 'b.txt failed']);
		expect(tray.obstacle).toContain('a.txt');
		tray.goOn();
		await arrivals[2]?.taken();
		await arrivals[3]?.taken();
		expect(shown(tray)).toEqual(['a.txt there', 'b.txt there']);
		tray.goOn();
		expect(arrivals).toHaveLength(4);
	});

	it('are not taken for sent when something else than our server says 200', async () => {
		const { tray, arrivals } = scene();
		tray.add([file('a.txt')]);
		await arrivals[0]?.answer(new Response('<h1>Welcome to the hotel</h1>'));
		expect(shown(tray)).toEqual(['a.txt failed']);
	});

	it('removed on their way are broken off; those the server has by then are removed there', async () => {
		const { tray, arrivals, asked, settled } = scene();
		tray.add([file('a.txt'), file('b.txt'), file('c.txt')]);
		arrivals[0]?.sent(0.5);
		tray.remove(tray.files[0]!.key);
		expect(arrivals[0]?.signal.aborted).toBe(true);
		await settled();
		arrivals[1]?.sent(1);
		tray.remove(tray.files[0]!.key);
		expect(arrivals[1]?.signal.aborted).toBe(false);
		await arrivals[1]?.taken();
		expect(asked).toEqual([`DELETE ${urlOf(1)}`]);
		// One that waits for its turn never sets out.
		await arrivals[2]?.taken();
		tray.remove(tray.files[0]!.key);
		expect(asked).toEqual([`DELETE ${urlOf(1)}`, `DELETE ${urlOf(2)}`]);
		expect(tray.files).toEqual([]);
	});

	it('are there after a reload; those that were on their way are named, and not sent without a word', async () => {
		const { tray, arrivals, open, asked } = scene();
		tray.add([file('a.txt'), file('b.txt')]);
		await arrivals[0]?.taken();
		const after = open();
		expect(shown(after)).toEqual(['a.txt there', 'b.txt refused']);
		expect(after.obstacle).toContain('b.txt');
		expect(asked).toEqual([`HEAD ${urlOf(1)}`]);
		after.remove(after.files[1]!.key);
		expect(after.take()).toMatchObject({ conversationId: DRAFT, files: [{ url: urlOf(1) }] });
	});

	it('that were swept meanwhile are said to be gone', async () => {
		const { tray, arrivals, open, settled } = scene({ gone: [1] });
		tray.add([file('a.txt')]);
		await arrivals[0]?.taken();
		const after = open();
		await settled();
		expect(after.files).toMatchObject([
			{ status: 'refused', problem: expect.stringContaining('not there') as string }
		]);
		expect(after.take().files).toEqual([]);
	});

	it('sent in another tab are not offered here again, and come back when they are given back', async () => {
		const { tray, arrivals, open, outbox } = scene();
		tray.add([file('a.txt')]);
		await arrivals[0]?.taken();
		const other = open();
		const { conversationId, files } = tray.take();
		other.sync();
		expect(other.files).toEqual([]);
		outbox.keepDraftFiles(DRAFT, { conversationId, files, unfinished: [] });
		tray.sync();
		tray.sync();
		expect(shown(tray)).toEqual(['a.txt there']);
	});

	it('of a new conversation that another tab has begun are for yet another one', async () => {
		const { tray, arrivals, open } = scene({ key: NEW_DRAFT });
		tray.add([file('a.txt')]);
		await arrivals[0]?.taken();
		const other = open();
		tray.take();
		other.sync();
		other.add([file('b.txt')]);
		expect(arrivals.map(({ path }) => path.slice(-1))).toEqual(['1', '2']);
	});

	it('are none when what was kept is no such thing', () => {
		for (const hostile of [
			'{',
			'[]',
			'7',
			'{"conversationId":7}',
			'{"conversationId":"x","files":[{"url":"https://evil.example"},null]}'
		]) {
			const store = memory();
			store.setItem(`segue:draft-files:${DRAFT}`, hostile);
			expect(new Outbox(store).draftFiles(DRAFT)?.files ?? []).toEqual([]);
		}
	});
});
