import { z } from 'zod';
import { endpoint, Reply } from '#lib/server/http/index.ts';
import { PublishAnswer } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id, messageId: Id });

/** What it could be published as: personal data masked. */
export const GET = endpoint({ params }, ({ services, actor, params: { id, messageId } }) =>
	services.transcripts.draft(actor, id, messageId)
);

/** Once: a second time gives the document that is there. */
export const POST = endpoint(
	{ params, body: PublishAnswer },
	async ({ services, actor, params: { id, messageId }, body }) => {
		const { documentId, isNew } = await services.transcripts.publish(actor, id, messageId, body);
		return new Reply({ documentId }, { status: isNew ? 201 : 200 });
	}
);
