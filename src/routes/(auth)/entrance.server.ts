// What the ways in share: who is there already, and where to go afterwards.
import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';

/** For a form's schema: `next`, the page one came from. */
export const NextPage = { next: z.string().max(500).optional().catch(undefined) };

/** A path of this app and nothing else: `//evil.example` and `/\evil.example` are other hosts to a browser. */
export function leadTo(next: string | undefined): string {
	if (next === undefined || !/^\/(?![/\\])/.test(next)) return '/';
	const base = 'http://here.invalid';
	const url = new URL(next, base);
	return url.origin === base ? url.pathname + url.search : '/';
}

export const enterPage = pageLoad({ query: z.object(NextPage) }, ({ actor, services, query }) => ({
	next: leadTo(query.next),
	isSignedIn: actor.role !== 'guest',
	/** Has asked something as a guest. */
	isGuest: actor.role === 'guest' && actor.userId !== undefined,
	isDemo: services.settings.SEGUE_DEMO
}));
