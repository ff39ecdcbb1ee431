// One file out of a form. Never more of it in memory than a file may be large.
import { m } from '#lib/paraglide/messages.js';
import { ATTACHMENT_LIMITS } from '#lib/server/attachments/index.ts';
import { readBytes } from '#lib/server/http/index.ts';
import { AppError } from '#lib/shared/errors.ts';

/** The boundaries of a form and what they say of the file. */
const ENVELOPE_BYTES = 64 * 1024;

export async function readFile(request: Request): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^multipart\/form-data\b/i.test(type)) throw new AppError('invalid', m.attachments_only_one_file());
	const bytes = await readBytes(request, ATTACHMENT_LIMITS.pictureBytes + ENVELOPE_BYTES);
	let form: FormData;
	try {
		form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
	} catch (cause) {
		throw new AppError('invalid', m.attachments_only_one_file(), { cause });
	}
	const [file, ...others] = form.getAll('file');
	if (!(file instanceof File) || others.length > 0)
		throw new AppError('invalid', m.attachments_only_one_file());
	return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}
