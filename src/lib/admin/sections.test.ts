import { expect, it } from 'vitest';
import { sectionsFor } from './sections.ts';
import { VISITOR } from '#lib/shared/actor.ts';

it('shows each role the pages it may open, and nothing to those who have none', () => {
	expect(sectionsFor(VISITOR)).toEqual([]);
	for (const role of ['guest', 'user', 'teacher'] as const)
		expect(sectionsFor({ userId: 'x', role, via: 'session' }), role).toEqual([]);
	expect(sectionsFor({ userId: 'x', role: 'agent', via: 'session' })).toEqual([
		'/admin/dashboard',
		'/admin/desk',
		'/admin/tickets',
		'/admin/transcripts',
		'/admin/gaps',
		'/admin/feedback'
	]);
	expect(sectionsFor({ userId: 'x', role: 'admin', via: 'session' })).toHaveLength(16);
});
