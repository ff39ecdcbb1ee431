import { AppError } from '#lib/shared/errors.ts';

/** A body as text, up to a number of bytes: what is longer is left unread. */
export async function readBounded(response: Response, mostBytes: number): Promise<string> {
	const reader = (response.body ?? new Blob([]).stream()).getReader();
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	for (;;) {
		const { done, value } = (await reader.read()) as ReadableStreamReadResult<Uint8Array>;
		if (done) return text + decoder.decode();
		bytes += value.length;
		if (bytes > mostBytes) {
			await reader.cancel();
			throw new AppError('unavailable', 'The analyser’s answer is too long.', { retryable: false });
		}
		text += decoder.decode(value, { stream: true });
	}
}
