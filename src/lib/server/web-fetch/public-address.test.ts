import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, parsePublicAddress } from './public-address.ts';
import { createHostResolver } from './resolve-host.ts';

const ANY = { hosts: [] };

describe('an address', () => {
	it.each([
		'https://school.example/fees?term=2',
		'http://school.example',
		'https://8.8.8.8/',
		'https://[2001:4860:4860::8888]/',
		'https://xn--mnchen-3ya.example/'
	])('of the open web may be asked: %s', (address) => {
		expect(parsePublicAddress(address, ANY)).toBeInstanceOf(URL);
	});

	it.each([
		...[
			'',
			'school.example',
			'javascript:alert(1)',
			'file:///etc/passwd',
			'ftp://school.example/',
			'data:text/html,x'
		],
		...['https://user@school.example/', 'https://user:pass@school.example/', 'https://school.example:22/'],
		...[
			'http://localhost/',
			'http://LOCALHOST./',
			'http://api.localhost/',
			'http://printer/',
			'http://router.lan/'
		],
		...[
			'http://printer.local/',
			'http://db.internal/',
			'http://metadata.google.internal/',
			'http://nas.home.arpa/'
		],
		...[
			'http://127.0.0.1/',
			'http://127.1/',
			'http://2130706433/',
			'http://0x7f000001/',
			'http://0177.0.0.1/'
		],
		...['http://0x7f.1/', 'http://017700000001/', 'http://127.0.0.1./', 'http://①②⑦.0.0.1/', 'http://0/'],
		...[
			'http://169.254.169.254/latest/meta-data/',
			'http://0xA9FEA9FE/',
			'http://2852039166/',
			'http://100.100.100.200/'
		],
		...[
			'http://10.0.0.1/',
			'http://172.16.0.1/',
			'http://192.168.1.1/',
			'http://100.64.0.1/',
			'http://198.18.0.1/'
		],
		...['http://224.0.0.1/', 'http://255.255.255.255/', 'http://192.0.2.1/', 'http://240.0.0.1/'],
		...[
			'http://[::1]/',
			'http://[::]/',
			'http://[fe80::1]/',
			'http://[fc00::1]/',
			'http://[::ffff:10.0.0.1]/'
		],
		...[
			'http://[::ffff:7f00:1]/',
			'http://[64:ff9b::7f00:1]/',
			'http://[2002:7f00:1::]/',
			'http://[2001:db8::1]/'
		],
		...[
			`https://school.example/${'a'.repeat(3_000)}`,
			'https://school.example\u0000.evil/',
			'http://[fe80::1%25eth0]/'
		]
	])('may not be asked: %s', (address) => {
		expect(() => parsePublicAddress(address, ANY)).toThrow(expect.objectContaining({ code: 'invalid' }));
	});

	it('is one of the sites that were named, where sites were named', () => {
		const rules = { hosts: ['school.example', '*.music.example'] };
		for (const address of [
			'https://school.example/',
			'https://SCHOOL.example./',
			'https://a.b.music.example/'
		])
			expect(parsePublicAddress(address, rules)).toBeInstanceOf(URL);
		for (const address of [
			'https://music.example/',
			'https://evilschool.example/',
			'https://school.example.evil.com/'
		])
			expect(() => parsePublicAddress(address, rules)).toThrow('not among the sites');
	});

	it('never lies inside, in whatever notation', () => {
		const inside = fc.oneof(
			fc.tuple(fc.constant(10), fc.nat(255), fc.nat(255), fc.nat(255)),
			fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.nat(255)),
			fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
			fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255))
		);
		const notations: ((octets: number[], number: number) => string)[] = [
			(octets) => octets.join('.'),
			(_octets, number) => String(number),
			(_octets, number) => `0x${number.toString(16)}`,
			(_octets, number) => `0${number.toString(8)}`,
			(octets) => octets.map((octet) => `0x${octet.toString(16)}`).join('.'),
			(octets) => `[::ffff:${octets.join('.')}]`
		];
		fc.assert(
			fc.property(inside, fc.nat(notations.length - 1), (octets, at) => {
				const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
				const host = notations[at]?.(octets, number) ?? '';
				expect(() => parsePublicAddress(`http://${host}/`, ANY)).toThrow();
			}),
			{ numRuns: 500 }
		);
	});
});

describe('what a name resolves to', () => {
	const dns = (answers: Record<string, string[]>) =>
		createHostResolver({
			dnsUrl: 'https://dns.example/query',
			fetch: (input) => {
				const { searchParams } = new URL(input as URL);
				const data = answers[searchParams.get('type') ?? ''] ?? [];
				const type = searchParams.get('type') === 'A' ? 1 : 28;
				const Answer = data.map((one) => ({ name: 'x', type, data: one }));
				return Promise.resolve(
					Response.json({ Status: 0, Answer: [{ type: 5, data: 'alias.example.' }, ...Answer] })
				);
			}
		});
	const site = new URL('https://site.example/');

	it('must all be public', async () => {
		await dns({ A: ['93.184.216.34'], AAAA: ['2606:2800:220:1::1'] }).requirePublic(site);
		for (const inside of [{ A: ['93.184.216.34', '10.0.0.1'] }, { A: ['93.184.216.34'], AAAA: ['::1'] }])
			await expect(dns(inside).requirePublic(site)).rejects.toMatchObject({ code: 'invalid' });
	});

	it('must be public at the end of every alias', async () => {
		const chain = [
			{ type: 5, data: 'two.example.' },
			{ type: 5, data: 'three.example.' },
			{ type: 1, data: '169.254.169.254' }
		];
		const resolver = createHostResolver({
			dnsUrl: 'https://dns.example/query',
			fetch: () => Promise.resolve(Response.json({ Status: 0, Answer: chain }))
		});
		await expect(resolver.requirePublic(site)).rejects.toMatchObject({ code: 'invalid' });
	});

	it('must be something', async () => {
		await expect(dns({}).requirePublic(site)).rejects.toThrow('no site called site.example');
	});

	it('refuses when nobody can say', async () => {
		for (const reply of [
			new Response('no', { status: 500 }),
			new Response('{'),
			Response.json({ Status: 'x' })
		]) {
			const resolver = createHostResolver({
				dnsUrl: 'https://dns.example/query',
				fetch: () => Promise.resolve(reply.clone())
			});
			await expect(resolver.requirePublic(site)).rejects.toMatchObject({ code: 'unavailable' });
		}
	});

	it('is what it is for an address', () => {
		expect(isPublicAddress('8.8.8.8')).toBe(true);
		expect(isPublicAddress('not an address')).toBe(false);
	});
});
