import { describe, expect, it } from 'vitest';
import { challengeFor } from './challenge.ts';

const asked = (isTokenTaken: boolean, headers: Record<string, string> = {}) =>
	challengeFor(new Request('https://segue.example/api/keys', { headers }), isTokenTaken);

describe('the challenge of a refused call', () => {
	it('names the proofs that this deployment takes, and no other', () => {
		expect(asked(false)).toBe('ApiKey realm="segue"');
		expect(asked(true)).toBe('Bearer realm="segue", ApiKey realm="segue"');
		expect(asked(false, { authorization: 'Bearer x' })).toBe('ApiKey realm="segue"');
	});

	it('says that a token was sent and not accepted', () => {
		const refused = 'Bearer realm="segue", error="invalid_token", ApiKey realm="segue"';
		expect(asked(true, { authorization: 'Bearer x' })).toBe(refused);
		expect(asked(true, { authorization: 'bearer' })).toBe(refused);
		expect(asked(true, { authorization: 'Basic eDp5' })).toBe('Bearer realm="segue", ApiKey realm="segue"');
	});
});
