import { z } from 'zod';

/** The question form as it comes from a page without scripts. How long a message may be is the chat room's to say. */
export const AskForm = z.object({ message: z.string() });
