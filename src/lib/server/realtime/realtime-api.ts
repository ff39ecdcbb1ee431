// Cloudflare Realtime's SFU over its HTTPS API: https://developers.cloudflare.com/realtime/sfu/api/ (schema realtime-api-2024-05-21.yaml).
// A session is one peer connection of somebody; a track has a name within its session; an adapter carries one track, one way, over a
// WebSocket that the SFU opens. An answer of 200 may hold entries that failed: every entry is looked at.
//
// Nothing is tried again here but what the API itself says may be: a mutation whose answer was lost may have been made. The service's own
// words stay in `cause`, for the log; the token goes nowhere else than into the one header.
import { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';

export interface RealtimeApi {
	newSession(): Promise<string>;
	/** Takes up the track of the offer's section `mid` under the name; gives the answer's SDP. */
	publish(session: string, track: { sdp: string; mid: string; trackName: string }): Promise<string>;
	/** Lets the session hear another one's track; gives an offer's SDP, to be answered by `renegotiate`. */
	subscribe(session: string, track: { session: string; trackName: string }): Promise<string>;
	renegotiate(session: string, sdp: string): Promise<void>;
	/** The SFU calls at both addresses: it sends the session's track to `microphone`, and publishes what `speech` sends. */
	openAdapters(order: {
		microphone: { session: string; trackName: string; endpoint: string };
		speech: { trackName: string; endpoint: string };
	}): Promise<{ adapters: string[]; speechSession: string }>;
	/** One that is gone already is closed. */
	closeAdapters(adapters: readonly string[]): Promise<void>;
	closeTrack(session: string, mid: string): Promise<void>;
}

export interface RealtimeApiOptions {
	/** Up to and with the version: https://rtc.live.cloudflare.com/v1 */
	baseUrl: string;
	appId: string;
	/** The app's secret. */
	token: string;
	fetch?: typeof globalThis.fetch;
	timeoutMs?: number;
	/** Waits before further tries of what the API calls passing. */
	waitsMs?: readonly number[];
}

const Failure = z.object({ errorCode: z.string().optional(), errorDescription: z.string().optional() });
type Failure = z.infer<typeof Failure>;
const Description = (type: 'offer' | 'answer') => z.object({ type: z.literal(type), sdp: z.string().min(1) });
const Session = Failure.extend({ sessionId: z.string().min(1) });
const Entries = Failure.extend({ tracks: z.array(Failure).default([]) });
const Published = Entries.extend({ sessionDescription: Description('answer') });
const Subscribed = Entries.extend({ sessionDescription: Description('offer') });
const Adapters = Failure.extend({
	tracks: z
		.array(Failure.extend({ adapterId: z.string().optional(), sessionId: z.string().optional() }))
		.default([])
});

/** The other end has not come to it yet, or asks to be asked again: nothing was made. */
const PASSING = new Set([
	'retryable_transient_error',
	'not_found_track_error',
	'empty_track_error',
	'temporarily_unavailable_error'
]);
const ABSENT = new Set(['adapter_not_found', 'close_track_error']);
const WAITS_MS = [200, 400, 800];

export function createRealtimeApi(options: RealtimeApiOptions): RealtimeApi {
	const { appId, token, timeoutMs = 5_000, waitsMs = WAITS_MS } = options;
	const base = `${options.baseUrl.replace(/\/+$/, '')}/apps/${encodeURIComponent(appId)}`;
	const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);

	async function ask(
		method: 'POST' | 'PUT',
		path: string,
		body?: unknown
	): Promise<{ status: number; answer: unknown }> {
		try {
			const response = await fetch(`${base}${path}`, {
				method,
				// A redirect would carry the token to whoever is named there.
				redirect: 'manual',
				signal: AbortSignal.timeout(timeoutMs),
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				...(body === undefined ? {} : { body: JSON.stringify(body) })
			});
			const text = await response.text();
			// The API answers 503 with entries; what holds no JSON is a proxy's page.
			return { status: response.status, answer: parseJson(text) };
		} catch (thrown) {
			throw unavailable('did not answer', true, thrown);
		}
	}

	/** The parsed answer, when it and all of its entries are well. */
	async function must<T extends Failure & { tracks?: Failure[] }>(
		schema: z.ZodType<T>,
		method: 'POST' | 'PUT',
		path: string,
		body?: unknown
	): Promise<T> {
		for (let tries = 0; ; tries++) {
			const { status, answer } = await ask(method, path, body);
			const failed = failureIn(status, answer);
			if (failed === undefined) {
				const parsed = schema.safeParse(answer);
				if (!parsed.success) throw unavailable('answered something else', false, parsed.error);
				return parsed.data;
			}
			const waitMs = waitsMs[tries];
			if (!PASSING.has(failed.errorCode ?? '') || waitMs === undefined) throw translate(status, failed);
			await new Promise((resolve) => setTimeout(resolve, waitMs));
		}
	}

	async function closeAdapters(adapters: readonly string[]): Promise<void> {
		if (adapters.length === 0) return;
		const { status, answer } = await ask('POST', '/adapters/websocket/close', {
			tracks: adapters.map((adapterId) => ({ adapterId }))
		});
		const failed = failureIn(status, answer, ABSENT);
		if (failed !== undefined) throw translate(status, failed);
	}

	return {
		async newSession() {
			return (await must(Session, 'POST', '/sessions/new')).sessionId;
		},
		async publish(session, { sdp, mid, trackName }) {
			const { sessionDescription } = await must(Published, 'POST', `/sessions/${session}/tracks/new`, {
				sessionDescription: { type: 'offer', sdp },
				tracks: [{ location: 'local', mid, trackName }]
			});
			return sessionDescription.sdp;
		},
		async subscribe(session, track) {
			const { sessionDescription } = await must(Subscribed, 'POST', `/sessions/${session}/tracks/new`, {
				tracks: [{ location: 'remote', sessionId: track.session, trackName: track.trackName }]
			});
			return sessionDescription.sdp;
		},
		async renegotiate(session, sdp) {
			await must(Entries, 'PUT', `/sessions/${session}/renegotiate`, {
				sessionDescription: { type: 'answer', sdp }
			});
		},
		async openAdapters({ microphone, speech }) {
			const { status, answer } = await ask('POST', '/adapters/websocket/new', {
				tracks: [
					{
						location: 'remote',
						sessionId: microphone.session,
						trackName: microphone.trackName,
						endpoint: microphone.endpoint,
						outputCodec: 'pcm'
					},
					{
						location: 'local',
						trackName: speech.trackName,
						endpoint: speech.endpoint,
						inputCodec: 'pcm'
					}
				]
			});
			const entries = Adapters.safeParse(answer).data?.tracks ?? [];
			const adapters = entries.flatMap(({ adapterId }) => adapterId ?? []);
			const speechSession = entries.find(({ sessionId }) => sessionId !== undefined)?.sessionId;
			const failed = failureIn(status, answer);
			if (failed === undefined && adapters.length === 2 && speechSession !== undefined)
				return { adapters, speechSession };
			// One of the two may stand: it would call at our door for a call that is not there.
			await closeAdapters(adapters).catch(() => undefined);
			throw failed === undefined
				? unavailable('answered something else', false, new Error('an adapter is missing in the answer'))
				: translate(status, failed);
		},
		closeAdapters,
		async closeTrack(session, mid) {
			const { status, answer } = await ask('PUT', `/sessions/${session}/tracks/close`, {
				tracks: [{ mid }],
				force: true
			});
			const failed = failureIn(status, answer, ABSENT);
			if (failed !== undefined) throw translate(status, failed);
		}
	};
}

