import { z } from 'zod';
import { endpoint, sendFile } from '#lib/server/http/index.ts';
import { isPicture } from '#lib/shared/conversation/attachments.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

export const GET = endpoint({ params }, async ({ services, actor, params: { id }, event }) => {
	const file = await services.ticketFiles.read(actor, id);
	const { name, mediaType, sizeBytes, sha256, createdAt: changedAt, open } = file;
	const isShown = isPicture(file);
	const contentType = isShown ? mediaType : `${mediaType}; charset=utf-8`;
	return sendFile(
		event.request,
		{ contentType, name, sizeBytes, etag: `"${sha256}"`, changedAt, open },
		{ isForSaving: !isShown }
	);
});

export const DELETE = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.ticketFiles.remove(actor, id)
);
