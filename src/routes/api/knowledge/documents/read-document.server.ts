// A document out of a request: JSON, or a form with one file. Never more of it in memory than a document may be large.
import { AddDocumentBody, AddFileFields } from '#lib/knowledge/contracts.ts';
import { readBytes, readJson } from '#lib/server/http/index.ts';
import { SOURCE_LIMIT_BYTES, type AddDocumentInput } from '#lib/server/knowledge/index.ts';
import { AppError } from '#lib/shared/errors.ts';

/** Escapes of JSON and the boundaries of a form come on top of the document itself. */
const ENVELOPE_BYTES = 2 * 1024 * 1024;

export async function readDocument(request: Request): Promise<AddDocumentInput> {
	const type = request.headers.get('content-type') ?? '';
	if (type.startsWith('multipart/form-data')) return readFile(request, type);
	const { text, ...rest } = parsed(
		AddDocumentBody.safeParse(await readJson(request, SOURCE_LIMIT_BYTES + ENVELOPE_BYTES))
	);
	return { ...rest, source: text };
}

async function readFile(request: Request, type: string): Promise<AddDocumentInput> {
	const bytes = await readBytes(request, SOURCE_LIMIT_BYTES + ENVELOPE_BYTES);
	let form: FormData;
	try {
		form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
	} catch (cause) {
		throw new AppError('invalid', 'The form could not be read.', { cause });
	}
	const file = form.get('file');
	if (!(file instanceof File) || file.size === 0) throw new AppError('invalid', 'Choose a file first.');
	const given = [...form.entries()].filter(
		(entry): entry is [string, string] => typeof entry[1] === 'string'
	);
	const { name, audience, tags } = parsed(AddFileFields.safeParse(Object.fromEntries(given)));
	return {
		name: name || file.name,
		mediaType: file.type,
		source: new Uint8Array(await file.arrayBuffer()),
		...(audience === undefined ? {} : { audience }),
		...(tags === undefined || tags.length === 0 ? {} : { tags })
	};
}

type Parsed<T> =
	| { success: true; data: T }
	| { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };

function parsed<T>(result: Parsed<T>): T {
	if (result.success) return result.data;
	const [first] = result.error.issues;
	throw new AppError(
		'invalid',
		`The document is not as expected. ${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`
	);
}
