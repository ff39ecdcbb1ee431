// The form of an upload as it comes: what stands before the file, the file in pieces, and what stands behind it.
import { m } from '#lib/paraglide/messages.js';
import { parseWith, readMultipart, type FormPart } from '#lib/server/http/index.ts';
import { RECORDING_LIMITS, UploadFields, type ReceivedForm } from '#lib/server/recordings/index.ts';
import { AppError } from '#lib/shared/errors.ts';

/** The boundaries of a form and all its words. */
const ENVELOPE_BYTES = 64 * 1024;

export async function openForm(
	request: Request
): Promise<{ form: ReceivedForm; dropRest: () => Promise<void> }> {
	const { fileBytes } = RECORDING_LIMITS;
	// Refused before a byte of it is read, where it says itself how much it is.
	if (Number(request.headers.get('content-length')) > fileBytes + ENVELOPE_BYTES)
		throw new AppError('too-large', m.recordings_too_many_bytes({ limit: fileBytes / 1_000_000 }), {
			details: { maxBytes: fileBytes }
		});
	const reader = readMultipart(request);
	const parts = reader.parts();
	const key = request.headers.get('idempotency-key');
	const given = new Map<string, string>(key === null ? [] : [['clientKey', key]]);
	let left = ENVELOPE_BYTES;

	async function readField({ name, chunks }: FormPart): Promise<void> {
		const decoder = new TextDecoder();
		let text = '';
		for await (const chunk of chunks) {
			left -= chunk.length;
			if (left < 0) throw new AppError('too-large', m.errors_form_unreadable());
			text += decoder.decode(chunk, { stream: true });
		}
		given.set(name, text + decoder.decode());
	}

	const fields = () => parseWith(UploadFields, Object.fromEntries(given));

	try {
		for (;;) {
			const { value: part } = await parts.next();
			if (part === undefined) throw onlyOneFile();
			if (part.name !== 'file' || part.fileName === undefined) {
				await readField(part);
				continue;
			}
			return {
				dropRest: reader.drop,
				form: {
					early: fields(),
					fileName: part.fileName,
					chunks: part.chunks,
					async fields() {
						for (;;) {
							const { value: next } = await parts.next();
							if (next === undefined) return fields();
							if (next.fileName !== undefined) throw onlyOneFile();
							await readField(next);
						}
					}
				}
			};
		}
	} catch (thrown) {
		await reader.drop();
		throw thrown;
	}
}

const onlyOneFile = (): AppError => new AppError('invalid', m.recordings_one_file());
