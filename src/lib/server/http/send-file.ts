// A file as the answer: whole or in a range, or not at all where the asker has it already (RFC 9110, 13 and 14). Players ask for ranges to
// jump in what they play; of several at once none is answered, which the standard allows.
import { contentDisposition } from '../attachments/index.ts';
import { holds } from './etag.ts';

export interface SentFile {
	contentType: string;
	name: string;
	sizeBytes: number;
	/** Quoted, and strong. */
	etag: string;
	/** Milliseconds since epoch. */
	changedAt: number;
	open(range?: { offset: number; length: number }): Promise<ReadableStream>;
}

export async function sendFile(
	request: Request,
	file: SentFile,
	{ isForSaving }: { isForSaving: boolean }
): Promise<Response> {
	const { contentType, name, sizeBytes, etag, changedAt } = file;
	const headers: Record<string, string> = {
		etag,
		'last-modified': new Date(changedAt).toUTCString(),
		'accept-ranges': 'bytes',
		// Kept by the asker alone, and asked for anew each time: whoever signed out must not hear it.
		'cache-control': 'private, no-cache',
		vary: 'cookie'
	};
	if (holds(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
	headers['content-type'] = contentType;
	headers['content-disposition'] = contentDisposition(isForSaving ? 'attachment' : 'inline', name);
	headers['content-security-policy'] = "sandbox; default-src 'none'; frame-ancestors 'none'";
	const range = isRangeOfThis(request, file) ? rangeOf(request.headers.get('range'), sizeBytes) : undefined;
	if (range === null)
		return new Response(null, {
			status: 416,
			headers: { 'content-range': `bytes */${sizeBytes}`, 'cache-control': 'no-store' }
		});
	if (range === undefined)
		return new Response(await file.open(), {
			headers: { ...headers, 'content-length': String(sizeBytes) }
		});
	const { offset, length } = range;
	return new Response(await file.open(range), {
		status: 206,
		headers: {
			...headers,
			'content-length': String(length),
			'content-range': `bytes ${offset}-${offset + length - 1}/${sizeBytes}`
		}
	});
}

/** Whoever has a part of another version gets the whole of this one. */
function isRangeOfThis({ headers }: Request, { etag, changedAt }: SentFile): boolean {
	const condition = headers.get('if-range');
	if (condition === null) return true;
	if (condition.includes('"')) return condition === etag;
	return Date.parse(condition) === Math.floor(changedAt / 1000) * 1000;
}

/** undefined: no range that is understood, so all of it. null: one that there is nothing of. */
function rangeOf(header: string | null, size: number): { offset: number; length: number } | undefined | null {
	const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
	if (first === '' && last === '') return undefined;
	if (first === '') {
		const length = Math.min(size, Number(last));
		return length === 0 ? null : { offset: size - length, length };
	}
	const offset = Number(first);
	if (last !== '' && Number(last) < offset) return undefined;
	if (offset >= size) return null;
	const end = last === '' ? size - 1 : Math.min(size - 1, Number(last));
	return { offset, length: end - offset + 1 };
}
