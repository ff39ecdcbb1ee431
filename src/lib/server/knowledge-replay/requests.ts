// What pages may ask of changes.
import { z } from 'zod';
import { REPLAY_LIMITS } from '#lib/shared/knowledge-replay.ts';

const Revision = z.string().regex(/^[0-9a-f]{64}$/);
const Title = z.string().trim().min(1).max(REPLAY_LIMITS.titleCharacters);
/** Browsers send the line ends of a form's text as two characters. */
const Text = z
	.string()
	.max(REPLAY_LIMITS.textBytes * 2)
	.transform((text) => text.replaceAll('\r\n', '\n'));

/** `base`: the revision that whoever wrote it was shown. */
export const BeginReplay = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('edit'), base: Revision, title: Title, text: Text }),
	z.object({ kind: z.literal('delete'), base: Revision }),
	z.object({ kind: z.literal('restore'), base: Revision, revision: Revision })
]);
export type BeginReplay = z.infer<typeof BeginReplay>;
