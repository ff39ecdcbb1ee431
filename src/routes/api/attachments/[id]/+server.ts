import { z } from 'zod';
import { contentDisposition } from '#lib/server/attachments/index.ts';
import { endpoint, holds } from '#lib/server/http/index.ts';
import { isPicture } from '#lib/shared/conversation/attachments.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params }, async ({ services, actor, params: { id }, event }) => {
	const file = await services.attachments.read(actor, id);
	const { mediaType, name } = file;
	const isShown = isPicture(file);
	const etag = `"${file.sha256}"`;
	// Kept by the asker alone, and asked for anew each time: whoever signed out must not see it.
	const headers = { etag, 'cache-control': 'private, no-cache', vary: 'cookie' };
	if (holds(event.request.headers.get('if-none-match'), etag))
		return new Response(null, { status: 304, headers });
	return new Response(await file.open(), {
		headers: {
			...headers,
			'content-type': isShown ? mediaType : `${mediaType}; charset=utf-8`,
			'content-length': String(file.sizeBytes),
			'content-disposition': contentDisposition(isShown ? 'inline' : 'attachment', name),
			'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'"
		}
	});
});

export const DELETE = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.attachments.remove(actor, id)
);
