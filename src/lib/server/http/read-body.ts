// Reads a request's body without ever holding more than the limit, whatever content-length claims.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export const DEFAULT_BODY_BYTES = 64 * 1024;
/** How much of a body that is refused already is still taken off the line, unread. */
const LINGER_BYTES = 64 * 1024 * 1024;

/** The body's bytes. Throws `too-large` as soon as more than `maxBytes` have come, `invalid` when the sender breaks off. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
	if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
	if (request.body === null) return new Uint8Array();
	if (request.bodyUsed) throw new Error('the body was read twice');
	const reader = (request.body as ReadableStream<Uint8Array>).getReader();
	const pieces: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read().catch((cause: unknown) => {
			throw new AppError('invalid', m.errors_broken_off(), { retryable: true, cause });
		});
		if (done) break;
		length += value.byteLength;
		if (length > maxBytes) {
			await dropRest(reader);
			throw tooLarge(maxBytes);
		}
		pieces.push(value);
	}
	const bytes = new Uint8Array(length);
	let offset = 0;
	for (const piece of pieces) {
		bytes.set(piece, offset);
		offset += piece.byteLength;
	}
	return bytes;
}

/**
 * Somebody who is still sending does not read the answer: cut off at once they see a broken line in place of the refusal. So the rest
 * is let through and dropped, within a bound (what nginx calls a lingering close).
 */
async function dropRest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	try {
		for (let dropped = 0; dropped < LINGER_BYTES;) {
			const { done, value } = await reader.read();
			if (done) return;
			dropped += value.byteLength;
		}
		// Not awaited: a sender that never stops must not hold the answer back.
		void reader.cancel().catch(() => undefined);
	} catch {
		// The sender has gone: nobody is left to refuse.
	}
}

/** The body as text. Bytes that are not UTF-8 are `invalid`, never replaced in silence. */
export async function readText(request: Request, maxBytes = DEFAULT_BODY_BYTES): Promise<string> {
	const bytes = await readBytes(request, maxBytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new AppError('invalid', m.errors_not_utf8(), { cause });
	}
}

/** The body as JSON, whatever content type it claims. An empty body is undefined, so that a schema decides whether it may be. */
export async function readJson(request: Request, maxBytes = DEFAULT_BODY_BYTES): Promise<unknown> {
	const text = await readText(request, maxBytes);
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new AppError('invalid', m.errors_not_json(), { cause });
	}
}

function tooLarge(maxBytes: number): AppError {
	return new AppError('too-large', m.errors_too_large({ size: describeBytes(maxBytes) }), {
		details: { maxBytes }
	});
}

function describeBytes(bytes: number): string {
	return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.floor(bytes / 1024)} KB`;
}
