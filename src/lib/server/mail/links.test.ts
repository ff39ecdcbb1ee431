import { describe, expect, it } from 'vitest';
import { createLinks } from './links.ts';

describe('the links in letters', () => {
	it('lead to the deployment’s own address, whatever host the request named', () => {
		const links = createLinks({
			publicOrigin: 'https://segue.school.example',
			requestOrigin: 'https://evil.example'
		});
		expect(links.to('/reset-password', 'a+b')).toBe(
			'https://segue.school.example/reset-password?token=a%2Bb'
		);
	});

	it.each(['http://localhost:8788', 'http://127.0.0.1:8788', 'http://[::1]:8788'])(
		'lead to %s where that is this machine and no address is set',
		(requestOrigin) => {
			const links = createLinks({ publicOrigin: undefined, requestOrigin });
			expect(links.to('/invitation', 'abc')).toBe(`${requestOrigin}/invitation?token=abc`);
		}
	);

	it.each([
		'https://evil.example',
		'http://localhost.evil.example',
		'http://127.0.0.1.evil.example',
		'http://evil.example#localhost',
		'http://localhost@evil.example',
		'javascript:alert(1)',
		'',
		undefined
	])('lead nowhere, and are not made, for a request to %s', (requestOrigin) => {
		const links = createLinks({ publicOrigin: undefined, requestOrigin });
		expect(() => links.to('/invitation', 'abc')).toThrow(/PUBLIC_ORIGIN/);
	});
});
