// An OpenAI-compatible server on loopback that answers every chat completion with the same deltas at a fixed pace: the model
// whose own speed is known, so that what is measured around it is ours.
import { createServer } from 'node:http';

/** @param {{deltas: string[], msPerDelta: number}} script */
export async function startScriptedModel({ deltas, msPerDelta }) {
	const server = createServer(async (request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		const frame = (/** @type {object} */ delta, /** @type {string | null} */ finishReason = null) =>
			response.write(
				`data: ${JSON.stringify({ id: 'scripted', object: 'chat.completion.chunk', created: 0, model: 'scripted', choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`
			);
		frame({ role: 'assistant', content: '' });
		const start = performance.now();
		for (const [i, content] of deltas.entries()) {
			// Paced against the start, so that a late timer does not make the whole answer late.
			const waitMs = start + i * msPerDelta - performance.now();
			if (msPerDelta > 0 && waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
			frame({ content });
		}
		frame({}, 'stop');
		response.end('data: [DONE]\n\n');
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	return { url: `http://127.0.0.1:${port}/v1`, close: () => new Promise((resolve) => server.close(resolve)) };
}
