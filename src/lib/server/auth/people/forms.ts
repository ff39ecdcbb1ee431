import { z } from 'zod';
import { Role } from '#lib/shared/actor.ts';
import { Id } from '#lib/shared/ids.ts';

const limit = z.coerce.number().int().min(1).max(100).default(50);
const cursor = z.string().max(100).optional();
/** A form sends what is not chosen as an empty text. */
const chosen = <T extends z.ZodType>(schema: T) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

export const ListPeople = z.object({
	q: z.string().trim().max(200).optional(),
	role: chosen(Role),
	cursor,
	limit
});
export type ListPeople = z.infer<typeof ListPeople>;

export const ChangeRole = z.object({ role: Role.exclude(['guest']) });

export const AuditEvents = z.object({
	personId: chosen(Id),
	outcome: chosen(z.enum(['allowed', 'refused', 'failed'])),
	action: chosen(
		z
			.string()
			.trim()
			.max(100)
			.regex(/^[\w.-]*$/)
	),
	cursor,
	limit
});

/** A place in a list, and nothing else. */
export const Paged = z.object({ cursor, limit });
