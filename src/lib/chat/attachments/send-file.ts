// Uploads one file. XMLHttpRequest, because fetch does not tell how much has been sent.
import { WireError } from '#lib/shared/wire-error.ts';

/** Gives the server's answer, whatever it is. Throws a WireError (`unreachable`) when there is none. */
export type SendFile = (
	path: string,
	file: File,
	onsent: (share: number) => void,
	signal: AbortSignal
) => Promise<Response>;

export const sendFile: SendFile = (path, file, onsent, signal) =>
	new Promise((resolve, reject) => {
		const form = new FormData();
		form.set('file', file);
		const exchange = new XMLHttpRequest();
		exchange.open('POST', path);
		exchange.upload.onprogress = ({ lengthComputable, loaded, total }) => {
			if (lengthComputable) onsent(loaded / total);
		};
		exchange.onload = () => {
			const after = exchange.getResponseHeader('retry-after');
			const headers: HeadersInit = after === null ? {} : { 'retry-after': after };
			resolve(new Response(exchange.responseText, { status: exchange.status, headers }));
		};
		exchange.onerror = exchange.onabort = () => reject(new WireError('unreachable', 'the line broke', true));
		signal.addEventListener('abort', () => exchange.abort());
		exchange.send(form);
	});
