// Stands between the model's event stream and workers-ai-provider, which reads on over three things that this product must know: an
// error inside the stream, a body that is no event stream at all (a proxy's page), and Llama's own tool calls, several in one event
// without an index, which it would melt into one.
import { callError, readErrorPayload, toCallError } from './call-error.ts';

const PREFIX = 'data:';

export function watchEvents(modelId: string): TransformStream<Uint8Array, Uint8Array> {
	const decoder = new TextDecoder();
	const encoder = new TextEncoder();
	let rest = '';
	let events = 0;
	let calls = 0;

	function watch(line: string): string {
		if (!line.startsWith(PREFIX)) return line;
		events++;
		const payload = line.slice(PREFIX.length).trim();
		if (payload === '[DONE]') return line;
		let event: unknown;
		try {
			event = JSON.parse(payload);
		} catch {
			// The provider would pass over it too, but print it.
			return '';
		}
		const failure = readErrorPayload(event);
		if (failure !== undefined) throw toCallError(failure, modelId);
		const { tool_calls: found } = (event ?? {}) as { tool_calls?: unknown };
		if (!Array.isArray(found) || !found.some(isWithoutIndex)) return line;
		const numbered = found.map((call: unknown) =>
			isWithoutIndex(call) ? { ...call, index: calls++ } : call
		);
		return `${PREFIX} ${JSON.stringify({ ...(event as object), tool_calls: numbered })}`;
	}

	return new TransformStream({
		transform(bytes, controller) {
			const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
			rest = lines.pop() ?? '';
			if (lines.length > 0)
				controller.enqueue(encoder.encode(lines.map((line) => `${watch(line)}\n`).join('')));
		},
		flush(controller) {
			rest += decoder.decode();
			if (rest !== '') controller.enqueue(encoder.encode(`${watch(rest)}\n`));
			if (events === 0)
				throw callError(modelId, { statusCode: 503, message: 'the reply was no event stream' });
		}
	});
}

function isWithoutIndex(call: unknown): call is object {
	return (
		typeof call === 'object' &&
		call !== null &&
		!('index' in call) &&
		(call as { name?: unknown }).name !== null &&
		'name' in call
	);
}
