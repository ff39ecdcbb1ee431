import { z } from 'zod';
import { endpoint, parseWith, Reply } from '#lib/server/http/index.ts';
import { FeedbackRequest } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });

/** The newest. */
export const GET = endpoint({ params }, ({ services, actor, params: { id } }) =>
	services.recordingFeedback.read(actor, id)
);

/** 201 with feedback written now; 200 with what the same key was given before. The key may come as a header, too. */
export const POST = endpoint(
	{ params, body: FeedbackRequest.optional() },
	async ({ services, actor, params: { id }, body, event: { request } }) => {
		const header = request.headers.get('idempotency-key') ?? undefined;
		const { clientKey } = parseWith(FeedbackRequest, { clientKey: body?.clientKey ?? header });
		const { view, isNew } = await services.recordingFeedback.write(actor, id, clientKey);
		return new Reply(view, { status: isNew ? 201 : 200 });
	}
);
