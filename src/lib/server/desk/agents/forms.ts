// What the doors of the desk take.
import { z } from 'zod';

const Skill = z
	.string()
	.trim()
	.toLowerCase()
	.min(1)
	.max(40)
	.regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u);

export const PresenceForm = z
	.object({
		status: z.enum(['available', 'away', 'offline']).optional(),
		capacity: z.number().int().min(0).max(50).optional(),
		skills: z
			.array(Skill)
			.max(30)
			.transform((skills) => [...new Set(skills)])
			.optional()
	})
	// What is left out stays: undefined would be a change.
	.transform((form) => Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined)));
