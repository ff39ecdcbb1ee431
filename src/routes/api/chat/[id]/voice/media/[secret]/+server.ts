import { z } from 'zod';
import { AppError } from '#lib/shared/errors.ts';
import { Id } from '#lib/shared/ids.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** 256 bits. */
const Secret = z.string().regex(/^[\w-]{43}$/);

/** Where the media server calls for the sound of a call: nobody's session, but a secret in the address. */
export const GET = endpoint(
	{ params: z.object({ id: Id, secret: Secret }) },
	({ services, params: { id, secret }, event }) => {
		if (event.request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
			throw new AppError('invalid', 'This address takes WebSocket connections.');
		return services.mediaDoor.connect(id, secret);
	}
);
