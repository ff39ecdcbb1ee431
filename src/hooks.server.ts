// What happens to every request before its route, in order. Static files and hashed assets do not come by here.
import {
	isHttpError,
	isRedirect,
	type Handle,
	type HandleServerError,
	type RequestEvent
} from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { VISITOR } from '#lib/shared/actor.ts';
import { truncateAddress } from '#lib/shared/address.ts';
import {
	allowSendingTo,
	answerPreflight,
	challengeFor,
	clearSessionCookie,
	corsHeaders,
	isCrossSite,
	isForgeable,
	limitClassOf,
	limitHeaders,
	readBearerToken,
	readSessionSecret,
	refuse,
	requireEnrolled,
	securityHeaders,
	setSessionCookie,
	withHeaders
} from '#lib/server/http/index.ts';
import {
	createLogger,
	createRunInBackground,
	formatTraceparent,
	readTrace,
	type Logger
} from '#lib/server/observability/index.ts';
import { SettingsError } from '#lib/server/platform/index.ts';
import { limitFor, toRateLimited, type LimitClass, type LimitRequest } from '#lib/server/rate-limit/index.ts';
import { createServices } from '#lib/server/services.ts';

const bootLog = createLogger();

/** Ids in and out, one log line, the security headers; whatever the steps below throw becomes an answer here. */
const observe: Handle = async ({ event, resolve }) => {
	const trace = readTrace(event.request.headers);
	event.locals.trace = trace;
	const startedAt = Date.now();
	let response: Response;
	try {
		response = await resolve(event);
	} catch (thrown) {
		if (isRedirect(thrown) || isHttpError(thrown)) throw thrown;
		response = answerThrown(event, thrown);
	}
	const locals: Partial<App.Locals> = event.locals;
	const { status } = response;
	logOf(event)[status >= 500 ? 'warn' : 'info']('request', {
		method: event.request.method,
		route: event.route.id,
		status,
		durationMs: Date.now() - startedAt,
		role: locals.actor?.role,
		via: locals.actor?.via,
		requestId: trace.requestId,
		traceId: trace.traceId
	});
	return withHeaders(response, {
		...securityHeaders(response.headers, event.url),
		...allowSendingTo(locals.services?.recordings.uploadOrigin, response.headers),
		...corsHeaders(event, response.headers, locals.services?.settings.ALLOWED_ORIGINS ?? []),
		...(status === 401 && event.url.pathname.startsWith('/api/')
			? {
					'www-authenticate': challengeFor(event.request, locals.services?.settings.JWT_ISSUER !== undefined)
				}
			: {}),
		'x-request-id': trace.requestId,
		traceparent: formatTraceparent(trace)
	});
};

const buildServices: Handle = ({ event, resolve }) => {
	const { platform, locals } = event;
	if (platform === undefined) throw new SettingsError(m.errors_no_stores());
	const runInBackground = createRunInBackground(
		(work) => platform.ctx.waitUntil(work),
		bootLog.with({ requestId: locals.trace.requestId })
	);
	locals.services = createServices({
		bindings: platform.env,
		runInBackground,
		requestId: locals.trace.requestId,
		requestOrigin: event.url.origin
	});
	return resolve(event);
};

const answerPreflights: Handle = ({ event, resolve }) =>
	answerPreflight(event, event.locals.services.settings.ALLOWED_ORIGINS) ?? resolve(event);

const authenticate: Handle = async ({ event, resolve }) => {
	const { auth } = event.locals.services;
	event.locals.actor = VISITOR;
	event.locals.mustEnrol = false;
	try {
		const { actor, renewed, mustEnrol, isCookieDead } = await auth.identify({
			sessionSecret: readSessionSecret(event),
			apiKey: event.request.headers.get('x-api-key') ?? undefined,
			token: readBearerToken(event.request)
		});
		event.locals.actor = actor;
		event.locals.mustEnrol = mustEnrol ?? false;
		// The answer to an upgrade takes no cookies; the next request hands them out.
		if (event.request.headers.get('upgrade') === null) {
			if (renewed !== undefined) setSessionCookie(event, renewed);
			else if (isCookieDead) clearSessionCookie(event);
		}
	} catch (thrown) {
		// Wrong keys are counted like any other request.
		await event.locals.services.rateLimiter.require(limitOf(event, 'general'));
		throw thrown;
	}
	return resolve(event);
};

