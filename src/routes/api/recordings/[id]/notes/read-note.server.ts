// A note out of JSON, or out of a form with the field `memo` beside the words.
import { m } from '#lib/paraglide/messages.js';
import { parseWith, readBytes, readJson } from '#lib/server/http/index.ts';
import { NewNote, NewNoteFields, RECORDING_LIMITS } from '#lib/server/recordings/index.ts';
import { AppError } from '#lib/shared/errors.ts';

/** The boundaries of a form and its words. */
const ENVELOPE_BYTES = 64 * 1024;

export async function readNote(
	request: Request
): Promise<{ form: NewNote; memo: Uint8Array<ArrayBuffer> | undefined }> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^multipart\/form-data\b/i.test(type))
		return { form: parseWith(NewNote, await readJson(request)), memo: undefined };
	const { memoBytes } = RECORDING_LIMITS;
	const bytes = await readBytes(request, memoBytes + ENVELOPE_BYTES);
	let given: FormData;
	try {
		given = await new Response(bytes, { headers: { 'content-type': type } }).formData();
	} catch (cause) {
		throw new AppError('invalid', m.errors_form_unreadable(), { cause });
	}
	const fields = [...given].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	const form = parseWith(NewNoteFields, Object.fromEntries(fields));
	const memo = given.get('memo');
	if (!(memo instanceof File)) return { form, memo: undefined };
	if (memo.size > memoBytes)
		throw new AppError('too-large', m.notes_memo_too_large({ limit: memoBytes / 1_000_000 }), {
			details: { maxBytes: memoBytes }
		});
	return { form, memo: new Uint8Array(await memo.arrayBuffer()) };
}
