import { z } from 'zod';
import { PASSWORD_MAX } from '#lib/shared/account.ts';
import { CodeText } from '../second-factor/forms.ts';

/** One of the two, whichever was asked for. */
export const Confirm = z.object({
	password: z
		.string()
		.max(PASSWORD_MAX * 4)
		.transform((password) => password.normalize('NFKC'))
		.optional(),
	code: CodeText.optional()
});
export type Confirm = z.infer<typeof Confirm>;
