// What the ways in share: who is there already, and where to go afterwards.
import { z } from 'zod';
import { ownPath, pageLoad } from '#lib/server/http/index.ts';

/** For a form's schema: `next`, the page one came from. */
export const NextPage = { next: z.string().max(500).optional().catch(undefined) };

export const enterPage = pageLoad({ query: z.object(NextPage) }, ({ actor, services, query }) => ({
	next: ownPath(query.next),
	isSignedIn: actor.role !== 'guest',
	/** Has asked something as a guest. */
	isGuest: actor.role === 'guest' && actor.userId !== undefined,
	isDemo: services.settings.SEGUE_DEMO
}));
