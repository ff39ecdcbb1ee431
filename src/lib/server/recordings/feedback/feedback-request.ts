import { z } from 'zod';
import { ClientKey } from '../library/forms.ts';

/** The same key of the same recording is the same feedback. */
export const FeedbackRequest = z.object({ clientKey: ClientKey.optional() });
