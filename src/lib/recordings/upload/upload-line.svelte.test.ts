import { describe, expect, it, vi } from 'vitest';
import type { RecordingView, UploadView } from '#lib/shared/recordings/views.ts';
import { wavOf } from '../sound/wav-sound.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import type { KeptUpload } from './kept-files.ts';
import { UploadLine, type UploadSurroundings } from './upload-line.svelte.ts';

const CHUNK = 1_000;
const WORDS = new Proxy({} as UploadSurroundings['words'], { get: (_, name) => `words: ${String(name)}` });

/** A server that keeps parts, and a line that the test can cut. */
function scene() {
	const parts = new Map<string, Set<number>>();
	const kept = new Map<string, KeptUpload>();
	const asked: string[] = [];
	let sends = 0;
	let isCut = false;
	let container: RecordingView['container'] = 'wav';
	const viewOf = (clientKey: string, sizeBytes: number, kind: UploadView['kind']): UploadView => {
		const id = `${kind}-${clientKey}`;
		const received = [...(parts.get(id) ?? parts.set(id, new Set()).get(id) ?? [])];
		return {
			...{ id, recordingId: 'recording', kind, fileName: 'a.wav', title: 'a', clientKey, sizeBytes },
			...{ receivedBytes: received.length * CHUNK, expiresAt: 0 },
			transport: { by: 'chunks', chunkBytes: CHUNK, received }
		};
	};
	const world: UploadSurroundings = {
		ask: (async (method: string, path: string, body?: { clientKey: string; sizeBytes: number }) => {
			asked.push(`${method} ${path}`);
			if (path.endsWith('/complete')) return { recording: { id: 'recording', container } };
			if (method === 'GET') return { uploads: [...kept.keys()].map((key) => viewOf(key, 1, 'original')) };
			const kind = path.endsWith('/sound') ? 'sound' : 'original';
			return body === undefined ? undefined : { upload: viewOf(body.clientKey, body.sizeBytes, kind) };
		}) as UploadSurroundings['ask'],
		sendPart: async ({ path, body }, onsent, signal) => {
			sends++;
			if (isCut) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
			if (signal.aborted) throw new WireError('unreachable', '', true);
			const [, id = '', number = '0'] = /uploads\/(.+)\/parts\/(\d+)/.exec(path) ?? [];
			parts.get(id)?.add(Number(number));
			onsent(body.size);
			return new Response('{}');
		},
		kept: {
			all: async () => [...kept.values()],
			keep: async (upload) => void kept.set(upload.clientKey, upload),
			forget: async (clientKey) => void kept.delete(clientKey)
		},
		withLock: (_, _onwait, work) => work(),
		wait: async () => undefined,
		deriveSound: async () => wavOf([new Float32Array(1_200)], 22_050),
		now: () => 0,
		newId: () => 'key',
		words: WORDS
	};
	return {
		world,
		kept,
		asked,
		parts,
		sends: () => sends,
		cut: (now: boolean) => (isCut = now),
		answerWith: (kind: RecordingView['container']) => (container = kind)
	};
}

const take = (samples = 1_500, name = '03_Clair-de-lune.wav') =>
	new File([wavOf([new Float32Array(samples)], 22_050)], name, { type: 'audio/wav' });

