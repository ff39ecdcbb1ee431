/** Pulled by whoever downloads. */
export function toByteStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				const next = await pieces.next();
				if (next.done === true) controller.close();
				else controller.enqueue(encoder.encode(next.value));
			},
			async cancel() {
				await pieces.return(undefined);
			}
		},
		{ highWaterMark: 0 }
	);
}
