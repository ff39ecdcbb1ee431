// How settings are written: what several of them have in common, and how a check says that one is missing.
import { z } from 'zod';

export const flag = z.enum(['on', 'off']).transform((value) => value === 'on');

export const seconds = (usual: number) => z.coerce.number().min(0.1).max(600).default(usual);

/** Parts of `a, b,c`, without empty ones. */
export const commaList = z
	.string()
	.max(4_000)
	.transform((list) => list.split(',').flatMap((part) => part.trim() || []));

export const webAddress = z.url({ protocol: /^https?$/ });

const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/;

export const safeAddress = webAddress.refine(
	(address) => address.startsWith('https:') || LOOPBACK.test(address),
	'https, but for loopback'
);

/** The settings of a piece of the schema, read. */
export type Read<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** Names each of `names` that is not set. */
export function need<Name extends string>(
	context: z.RefinementCtx,
	settings: Readonly<Partial<Record<Name, unknown>>>,
	names: readonly Name[],
	message: string
): void {
	for (const name of names)
		if (settings[name] === undefined) context.addIssue({ code: 'custom', path: [name], message });
}

/** All of them or none. */
export function needTogether<Name extends string>(
	context: z.RefinementCtx,
	settings: Readonly<Partial<Record<Name, unknown>>>,
	names: readonly Name[]
): void {
	if (names.some((name) => settings[name] !== undefined))
		need(context, settings, names, `needed where ${names.join(', ')} are set`);
}
