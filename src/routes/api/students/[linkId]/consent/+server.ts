import { z } from 'zod';
import { endpoint } from '#lib/server/http/index.ts';
import { GiveConsent } from '#lib/server/recordings/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ linkId: Id });

export const POST = endpoint({ params, body: GiveConsent }, ({ services, actor, params: { linkId }, body }) =>
	services.recordings.consents.give(actor, linkId, body)
);

/** Erases every recording of the student. */
export const DELETE = endpoint({ params }, ({ services, actor, params: { linkId } }) =>
	services.recordings.consents.withdraw(actor, linkId)
);
