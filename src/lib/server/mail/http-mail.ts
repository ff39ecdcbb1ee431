// The production adapter: one JSON POST a letter, in the form Resend takes and its kin accept (from, to, subject, text; a bearer key).
// https://resend.com/docs/api-reference/emails/send-email
//
// A passing fault is tried again under the same Idempotency-Key, so that a service that knows the header sends one letter, not two.
// The service's own words stay in `cause`, for the log: they can hold the recipient.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type { Mail } from './mail.ts';
import { requireSendable } from './require-sendable.ts';

export interface HttpMailOptions {
	/** https://api.resend.com/emails */
	url: string;
	apiKey?: string | undefined;
	/** `School <office@school.example>` */
	from: string;
	fetch?: typeof globalThis.fetch;
	/** For one try. */
	timeoutMs?: number;
	/** Waits before the second and the third try. */
	waitsMs?: readonly number[];
	/** A key that is the same for all tries of one letter. */
	newKey?: () => string;
}

const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);
const WAITS_MS = [300, 1500];

export function createHttpMail(options: HttpMailOptions): Mail {
	const { url, apiKey, from, timeoutMs = 8000, waitsMs = WAITS_MS, newKey = newId } = options;
	const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);

	/** Undefined when it was taken; otherwise what went wrong. */
	async function tryOnce(
		body: string,
		key: string
	): Promise<{ isPassing: boolean; cause: Error } | undefined> {
		try {
			const response = await fetch(url, {
				method: 'POST',
				// A redirect would carry the key and the letter to whoever is named there.
				redirect: 'manual',
				signal: AbortSignal.timeout(timeoutMs),
				headers: {
					'content-type': 'application/json',
					'idempotency-key': key,
					...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` })
				},
				body
			});
			await response.body?.cancel();
			if (response.ok) return undefined;
			return {
				isPassing: PASSING.has(response.status),
				cause: new Error(`the mail service answered ${response.status}`)
			};
		} catch (thrown) {
			return { isPassing: true, cause: thrown instanceof Error ? thrown : new Error(String(thrown)) };
		}
	}

	return {
		async send(message) {
			requireSendable(message);
			const { to, subject, body: text } = message;
			const body = JSON.stringify({ from, to: [to], subject, text });
			const key = message.key ?? newKey();
			let failure = await tryOnce(body, key);
			for (const waitMs of waitsMs) {
				if (failure?.isPassing !== true) break;
				await new Promise((resolve) => setTimeout(resolve, waitMs));
				failure = await tryOnce(body, key);
			}
			if (failure === undefined) return;
			const { isPassing, cause } = failure;
			throw new AppError('unavailable', m.mail_not_sent(), { retryable: isPassing, cause });
		}
	};
}
