// A question with the sound inside: JSON whose base64 is made as it is sent, because a recording of 50 MB does not fit twice into memory.

export interface OpenSound {
	mediaType: string;
	body: ReadableStream<Uint8Array>;
}

export function inlineBody(about: Record<string, unknown>, { mediaType, body }: OpenSound): ReadableStream {
	const encoder = new TextEncoder();
	const start = `${JSON.stringify(about).slice(0, -1)},"audio":{"mediaType":${JSON.stringify(mediaType)},"base64":"`;
	let rest = new Uint8Array(0);
	return body.pipeThrough(
		new TransformStream<Uint8Array, Uint8Array>({
			start: (controller) => controller.enqueue(encoder.encode(start)),
			transform(chunk, controller) {
				const bytes = new Uint8Array(rest.length + chunk.length);
				bytes.set(rest);
				bytes.set(chunk, rest.length);
				// Three bytes are four letters: what is left over waits for more.
				const whole = bytes.length - (bytes.length % 3);
				rest = bytes.slice(whole);
				if (whole > 0) controller.enqueue(encoder.encode(base64(bytes.subarray(0, whole))));
			},
			flush(controller) {
				controller.enqueue(encoder.encode(`${base64(rest)}"}}`));
			}
		})
	);
}

const AT_ONCE = 3 * 4_096;

function base64(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += AT_ONCE)
		text += btoa(String.fromCharCode(...bytes.subarray(at, at + AT_ONCE)));
	return text;
}
