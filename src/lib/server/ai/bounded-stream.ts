// What comes from another machine, up to what this one has room for: whoever reads an event waits for its end, and whoever reads a body
// for its last byte, so neither may be without one. Beyond the bound the stream fails.
import { AppError } from '#lib/shared/errors.ts';

export interface StreamBounds {
	/** Of the whole. */
	bytes: number;
	/** Of one line: an event of a stream is one. */
	lineBytes: number;
}

/** An event holds some words, or a tool's whole input; a stream some thousands of them. */
export const EVENT_BOUNDS: StreamBounds = { bytes: 8 * 1024 * 1024, lineBytes: 512 * 1024 };
/** Vectors as digits: a hundred of 4,096 numbers have some 9 MB, in one line. */
const BODY_BYTES = 24 * 1024 * 1024;
/** What is wrong is said in some words. */
const ERROR_BYTES = 64 * 1024;

const LINE_FEED = 0x0a;

export function boundStream({ bytes, lineBytes }: StreamBounds): TransformStream<Uint8Array, Uint8Array> {
	let whole = 0;
	let line = 0;
	return new TransformStream({
		transform(chunk, controller) {
			whole += chunk.length;
			const first = chunk.indexOf(LINE_FEED);
			const longest = line + (first === -1 ? chunk.length : first);
			line = first === -1 ? longest : chunk.length - chunk.lastIndexOf(LINE_FEED) - 1;
			if (whole <= bytes && Math.max(longest, line) <= lineBytes) controller.enqueue(chunk);
			else controller.error(new AppError('unavailable', 'A model answered with more than can be read.'));
		}
	});
}

/** A fetch whose answers are bounded. */
export function boundFetch(fetch: typeof globalThis.fetch = globalThis.fetch): typeof globalThis.fetch {
	return async (input, init) => {
		const response = await fetch(input, init);
		const { body, headers, status, statusText } = response;
		if (body === null) return response;
		const isStream = headers.get('content-type')?.includes('text/event-stream') === true;
		const most = response.ok ? BODY_BYTES : ERROR_BYTES;
		const bounds = response.ok && isStream ? EVENT_BOUNDS : { bytes: most, lineBytes: most };
		const bounded = new Headers(headers);
		// The body was decoded, and may now be shorter.
		for (const name of ['content-encoding', 'content-length']) bounded.delete(name);
		return new Response(body.pipeThrough(boundStream(bounds)), { status, statusText, headers: bounded });
	};
}
