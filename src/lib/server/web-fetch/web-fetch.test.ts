// The web, played by a real server on this machine: every public name leads there, and what else is asked for is written down.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHostResolver } from './resolve-host.ts';
import { createWebFetch, type WebFetchOptions } from './web-fetch.ts';

const ANY = { hosts: [] };
type Site = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let port: number;
let sites: Record<string, Site> = {};
let asked: string[] = [];
beforeAll(async () => {
	server = createServer((request, response) => {
		const address = `${request.headers['x-host'] as string}${request.url ?? ''}`;
		asked.push(address);
		const site = sites[address];
		if (site === undefined) response.writeHead(404).end();
		else site(request, response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	port = (server.address() as AddressInfo).port;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(() => {
	asked = [];
	sites = {};
});

const page =
	(
		body: string | Uint8Array,
		headers: Record<string, string> = { 'content-type': 'text/html' },
		status = 200
	): Site =>
	(_request, response) =>
		void response.writeHead(status, headers).end(body);
const to = (location: string, status = 302): Site => page('', { location }, status);

/** Every name leads to the server above, which hears which it was. */
const wires: typeof fetch = (input, init) => {
	const url = new URL(input instanceof Request ? input.url : input);
	const headers = new Headers(init?.headers);
	headers.set('x-host', url.hostname);
	return fetch(`http://127.0.0.1:${port}${url.pathname}${url.search}`, { ...init, headers });
};

function open(changes: Partial<WebFetchOptions> = {}) {
	return createWebFetch({
		rules: ANY,
		resolver: createHostResolver({ dnsUrl: undefined, fetch: wires }),
		fetch: wires,
		mediaTypes: new Set(['text/html']),
		mostBytes: 100_000,
		...changes
	});
}
const words = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe('a page', () => {
	it('comes with what the site says of it', async () => {
		sites['school.example/fees'] = page('<h1>Fees</h1>', {
			'content-type': 'text/HTML; Charset="ISO-8859-1"',
			etag: '"1"'
		});
		const found = await open().get('https://school.example/fees#top');
		expect(found).toMatchObject({
			...{ url: 'https://school.example/fees', mediaType: 'text/html', charset: 'iso-8859-1', etag: '"1"' }
		});
		expect(words(found?.bytes)).toBe('<h1>Fees</h1>');
		expect(asked).toEqual(['school.example/robots.txt', 'school.example/fees']);
	});

	it('that has not changed is not read again', async () => {
		sites['school.example/'] = (request, response) => {
			response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200).end('x');
		};
		expect(await open().get('https://school.example/', { etag: '"1"' })).toBeUndefined();
	});

	it('is followed where it has moved, each step looked at like the first', async () => {
		sites['old.example/'] = to('https://www.old.example/new', 301);
		sites['www.old.example/new'] = to('/newer', 308);
		sites['www.old.example/newer'] = page('Here.');
		expect((await open().get('http://old.example/'))?.url).toBe('https://www.old.example/newer');
		for (const inside of ['http://169.254.169.254/', 'http://localhost/', 'file:///etc/passwd', '//127.1/']) {
			asked = [];
			sites['old.example/'] = to(inside);
			await expect(open().get('https://old.example/')).rejects.toMatchObject({ code: 'invalid' });
			expect(asked).toEqual(['old.example/robots.txt', 'old.example/']);
		}
	});

	it('that leads inside only at its third step leads nowhere', async () => {
		sites['one.example/'] = to('https://two.example/');
		sites['two.example/'] = to('https://three.example/');
		sites['three.example/'] = to('http://[::ffff:169.254.169.254]/latest/');
		await expect(open().get('https://one.example/')).rejects.toMatchObject({ code: 'invalid' });
		expect(asked.slice(1)).toEqual(['one.example/', 'two.example/', 'three.example/']);
	});

	it('that sends in a circle is given up', async () => {
		sites['old.example/'] = to('https://old.example/');
		await expect(open().get('https://old.example/')).rejects.toThrow('without an end');
		expect(asked.length).toBe(7);
	});

	it('is left alone where robots.txt asks for that, on every site on the way', async () => {
		sites['school.example/robots.txt'] = page('User-agent: *\nDisallow: /private');
		sites['school.example/private/x'] = page('Secret.');
		await expect(open().get('https://school.example/private/x')).rejects.toMatchObject({ code: 'forbidden' });
		expect(asked).toEqual(['school.example/robots.txt']);
		sites['other.example/'] = to('https://school.example/private/x');
		await expect(open().get('https://other.example/')).rejects.toMatchObject({ code: 'forbidden' });
		sites['school.example/robots.txt'] = page('', {}, 503);
		await expect(open().get('https://school.example/')).rejects.toMatchObject({ code: 'unavailable' });
	});

	it.each([
		['missing', page('', {}, 404), 'not-found'],
		['not open to everybody', page('', {}, 401), 'forbidden'],
		['broken', page('', {}, 500), 'unavailable'],
		['a picture', page('GIF', { 'content-type': 'image/gif' }), 'unsupported'],
		['too large', page('x'.repeat(100_001)), 'too-large'],
		['sent on to nowhere', to('http://['), 'unavailable'],
		[
			'cut off',
			(_request, response) => void response.writeHead(200).write('x', () => response.destroy()),
			'unavailable'
		]
	] as [string, Site, string][])('that is %s is refused with a reason', async (_name, site, code) => {
		sites['school.example/'] = site;
		await expect(open().get('https://school.example/')).rejects.toMatchObject({ name: 'AppError', code });
	});

	it('is read by what robots.txt says in its first half megabyte, however it is written, and wherever it leads', async () => {
		sites['school.example/'] = page('Here.');
		const rules = [
			`Disallow: /${'*a'.repeat(50_000)}$`,
			`Disallow: /${'%2a'.repeat(1_000)}`,
			'x'.repeat(2 ** 20)
		];
		sites['school.example/robots.txt'] = page(['User-agent: *', ...rules].join('\n'));
		expect(words((await open().get('https://school.example/'))?.bytes)).toBe('Here.');
		sites['school.example/robots.txt'] = to('http://10.0.0.1/robots.txt');
		await expect(open().get('https://school.example/')).rejects.toMatchObject({ code: 'invalid' });
		sites['school.example/robots.txt'] = to('/robots.txt');
		await expect(open().get('https://school.example/')).rejects.toMatchObject({ code: 'unavailable' });
	});

	it('that unpacks to more than it is has the size it unpacks to', async () => {
		sites['school.example/'] = page(gzipSync(new Uint8Array(50_000_000)), {
			...{ 'content-type': 'text/html', 'content-encoding': 'gzip' }
		});
		await expect(open().get('https://school.example/')).rejects.toMatchObject({ code: 'too-large' });
	});

	it('larger than it says is not believed', async () => {
		sites['school.example/'] = (_request, response) => {
			response.writeHead(200, { 'content-type': 'text/html' });
			const more = () => {
				while (response.write('x'.repeat(10_000)));
				response.once('drain', more);
			};
			more();
		};
		await expect(open().get('https://school.example/')).rejects.toMatchObject({ code: 'too-large' });
	});

	it('that drips a byte at a time has one deadline for the whole', async () => {
		sites['school.example/'] = (_request, response) => {
			response.writeHead(200, { 'content-type': 'text/html' });
			const drip = setInterval(() => response.write('x'), 5);
			response.once('close', () => clearInterval(drip));
		};
		await expect(open({ timeoutMs: 60 }).get('https://school.example/')).rejects.toThrow('too long');
	});
});
