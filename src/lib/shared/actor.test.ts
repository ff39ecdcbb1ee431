import { describe, expect, it } from 'vitest';
import { can, KeyScope, requirePermission, scopesFor, VISITOR, type Actor } from './actor.ts';

const admin: Actor = { userId: 'ada', role: 'admin', via: 'api-key' };
const student: Actor = { userId: 'sam', role: 'user', via: 'api-key' };
const own = { personId: 'sam' };

describe('a key', () => {
	it('carries no more than its scopes, whatever its person may', () => {
		const reader: Actor = { ...admin, scopes: ['knowledge:read'] };
		expect(can(reader, 'read:knowledge')).toBe(true);
		for (const ability of ['write:knowledge', 'read:conversation', 'read:person', 'read:audit'] as const)
			expect(can(reader, ability), ability).toBe(false);
		expect(() => {
			requirePermission(reader, 'write:knowledge');
		}).toThrow('may not do this');
	});

	it('carries no more than its person may, whatever its scopes', () => {
		const all: Actor = { ...student, scopes: [...KeyScope.options] };
		expect(can(all, 'read:conversation', own)).toBe(true);
		expect(can(all, 'read:conversation', { personId: 'somebody else' })).toBe(false);
		expect(can(all, 'write:knowledge')).toBe(false);
	});

	it('without scopes carries nothing, which is not everything', () => {
		expect(can({ ...admin, scopes: [] }, 'read:knowledge')).toBe(false);
		expect(can(admin, 'read:knowledge')).toBe(true);
	});

	it('never carries what no scope names', () => {
		const all: Actor = { ...admin, scopes: [...KeyScope.options] };
		for (const ability of ['read:health', 'read:mail'] as const) {
			expect(can(admin, ability)).toBe(true);
			expect(can(all, ability), ability).toBe(false);
		}
	});

	it('is offered the scopes that carry something for its person', () => {
		expect(scopesFor('user')).toEqual([
			'conversations:read',
			'conversations:write',
			'handovers:write',
			'knowledge:read',
			'recordings:read',
			'recordings:write',
			'tickets:read',
			'tickets:write',
			'people:read',
			'people:write'
		]);
		expect(scopesFor('admin')).toEqual(KeyScope.options);
	});
});

it('a visitor without a key is not held to scopes', () => {
	expect(can(VISITOR, 'read:knowledge')).toBe(true);
});
