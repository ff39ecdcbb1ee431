import { isRedirect, type RequestEvent, type ServerLoadEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VISITOR } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { formAction } from './action.ts';
import { requireEnrolled } from './enrolment.ts';
import { pageLoad } from './load.ts';

const locals = { actor: VISITOR, services: {}, trace: { requestId: 'r' } };
const needed = () => {
	throw new AppError('forbidden', 'Confirm first.', { details: { reason: 'step-up' } });
};

/** Where the work redirects to, or what else came of it. */
async function redirectOf(work: () => unknown): Promise<unknown> {
	try {
		return await work();
	} catch (thrown) {
		return isRedirect(thrown) ? [thrown.status, thrown.location] : thrown;
	}
}

describe('a service that asks who is there once more', () => {
	it('sends a form’s person to confirm, and back to the page of the form', async () => {
		const event = {
			url: new URL('http://localhost/people?page=2&/invite'),
			request: new Request('http://localhost/people', {
				method: 'POST',
				body: new URLSearchParams({ email: 'a@b' })
			}),
			locals
		} as unknown as RequestEvent;
		expect(await redirectOf(() => formAction(z.object({}), needed)(event))).toEqual([
			303,
			'/account/confirm?next=%2Fpeople%3Fpage%3D2'
		]);
	});

	it('sends a page’s reader to confirm, and back to the page', async () => {
		const event = { url: new URL('http://localhost/people?page=2'), locals } as unknown as ServerLoadEvent;
		expect(await redirectOf(() => pageLoad({}, needed)(event))).toEqual([
			303,
			'/account/confirm?next=%2Fpeople%3Fpage%3D2'
		]);
	});

	it('leads nobody there who may not do it at all', async () => {
		const event = { url: new URL('http://localhost/people'), locals } as unknown as ServerLoadEvent;
		const refused = () => {
			throw new AppError('forbidden', 'Not yours.', { details: { reason: 'no-session' } });
		};
		expect(await redirectOf(() => pageLoad({}, refused)(event))).toMatchObject({ status: 403 });
	});
});

describe('staff who must have a second factor first', () => {
	const at = (path: string) => redirectOf(() => requireEnrolled({ url: new URL(path, 'http://localhost') }));

	it.each(['/', '/admin/knowledge', '/account', '/c/1', '/account/security'])(
		'are led from %s to it',
		async (path) => {
			expect(await at(path)).toEqual([303, '/account/security/second-factor']);
		}
	);

	it.each(['/account/security/second-factor?/begin', '/account/confirm?next=/', '/sign-out', '/theme'])(
		'may open %s',
		async (path) => {
			expect(await at(path)).toBeUndefined();
		}
	);

	it('are told so where a program asks', async () => {
		expect(await at('/api/chat')).toMatchObject({ code: 'forbidden', details: { reason: 'second-factor' } });
	});
});
