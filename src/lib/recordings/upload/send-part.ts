// Bytes on their way, with how many have gone: XMLHttpRequest, because fetch does not tell.
import { toWireError, WireError } from '#lib/shared/wire-error.ts';

export interface Part {
	path: string;
	body: Blob;
	headers?: Record<string, string>;
}

/** Gives the server's answer. Throws a WireError; an abort is `unreachable` too, and `signal` tells them apart. */
export type SendPart = (
	part: Part,
	onsent: (bytes: number) => void,
	signal: AbortSignal
) => Promise<Response>;

/** A line that moves no byte for so long is dead. */
const SILENCE_MS = 45_000;

export const sendPart: SendPart = async ({ path, body, headers = {} }, onsent, signal) => {
	const response = await new Promise<Response>((resolve, reject) => {
		const exchange = new XMLHttpRequest();
		let alarm: ReturnType<typeof setTimeout> | undefined;
		const stir = () => {
			clearTimeout(alarm);
			alarm = setTimeout(() => exchange.abort(), SILENCE_MS);
		};
		exchange.open('PUT', path);
		for (const [name, value] of Object.entries(headers)) exchange.setRequestHeader(name, value);
		exchange.upload.onprogress = ({ loaded }) => {
			stir();
			onsent(Math.min(loaded, body.size));
		};
		exchange.onload = () => {
			clearTimeout(alarm);
			const after = exchange.getResponseHeader('retry-after');
			resolve(
				new Response(exchange.status === 204 ? null : exchange.responseText, {
					status: exchange.status,
					...(after === null ? {} : { headers: { 'retry-after': after } })
				})
			);
		};
		exchange.onerror = exchange.onabort = () => {
			clearTimeout(alarm);
			reject(new WireError('unreachable', 'the line broke', true));
		};
		signal.addEventListener('abort', () => exchange.abort());
		if (signal.aborted) {
			reject(new WireError('unreachable', 'ended', true));
			return;
		}
		stir();
		exchange.send(body);
	});
	if (!response.ok) throw await toWireError(response);
	return response;
};
