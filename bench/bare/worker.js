// The least a Worker can do: pass an upstream's deltas on as server-sent events. What everything else is measured against.
export default {
	/** @param {Request} request @param {{UPSTREAM?: string}} env */
	async fetch(request, env) {
		const { deltas } = /** @type {{deltas?: string[]}} */ (await request.json());
		if (env.UPSTREAM && deltas === undefined) {
			const upstream = await fetch(`${env.UPSTREAM}/chat/completions`, { method: 'POST', body: '{}' });
			return new Response(upstream.body, { headers: { 'content-type': 'text/event-stream' } });
		}
		const encoder = new TextEncoder();
		const { readable, writable } = new TransformStream();
		const writer = writable.getWriter();
		const write = async () => {
			for (const delta of deltas ?? [])
				await writer.write(encoder.encode(`data: ${JSON.stringify({ type: 'text-delta', delta })}\n\n`));
			await writer.close();
		};
		void write();
		return new Response(readable, { headers: { 'content-type': 'text/event-stream' } });
	}
};
