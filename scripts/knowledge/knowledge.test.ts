// The command line's pieces, the client against a real HTTP server.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAll } from './add.mjs';
import { readArguments } from './arguments.mjs';
import { createClient } from './client.mjs';
import { createProgress, drawBar } from './progress.mjs';
import { findSources, readSource } from './sources.mjs';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'segue-knowledge-'));
});
afterEach(async () => {
	await rm(folder, { recursive: true, force: true });
});

describe('the arguments', () => {
	it('are a command, its paths, tags and an audience, in any order', () => {
		expect(
			readArguments(['add', '--tag', 'a', 'x.md', '--audience=staff', 'y', '--json', '--tag=b=c'])
		).toEqual({
			command: 'add',
			names: ['x.md', 'y'],
			tags: ['a', 'b=c'],
			audience: 'staff',
			json: true
		});
		expect(readArguments(['remove', '--', '--odd.md']).names).toEqual(['--odd.md']);
	});

	it('are explained when there are none', () => {
		expect(readArguments([]).command).toBe('help');
		expect(readArguments(['add', '--help']).command).toBe('help');
	});

	it.each([
		[['delete', 'x'], 'There is no command "delete"'],
		[['add'], 'add needs at least one path'],
		[['remove'], 'remove needs at least one name'],
		[['add', 'x', '--tag'], '--tag needs a value'],
		[['add', 'x', '--audience', 'kings'], 'There is no audience "kings"'],
		[['add', 'x', '--force'], 'There is no option --force']
	])('%j are refused with what is wrong', (args, sentence) => {
		expect(() => readArguments(args)).toThrow(sentence);
	});
});

describe('the files', () => {
	it('of a folder are named by their path in it; a file by its name; others are passed over', async () => {
		await mkdir(join(folder, 'b', '.git'), { recursive: true });
		for (const name of ['b/two.HTML', 'a.md', 'b/one.txt', 'b/picture.png', 'b/.git/x.md', '.hidden.md'])
			await writeFile(join(folder, name), 'x');
		expect(findSources([folder, join(folder, 'b', 'one.txt')]).map(({ name }) => name)).toEqual([
			'a.md',
			'b/one.txt',
			'b/two.HTML',
			'one.txt'
		]);
		expect(readSource({ path: join(folder, 'b/two.HTML'), name: 'b/two.HTML' })).toMatchObject({
			mediaType: 'text/html'
		});
	});

	it('that are not there, or of another kind, are named', async () => {
		await writeFile(join(folder, 'song.mp3'), '');
		expect(() => findSources([join(folder, 'nowhere')])).toThrow(
			`There is no file or folder ${join(folder, 'nowhere')}.`
		);
		expect(() => findSources([join(folder, 'song.mp3')])).toThrow(
			'cannot be added: Segue reads Markdown, text, HTML, PDF and Word'
		);
	});
});

