// A plain reader of server-sent events, with the arrival time of each.

/**
 * @param {Response} response
 * @returns {AsyncGenerator<{seq: number | undefined, data: string, at: number}>} `at` is performance.now() in milliseconds
 */
export async function* readEvents(response) {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (response.body)) {
		const at = performance.now();
		rest += decoder.decode(chunk, { stream: true });
		for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
			const lines = rest.slice(0, end).split('\n');
			rest = rest.slice(end + 2);
			const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
			const id = lines
				.find((line) => line.startsWith('id:'))
				?.slice(3)
				.trim();
			if (data.length > 0)
				yield { seq: id === undefined ? undefined : Number(id), data: data.join('\n'), at };
		}
	}
}
