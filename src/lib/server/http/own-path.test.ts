import { describe, expect, it } from 'vitest';
import { confirmPath, ownPath } from './own-path.ts';

describe('where a form leads to', () => {
	it.each(['/', '/account', '/c/1?tab=2', '/%2F%2Fevil.example'])('keeps %s', (path) => {
		expect(ownPath(path)).toBe(path);
	});

	it.each([
		undefined,
		'',
		'account',
		'//evil.example',
		'/\\evil.example',
		'/.//evil.example',
		'/..//evil.example',
		'/x/..//evil.example',
		'/\t/evil.example',
		'/\n\\evil.example',
		'/.\\/evil.example',
		'/./\\evil.example',
		'/%2e//evil.example',
		'https://evil.example/',
		'javascript:alert(1)',
		'//'
	])('takes %j home', (path) => {
		expect(ownPath(path)).toBe('/');
	});

	it('leads to the confirmation and back to the page, without the name of the form’s action', () => {
		const url = new URL('http://localhost/account/security?tab=2&/turn-off');
		expect(confirmPath(url)).toBe('/account/confirm?next=%2Faccount%2Fsecurity%3Ftab%3D2');
	});
});