describe('the client', () => {
	let url: string;
	let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
	const server = createServer(async (request, response) => answer(request, response, await text(request)));
	beforeEach(async () => {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
		response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
	const source = { name: 'a/é.md', mediaType: 'text/markdown', bytes: new TextEncoder().encode('# A') };

	it('sends the document with its key, name, tags and audience', async () => {
		let seen = '';
		answer = (request, response, body) => {
			seen = `${request.method} ${request.url} ${String(request.headers['x-api-key'])} ${body}`;
			json(response, 201, { documentId: 'd', revision: 'r', status: 'created', chunks: 3 });
		};
		const added = await createClient({ url, key: 'k' }).add({
			...source,
			tags: ['x', 'y'],
			audience: 'staff'
		});
		expect(added).toMatchObject({ status: 'created', chunks: 3 });
		expect(seen).toContain('POST /api/knowledge/documents k ');
		for (const part of ['# A', 'a/é.md', 'x,y', 'staff']) expect(seen).toContain(part);
	});

	it('waits for what is read in the background, and says why it was not taken in', async () => {
		const seen: string[] = [];
		const states = ['reading', 'indexing'];
		answer = (request, response, body) => {
			seen.push(`${request.method} ${request.url} ${body.slice(0, 5)}`.trim());
			const status = states.shift() ?? (body.startsWith('PK') ? 'failed' : 'done');
			const chunks = { done: 2, total: 2 };
			json(response, 200, {
				id: 'i',
				documentId: 'd',
				status,
				outcome: 'revised',
				chunks,
				problem: 'It is none.'
			});
		};
		const client = createClient({ url, key: 'k', wait: () => Promise.resolve() });
		const file = (start: string) => ({ ...source, bytes: new TextEncoder().encode(`${start} and more`) });
		expect(await client.add({ ...file('%PDF-'), audience: 'staff' })).toMatchObject({
			status: 'revised',
			chunks: 2
		});
		expect(seen).toEqual([
			'POST /api/knowledge/ingests?name=a%2F%C3%A9.md&audience=staff %PDF-',
			...['GET /api/knowledge/ingests/i', 'GET /api/knowledge/ingests/i']
		]);
		await expect(client.add(file('PK\u0003\u0004'))).rejects.toThrow('It is none.');
	});

	it('reads every page of the list', async () => {
		answer = (request, response) => {
			const isFirst = !request.url?.includes('cursor=');
			json(response, 200, {
				documents: [{ id: isFirst ? '1' : '2', name: isFirst ? 'a' : 'b' }],
				nextCursor: isFirst ? 'n&x' : null
			});
		};
		expect((await createClient({ url, key: 'k' }).list()).map(({ name }) => name)).toEqual(['a', 'b']);
	});

	it('comes back when it is asked to, after as long as it is asked to', async () => {
		let calls = 0;
		answer = (_, response) =>
			json(response, ++calls < 3 ? 429 : 200, { documentId: 'd', chunks: 1 }, { 'retry-after': '7' });
		const waits: number[] = [];
		const wait = (ms: number) => Promise.resolve(waits.push(ms));
		await createClient({ url, key: 'k', wait }).add(source);
		expect(waits).toEqual([7000, 7000]);
	});

	it.each([
		[401, {}, 'does not accept this key'],
		[413, { error: { message: 'Too large.' } }, 'Too large.'],
		[500, 'html', 'answered 500']
	])('tells what status %i means', async (status, body, sentence) => {
		answer = (_, response) => json(response, status, body);
		await expect(createClient({ url, key: 'k' }).add(source)).rejects.toThrow(sentence);
	});

	it('tells that something else runs there when a page is what it gets', async () => {
		answer = (_, response) => response.end('<html>');
		await expect(createClient({ url, key: 'k' }).list()).rejects.toThrow('is something else running there?');
	});

	it('tells when nothing runs there', async () => {
		await expect(createClient({ url: 'http://127.0.0.1:9', key: 'k' }).list()).rejects.toThrow(
			'Segue does not answer at http://127.0.0.1:9'
		);
	});
});

describe('adding many', () => {
	const files = async (...names: string[]) => {
		for (const name of names) await writeFile(join(folder, name), name);
		return findSources([folder]);
	};

	it('goes on after one that fails, and counts each', async () => {
		const found = await files('a.md', 'b.md', 'c.md', 'd.md');
		const statuses: Record<string, 'created' | 'revised' | 'unchanged'> = {
			'a.md': 'created',
			'b.md': 'revised',
			'd.md': 'unchanged'
		};
		const failed: string[] = [];
		const { Problem } = await import('../start/problem.mjs');
		const tally = await addAll({
			found,
			client: {
				add: ({ name }) => {
					const status = statuses[name];
					if (!status) return Promise.reject(new Problem('Too large.'));
					return Promise.resolve({ documentId: name, revision: '', status, chunks: 2 });
				}
			},
			onFailed: (name, sentence) => failed.push(`${name}: ${sentence}`)
		});
		expect(tally).toEqual({ added: 1, revised: 1, unchanged: 1, failed: 1, chunks: 6 });
		expect(failed).toEqual(['c.md: Too large.']);
	});

	it('stops at once when the key is refused: no other file would fare better', async () => {
		const found = await files('a.md', 'b.md', 'c.md', 'd.md', 'e.md');
		const { Problem } = await import('../start/problem.mjs');
		let calls = 0;
		const client = { add: () => (calls++, Promise.reject(new Problem('This key is not accepted.', 2))) };
		await expect(addAll({ found, client })).rejects.toThrow('This key is not accepted.');
		expect(calls).toBeLessThanOrEqual(2);
	});
});

describe('the progress', () => {
	it('is a bar no wider than the terminal', () => {
		expect(drawBar(1, 2, 'chapter.md', 80)).toBe('████████████░░░░░░░░░░░░ 1/2 chapter.md');
		expect(drawBar(2, 2, 'a-very-long-name-indeed.md', 40).length).toBeLessThan(40);
	});

	it('is plain lines where there is no terminal', () => {
		let written = '';
		const progress = createProgress(2, { isTTY: false, write: (words) => (written += words) });
		progress.step('a.md', 'added');
		progress.say('b.md: Too large.');
		progress.step('b.md', 'failed');
		expect(written).toBe('added     a.md\nb.md: Too large.\nfailed    b.md\n');
	});
});
