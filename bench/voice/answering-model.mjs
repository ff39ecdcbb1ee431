// An OpenAI-compatible server on loopback that answers at once with what is asked of it: a question that has "long" in it gets a long
// answer, any other a short one. It takes no time of its own, so that what is measured around it is ours.
import { createServer } from 'node:http';

export const SHORT_ANSWER = 'Yes, at nine.';
/** About twenty seconds in tones; no sentence of it is like another. */
export const LONG_ANSWER =
	'The first lesson is on Monday in the blue room. Bring a pencil and the red book with you. After that we sing for a while in the hall. ' +
	'At ten there is tea for everybody in the garden. Then each of you plays one piece for the others. We close the doors at noon.';

export async function startAnsweringModel() {
	const server = createServer((request, response) => {
		let body = '';
		request.on('data', (data) => (body += data));
		request.on('end', () => {
			/** @type {{messages: {role: string, content: unknown}[]}} */
			const { messages } = JSON.parse(body);
			const asked = JSON.stringify(messages.findLast(({ role }) => role === 'user')?.content ?? '');
			const answer = /long/i.test(asked) ? LONG_ANSWER : SHORT_ANSWER;
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const frame = (/** @type {object} */ delta, /** @type {string | null} */ reason = null) =>
				response.write(
					`data: ${JSON.stringify({ id: 'voice', object: 'chat.completion.chunk', created: 0, model: 'scripted', choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`
				);
			frame({ role: 'assistant', content: '' });
			for (const word of answer.match(/\S+\s*/g) ?? []) frame({ content: word });
			frame({}, 'stop');
			response.end('data: [DONE]\n\n');
		});
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return { url: `http://127.0.0.1:${port}/v1`, close: () => new Promise((resolve) => server.close(resolve)) };
}