describe('an upload', () => {
	it('goes out in parts and becomes a recording, which the page hears of; nothing of it is kept here then', async () => {
		const { world, kept, asked, parts } = scene();
		const line = new UploadLine('me', world);
		const heard: string[] = [];
		line.onrecording = ({ id }) => heard.push(id);
		await line.add([take()]);
		const [item] = line.items;
		expect(item?.details.title).toBe('Clair de lune');
		expect(item?.status).toBe('draft');
		line.start(item!);
		await vi.waitFor(() => expect(item?.status).toBe('done'));
		expect([...(parts.get('original-key') ?? [])]).toEqual([1, 2, 3, 4]);
		expect(heard).toEqual(['recording']);
		expect(kept.size).toBe(0);
		expect(asked.at(-1)).toBe('POST /api/recordings/uploads/original-key/complete');
	});

	it('that is paused sends nothing twice when it goes on, on this page or the next', async () => {
		const { world, kept, cut, parts, sends } = scene();
		const line = new UploadLine('me', world);
		await line.add([take()]);
		const item = line.items[0]!;
		parts.set('original-key', new Set([1, 2]));
		cut(true);
		line.start(item);
		await vi.waitFor(() => expect(sends()).toBe(1));
		line.pause(item);
		expect(item.status).toBe('paused');
		await vi.waitFor(() => expect(kept.get('key')?.isPaused).toBe(true));
		cut(false);

		const next = new UploadLine('me', world);
		await next.restore([]);
		expect(next.items[0]?.status).toBe('paused');
		next.start(next.items[0]!);
		await vi.waitFor(() => expect(next.items[0]?.status).toBe('done'));
		// The cut one, and the two that were missing.
		expect(sends()).toBe(3);
	});

	it('of what the server cannot decode is followed by its sound; when only that is missing, only that is sent', async () => {
		const { world, asked, answerWith, parts } = scene();
		answerWith('m4a');
		const line = new UploadLine('me', world);
		await line.add([take(400, 'phone.m4a')]);
		const item = line.items[0]!;
		item.recordingId = 'recording';
		line.start(item);
		await vi.waitFor(() => expect(item.status).toBe('done'));
		expect(asked).toEqual([
			'POST /api/recordings/recording/sound',
			'POST /api/recordings/uploads/sound-key/complete'
		]);
		expect(parts.has('original-key')).toBe(false);
	});

	it('whose file this browser does not have asks for it, and takes no other', async () => {
		const { world } = scene();
		const line = new UploadLine('me', world);
		const file = take();
		await line.restore([
			{
				...{
					id: 'u',
					recordingId: 'r',
					kind: 'original',
					fileName: file.name,
					title: 'A',
					clientKey: 'other'
				},
				...{ sizeBytes: file.size, receivedBytes: CHUNK, expiresAt: 0 },
				transport: { by: 'chunks', chunkBytes: CHUNK, received: [1] }
			}
		]);
		const item = line.items[0]!;
		expect(item.status).toBe('needs-file');
		line.giveFile(item, take(20));
		expect(item).toMatchObject({ status: 'needs-file', problem: 'words: not-the-file' });
		await line.add([file]);
		expect(line.items).toHaveLength(1);
		await vi.waitFor(() => expect(item.status).toBe('done'));
	});

	it('is refused with words before a byte is sent when it is no recording; nobody else’s files are taken up', async () => {
		const { world, kept, asked } = scene();
		const line = new UploadLine('me', world);
		await line.add([new File(['Dear teacher'], 'letter.wav')]);
		expect(line.items[0]).toMatchObject({ status: 'refused', problem: 'words: not-sound' });
		expect(line.drafts).toEqual([]);
		await line.cancel(line.items[0]!);
		kept.set('theirs', {
			...{ clientKey: 'theirs', personId: 'somebody', file: take() },
			details: line.items[0]?.details ?? ({} as KeptUpload['details'])
		});
		await line.restore([]);
		expect(line.items).toEqual([]);
		expect(kept.size).toBe(0);
		expect(asked).toEqual([]);
	});

	it('that the server refuses says its words, and is tried again only by hand', async () => {
		const { world } = scene();
		let tries = 0;
		world.ask = async () => {
			tries++;
			throw new WireError('forbidden', 'A guardian’s consent is missing.', false);
		};
		const line = new UploadLine('me', world);
		await line.add([take()]);
		line.start(line.items[0]!);
		await vi.waitFor(() => expect(line.items[0]?.status).toBe('failed'));
		expect(line.items[0]?.problem).toBe('A guardian’s consent is missing.');
		expect(tries).toBe(1);
	});
});
