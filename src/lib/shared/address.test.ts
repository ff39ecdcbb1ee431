import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncateAddress } from './address.ts';

describe('a truncated address', () => {
	it.each([
		['203.0.113.77', '203.0.113.0/24'],
		['::ffff:203.0.113.77', '203.0.113.0/24'],
		['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::/48'],
		['2001:0DB8:0000::1', '2001:db8:0::/48'],
		['::1', '0:0:0::/48'],
		['fe80::1%eth0', 'fe80:0:0::/48'],
		['1::', '1:0:0::/48']
	])('of %s is %s', (address, network) => {
		expect(truncateAddress(address)).toBe(network);
	});

	it.each([
		[''],
		[null],
		[undefined],
		['localhost'],
		['256.1.1.1'],
		['1.2.3'],
		['1:2:3'],
		['::1::2'],
		['1:2:3:4:5:6:7:8:9'],
		['gggg::'],
		['12345::'],
		['203.0.113.77, 198.51.100.1'],
		['../../etc'],
		['1'.repeat(1_000_000)]
	])('of %j is unknown', (address) => {
		expect(truncateAddress(address)).toBe('unknown');
	});

	it('is one for all addresses of a network, and never holds the rest', () => {
		fc.assert(
			fc.property(fc.ipV4(), fc.integer({ min: 0, max: 255 }), (address, last) => {
				const sibling = address.replace(/\d+$/, String(last));
				expect(truncateAddress(address)).toBe(truncateAddress(sibling));
			})
		);
		fc.assert(fc.property(fc.ipV6(), (address) => /(\/48|\/24|unknown)$/.test(truncateAddress(address))));
	});
});
