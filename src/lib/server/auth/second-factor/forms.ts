import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

/** A code of either kind, as somebody typed it: judged by whoever takes it. */
export const CodeText = z
	.string({ error: () => m.second_factor_code_missing() })
	.trim()
	.min(1, { error: () => m.second_factor_code_missing() })
	.max(100, { error: () => m.second_factor_wrong() });

export const CodeForm = z.object({ code: CodeText });
