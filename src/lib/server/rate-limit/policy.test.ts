import { describe, expect, it } from 'vitest';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { KEY_REQUESTS_PER_MINUTE, limitFor } from './policy.ts';

const table = { chat: 30, auth: 10, general: 600 };
const network = '203.0.113.0/24';
const guest = (userId: string): Actor => ({ userId, role: 'guest', via: 'session' });
const ada: Actor = { userId: 'ada', role: 'admin', via: 'session' };

describe('whose buckets a request is taken from', () => {
	it('gives an account its own, whatever network it comes from', () => {
		const request = limitFor(ada, network, 'chat', table);
		expect(request).toEqual({ shard: 'person:ada', buckets: [{ name: 'chat', perMinute: 30 }] });
		expect(limitFor(ada, '198.51.100.0/24', 'chat', table)).toEqual(request);
	});

	it('binds guests together by their network, so that a new cookie is no new allowance', () => {
		const first = limitFor(guest('g1'), network, 'chat', table);
		const second = limitFor(guest('g2'), network, 'chat', table);
		expect(first.shard).toBe(second.shard);
		expect(first.buckets[1]).toEqual(second.buckets[1]);
		expect(first.buckets[0]).not.toEqual(second.buckets[0]);
	});

	it('counts those without a cookie of one network as one guest', () => {
		const request = limitFor(VISITOR, network, 'chat', table);
		expect(request.buckets).toEqual([
			{ name: 'chat:visitors', perMinute: 30 },
			{ name: 'chat:network', perMinute: 300 }
		]);
	});

	it('counts password tries by network, whoever one is', () => {
		const request = { shard: `network:${network}`, buckets: [{ name: 'auth', perMinute: 10 }] };
		for (const actor of [VISITOR, guest('g1'), ada])
			expect(limitFor(actor, network, 'auth', table)).toEqual(request);
	});

	it('gives each key of a person what a person has, and all of theirs together three times that', () => {
		const request = limitFor({ ...ada, via: 'api-key', keyId: 'k1', scopes: [] }, network, 'chat', table);
		expect(request).toEqual({
			shard: 'person:ada',
			buckets: [
				{ name: 'chat:key:k1', perMinute: 30 },
				{ name: 'chat:keys', perMinute: 90 }
			]
		});
	});

	it('gives somebody with a token what they have when signed in', () => {
		expect(limitFor({ ...ada, via: 'token' }, network, 'chat', table)).toEqual(
			limitFor(ada, network, 'chat', table)
		);
	});

	it('gives the deployment’s own key one high limit', () => {
		const request = limitFor({ ...ada, via: 'api-key' }, network, 'chat', table);
		expect(request).toEqual({
			shard: 'key:ada',
			buckets: [{ name: 'any', perMinute: KEY_REQUESTS_PER_MINUTE }]
		});
	});
});
