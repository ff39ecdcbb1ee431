import { describe, expect, it } from 'vitest';
import { differs } from './install.mjs';

const wanted = {
	'': { version: '0.1.0' },
	'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
	'node_modules/a-darwin-arm64': { version: '1.0.0', optional: true }
};

describe('what is installed', () => {
	it('is what the lock names, when every package for this system is there', () => {
		expect(differs(wanted, { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } })).toBe(false);
	});

	it.each([
		['a package is missing', {}],
		['a version is another one', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }],
		['the same version has other bytes', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } }]
	])('is not when %s', (_, installed) => {
		expect(differs(wanted, installed)).toBe(true);
	});
});