/** The first thing that went wrong: of the answer, or of an entry. */
function failureIn(status: number, answer: unknown, fine?: ReadonlySet<string>): Failure | undefined {
	const parsed = Entries.safeParse(answer);
	if (!parsed.success) return status < 300 ? undefined : {};
	const { tracks, errorCode } = parsed.data;
	const isBad = (failure: Failure) => failure.errorCode !== undefined && !fine?.has(failure.errorCode);
	const entry = tracks.find(isBad);
	if (entry !== undefined) return entry;
	if (errorCode !== undefined) return fine?.has(errorCode) ? undefined : parsed.data;
	// 503 says that every entry failed: with `fine` that is what was wished.
	return status < 300 || (fine !== undefined && tracks.length > 0) ? undefined : {};
}

function translate(status: number, { errorCode, errorDescription }: Failure): AppError {
	const cause = new Error(`the media server answered ${status} ${errorCode ?? ''} ${errorDescription ?? ''}`);
	if (status === 429)
		return new AppError('rate-limited', 'The media server is busy.', { cause, fallbackAvailable: true });
	const isPassing = status >= 500 || PASSING.has(errorCode ?? '');
	return unavailable('refused', isPassing, cause);
}

const unavailable = (what: string, retryable: boolean, cause: unknown): AppError =>
	new AppError('unavailable', `The media server ${what}.`, { retryable, fallbackAvailable: true, cause });

function parseJson(text: string): unknown {
	try {
		return text === '' ? {} : (JSON.parse(text) as unknown);
	} catch {
		return undefined;
	}
}
