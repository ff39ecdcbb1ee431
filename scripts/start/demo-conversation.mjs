// Holds one of the demo's conversations as a person of the demo school would: enters by the demo's door, sends each message, waits for
// the whole answer. Ids are fixed, so a message that was sent before an interruption is joined, not sent twice.
import { createHash } from 'node:crypto';
import { Problem } from './problem.mjs';

/**
 * @param {{url: string, conversation: {title: string, as: string, messages: string[]}}} options
 */
export async function holdConversation({ url, conversation: { title, as, messages } }) {
	const cookie = await enterDemo(url, as);
	const headers = { cookie, 'content-type': 'application/json', origin: new URL(url).origin };
	const conversationId = stableId(title);
	for (const [index, message] of messages.entries()) {
		const answer = await fetch(new URL('/api/chat', url), {
			method: 'POST',
			headers,
			body: JSON.stringify({ conversationId, clientMessageId: `demo-${index + 1}`, message })
		});
		// The turn is over when its stream is.
		const stream = await answer.text();
		if (!answer.ok) throw refused(title, `${answer.status} ${stream.slice(0, 200)}`);
	}
	const renamed = await fetch(new URL(`/api/chat/sessions/${conversationId}`, url), {
		method: 'PATCH',
		headers,
		body: JSON.stringify({ title })
	});
	if (!renamed.ok) throw refused(title, `${renamed.status} ${(await renamed.text()).slice(0, 200)}`);
}

const refused = (title, why) => new Problem(`The demo's conversation "${title}" could not be held: ${why}`);

/** @returns {Promise<string>} the cookie header of somebody who came in by one click */
export async function enterDemo(url, role) {
	const answer = await fetch(new URL('/demo', url), {
		method: 'POST',
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			accept: 'text/html',
			origin: new URL(url).origin
		},
		body: new URLSearchParams({ role }),
		redirect: 'manual'
	});
	const cookie = /(?:^|,\s*)((?:__Host-)?segue_session=[^;]+)/.exec(
		answer.headers.get('set-cookie') ?? ''
	)?.[1];
	if (!cookie) throw new Problem(`The demo school could not be entered as ${role} (${answer.status}).`);
	return cookie;
}

/** A UUID (version 4 by its form) that is the same on every start. @param {string} name */
export function stableId(name) {
	const hex = createHash('sha256').update(`segue demo: ${name}`).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
