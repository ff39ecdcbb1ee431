import { z } from 'zod';
import { ExportQuery } from '#lib/shared/conversation/export.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint(
	{ params: z.object({ id: Id }), query: ExportQuery },
	({ services, actor, params, query }) => services.chat.export(actor, params.id, query.format)
);
