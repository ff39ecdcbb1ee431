/** A response's text, of which never more than `maxBytes` are held. Throws for more. */
export async function readBounded(response: Response, maxBytes: number): Promise<string> {
	if (response.body === null) return '';
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	let text = '';
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return text + decoder.decode();
		length += value.byteLength;
		if (length > maxBytes) {
			void reader.cancel().catch(() => undefined);
			throw new Error(`more than ${maxBytes} bytes`);
		}
		text += decoder.decode(value, { stream: true });
	}
}
