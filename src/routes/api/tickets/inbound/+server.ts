import { endpoint, readBytes } from '#lib/server/http/index.ts';
import { SIGNATURE_HEADER } from '#lib/server/tickets/index.ts';

const MOST_BYTES = 64 * 1024;

/** From the external desk: who sends is proved by the signature over the very bytes. */
export const POST = endpoint({}, async ({ services, event: { request } }) => {
	const body = new TextDecoder().decode(await readBytes(request, MOST_BYTES));
	return services.inbound.receive(body, request.headers.get(SIGNATURE_HEADER));
});