/** Every method that changes something and every socket, whatever the content type; also where the cookie would only now be made. */
const refuseCrossSite: Handle = ({ event, resolve }) => {
	const { request, url, locals } = event;
	// No browser sends a key or a token by itself.
	const isByCookie = locals.actor.via !== 'api-key' && locals.actor.via !== 'token';
	// The media server is no browser and nobody's session: the secret in the address is all that counts there.
	if (event.route.id === '/api/chat/[id]/voice/media/[secret]') return resolve(event);
	if (isByCookie && isForgeable(request) && isCrossSite(request, url))
		throw new AppError('forbidden', m.errors_cross_site());
	return resolve(event);
};

/** A key with scopes and a token are for programs. Pages know no scopes: what they do, a person does. */
const keepToTheApi: Handle = ({ event, resolve }) => {
	const { via, keyId } = event.locals.actor;
	if ((keyId !== undefined || via === 'token') && !event.url.pathname.startsWith('/api/'))
		throw new AppError('forbidden', m.tokens_only_api());
	return resolve(event);
};

const limitRate: Handle = async ({ event, resolve }) => {
	// A page's load that calls our own API was counted when the page was asked for.
	if (event.isSubRequest) return resolve(event);
	const { rateLimiter, clock } = event.locals.services;
	const decision = await rateLimiter.take(limitOf(event, limitClassOf(event.request.method, event.route.id)));
	const response =
		decision?.isAllowed === false
			? refuse(event, toRateLimited(decision), clock.now())
			: await inOneShape(event, resolve);
	return withHeaders(response, limitHeaders(decision));
};

const leadToEnrolment: Handle = ({ event, resolve }) => {
	if (event.locals.mustEnrol) requireEnrolled(event);
	return resolve(event);
};

export const handle = sequence(
	observe,
	buildServices,
	answerPreflights,
	authenticate,
	keepToTheApi,
	refuseCrossSite,
	limitRate,
	leadToEnrolment
);

/** A bug in a page or its data: logged once, here, with the id the person sees. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	const { requestId } = event.locals.trace;
	if (status < 500) return { message, code: status === 404 ? 'not-found' : 'invalid', requestId };
	logOf(event).error('unexpected error', { requestId, route: event.route.id, cause: error });
	return { message: m.errors_unknown(), code: 'internal', requestId };
};

/** Under /api/ also what SvelteKit itself refuses is said in the error shape. */
async function inOneShape(
	event: RequestEvent,
	resolve: (event: RequestEvent) => Response | Promise<Response>
): Promise<Response> {
	const { clock } = event.locals.services;
	if (!event.url.pathname.startsWith('/api/')) return resolve(event);
	if (event.route.id === null)
		return refuse(event, new AppError('not-found', m.errors_not_found()), clock.now());
	const response = await resolve(event);
	if (response.status !== 405) return response;
	const refusal = refuse(
		event,
		new AppError('unsupported', m.errors_method({ method: event.request.method })),
		clock.now()
	);
	const headers = new Headers(refusal.headers);
	headers.set('allow', response.headers.get('allow') ?? '');
	return new Response(refusal.body, { status: 405, headers });
}

function limitOf(event: RequestEvent, kind: LimitClass): LimitRequest {
	const { actor, services } = event.locals;
	const { CHAT_REQUESTS_PER_MINUTE, AUTH_REQUESTS_PER_MINUTE, REQUESTS_PER_MINUTE } = services.settings;
	return limitFor(actor, truncateAddress(event.getClientAddress()), kind, {
		chat: CHAT_REQUESTS_PER_MINUTE,
		auth: AUTH_REQUESTS_PER_MINUTE,
		general: REQUESTS_PER_MINUTE
	});
}

function answerThrown(event: RequestEvent, thrown: unknown): Response {
	if (!(thrown instanceof AppError))
		logOf(event).error('unexpected error', {
			requestId: event.locals.trace.requestId,
			route: event.route.id,
			cause: thrown
		});
	return refuse(event, thrown, Date.now());
}

/** The services' own log; before they are made, or when they cannot be, the boot log. */
function logOf({ locals }: { locals: Partial<App.Locals> }): Logger {
	return locals.services?.log ?? bootLog;
}
