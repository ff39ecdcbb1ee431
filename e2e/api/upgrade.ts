// Asks for a WebSocket over node's own client: fetch cannot.
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer, Caller } from './caller.ts';

export const isOpen = (answer: Answer | Duplex): answer is Duplex => 'destroy' in answer;

/** Knocks as a browser would: the open socket, or the answer that refused it. */
export function knock(
	caller: Caller,
	address: string,
	headers: Record<string, string> = {}
): Promise<Answer | Duplex> {
	const cookie = Array.from(caller.cookies, ([name, value]) => `${name}=${value}`).join('; ');
	return new Promise((resolve, reject) => {
		const knocking = request(new URL(address, caller.baseUrl), {
			headers: {
				connection: 'Upgrade',
				upgrade: 'websocket',
				'sec-websocket-version': '13',
				'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
				...(cookie === '' ? {} : { cookie }),
				...headers
			}
		});
		knocking.on('upgrade', (_response, socket) => resolve(socket));
		knocking.on('response', (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (piece: string) => (text += piece));
			response.on('end', () =>
				resolve({
					status: response.statusCode ?? 0,
					headers: new Headers(
						Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
					),
					text,
					json: JSON.parse(text) as unknown
				})
			);
		});
		knocking.on('error', reject);
		knocking.end();
	});
}
