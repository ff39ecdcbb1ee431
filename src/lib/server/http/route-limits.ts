// Which limit stands before which route. What is not named here is general; nothing is without one.
import type { LimitClass, LimitDecision } from '../rate-limit/index.ts';

const CLASSES: Record<string, LimitClass> = {
	'POST /api/chat': 'chat',
	'POST /api/chat/[id]/retry': 'chat',
	'POST /api/chat/[id]/edit': 'chat',
	'POST /api/chat/[id]/voice': 'chat',
	'POST /api/shared/[token]/import': 'chat',
	'POST /sign-in': 'auth',
	'POST /sign-up': 'auth',
	'POST /sign-in/code': 'auth',
	'POST /account/confirm': 'auth',
	'POST /forgot-password': 'auth',
	'POST /reset-password': 'auth',
	'POST /invitation': 'auth',
	'POST /account/password': 'auth',
	'POST /account/email': 'auth'
};

/** `routeId` is SvelteKit's: layout groups in brackets do not count. */
export function limitClassOf(method: string, routeId: string | null): LimitClass {
	const path = (routeId ?? '').replace(/\/\([^)]*\)/g, '').replace(/\[(\w+)=\w+\]/g, '[$1]');
	return CLASSES[`${method} ${path}`] ?? 'general';
}

/** X-RateLimit-Reset is in seconds since epoch, as GitHub has it. */
export function limitHeaders(decision: LimitDecision | undefined): Record<string, string> {
	if (decision === undefined) return {};
	return {
		'x-ratelimit-limit': String(decision.limit),
		'x-ratelimit-remaining': String(Math.max(0, decision.remaining)),
		'x-ratelimit-reset': String(Math.ceil(decision.resetAt / 1000))
	};
}
