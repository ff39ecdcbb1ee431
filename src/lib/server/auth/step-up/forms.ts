import { z } from 'zod';
import { PASSWORD_MAX } from '#lib/shared/account.ts';

export const Confirm = z.object({
	password: z
		.string()
		.max(PASSWORD_MAX * 4)
		.transform((password) => password.normalize('NFKC'))
		.optional()
});
export type Confirm = z.infer<typeof Confirm>;
