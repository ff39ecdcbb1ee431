// Reads what the browser sends as text on the socket of a call. Server only: the page must not carry a schema library.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { CallRequest } from './protocol.ts';

/** In UTF-16 code units; asked before anything is parsed. The longest message that may be typed fits well. */
export const CONTROL_LENGTH_LIMIT = 16 * 1024;
export const SPOKEN_TEXT_LIMIT = 4_000;

const DAY_MS = 24 * 3_600_000;
const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const MediaMs = z.number().min(0).max(DAY_MS);
const ResponseId = z.number().int().min(0).max(65_535);
const SpokenChars = z.number().int().min(0).max(1_000_000);
const Browser = z.object({ recognition: z.boolean(), synthesis: z.boolean() });
/** As in the requests of the chat: the same message may come on either way. */
const ClientMessageId = z
	.string()
	.min(1)
	.max(128)
	.regex(/^[\w.:#-]+$/, 'Use letters, digits and . : # - _ only.');
const Language = z
	.string()
	.max(35)
	.regex(/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,4}$/i, 'Use a language tag such as en or en-GB.');

const Request = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('session.start'),
		browser: Browser,
		language: Language.optional(),
		takeOver: z.boolean().optional()
	}),
	z.object({
		type: z.literal('session.resume'),
		sessionId: z.string().min(1).max(64),
		token: z.string().min(1).max(128),
		lastEventSeq: Count,
		browser: Browser
	}),
	z.object({
		type: z.literal('input.text'),
		clientMessageId: ClientMessageId,
		text: z.string().trim().min(1).max(SPOKEN_TEXT_LIMIT)
	}),
	z.object({
		type: z.literal('input.transcript'),
		utterance: Count,
		text: z.string().trim().max(SPOKEN_TEXT_LIMIT),
		isFinal: z.boolean()
	}),
	z.object({ type: z.literal('input.speech'), isSpeaking: z.boolean(), mediaMs: MediaMs }),
	z.object({ type: z.literal('audio.mute'), isMuted: z.boolean() }),
	z.object({
		type: z.literal('playback.mark'),
		responseId: ResponseId,
		playedMs: MediaMs,
		spokenChars: SpokenChars.optional()
	}),
	z.object({
		type: z.literal('response.cancel'),
		responseId: ResponseId,
		playedMs: MediaMs,
		spokenChars: SpokenChars.optional()
	}),
	z.object({
		type: z.literal('mode.failed'),
		stage: z.enum(['transcriber', 'speaker', 'uplink']),
		mode: z.string().max(40)
	}),
	z.object({
		type: z.literal('metrics.turn'),
		turnId: z.string().max(64),
		v2vMs: z.number().min(0).max(DAY_MS).optional(),
		bargeInStopMs: z.number().min(0).max(DAY_MS).optional(),
		underruns: Count,
		reconnects: Count,
		replayedFrames: Count
	}),
	z.object({ type: z.literal('session.end') })
]);

/** Throws `too-large` before parsing, else `invalid` with the field that is wrong. */
export function parseCallRequest(text: string): CallRequest {
	if (text.length > CONTROL_LENGTH_LIMIT)
		throw new AppError(
			'too-large',
			`A control message has at most ${CONTROL_LENGTH_LIMIT} characters, not ${text.length}.`
		);
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch (cause) {
		throw new AppError('invalid', 'A control message is JSON, and this is not.', { cause });
	}
	const parsed = Request.safeParse(data);
	if (parsed.success) return withoutUndefined(parsed.data);
	const issue = parsed.error.issues[0];
	const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
	throw new AppError(
		'invalid',
		`This control message is not understood${where}: ${issue?.message ?? 'unknown'}`.slice(0, 300)
	);
}

/** zod types an optional field as one that may hold undefined; what came from JSON never does. */
function withoutUndefined(request: z.infer<typeof Request>): CallRequest {
	return request as CallRequest;
}
