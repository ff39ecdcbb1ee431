// What is said of a recording, as it must be: one line where it is a line, bounded, in words for whoever typed it.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { Id } from '#lib/shared/ids.ts';
import { LIMITS } from '../limits.ts';

/** Controls, halves of pairs and marks that turn the direction of text have no place in a line. */
const NOT_IN_LINES = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const NOT_IN_TEXT = /(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

const line = (most: number) =>
	z
		.string()
		.transform((text) => text.normalize('NFC').trim())
		.pipe(
			z
				.string()
				.max(most)
				.refine((text) => !NOT_IN_LINES.test(text), { error: () => m.recordings_unprintable() })
		);
/** Empty is the same as not said. */
const optionalLine = (most: number) =>
	line(most)
		.transform((text) => (text === '' ? null : text))
		.nullable();

export const text = (most: number) =>
	z
		.string()
		.transform((words) => words.normalize('NFC').replace(/\r\n?/g, '\n').trim())
		.pipe(
			z
				.string()
				.max(most)
				.refine((words) => !NOT_IN_TEXT.test(words), { error: () => m.recordings_unprintable() })
		);

const Tags = z
	.array(line(40))
	.transform((tags) => [...new Set(tags.filter((tag) => tag !== ''))])
	.pipe(z.array(z.string()).max(20));

/** Ids that clients make. */
export const ClientKey = z
	.string()
	.min(1)
	.max(128)
	.regex(/^[\w.:#-]+$/, { error: () => m.recordings_client_key_wrong() })
	// Ours, for uploads that came whole.
	.refine((key) => !key.startsWith('#'), { error: () => m.recordings_client_key_wrong() });

const Moment = z.number().int().min(0).max(8_640_000_000_000_000);

const details = {
	title: line(200),
	piece: optionalLine(200),
	composer: optionalLine(200),
	instrument: optionalLine(80),
	notes: text(4000)
		.transform((words) => (words === '' ? null : words))
		.nullable(),
	tags: Tags,
	playedAt: Moment
};

/** As an upload says it; everything may be left out. */
export const RecordingDetails = z.object(details).partial();
export type RecordingDetails = z.infer<typeof RecordingDetails>;

/** PATCH: what is left out stays. */
export const ChangeRecording = z.object({
	...z.object({ ...details, title: details.title.pipe(z.string().min(1)) }).partial().shape,
	version: z.number().int().min(1)
});
export type ChangeRecording = z.infer<typeof ChangeRecording>;

export const ListRecordings = z.object({
	student: Id.optional(),
	tag: z.string().min(1).max(40).optional(),
	query: z.string().trim().max(200).optional(),
	status: z.enum(['uploaded', 'processing', 'analyzed', 'failed']).optional(),
	cursor: z.string().max(100).optional(),
	limit: z.coerce.number().int().min(1).max(100).default(50)
});
export type ListRecordings = z.infer<typeof ListRecordings>;

const FileName = z.string().max(1000).default('');

export const BeginUpload = RecordingDetails.extend({
	fileName: FileName,
	sizeBytes: z.number().int().min(1),
	clientKey: ClientKey,
	studentId: Id.optional()
});
export type BeginUpload = z.infer<typeof BeginUpload>;

export const BeginSound = z.object({ sizeBytes: z.number().int().min(1), clientKey: ClientKey });
export type BeginSound = z.infer<typeof BeginSound>;

const emptyIsLeftOut = (value: unknown) => (value === '' ? undefined : value);

/** The fields of POST /api/upload, beside its file: all of them text. */
export const UploadFields = RecordingDetails.extend({
	tags: z
		.string()
		.transform((list) => list.split(','))
		.pipe(Tags),
	/** Milliseconds since epoch, or a date. */
	playedAt: z
		.string()
		.transform((said) => (/^\d+$/.test(said) ? Number(said) : Date.parse(said)))
		.pipe(Moment),
	clientKey: ClientKey,
	studentId: Id
})
	.partial()
	.extend({ studentId: z.preprocess(emptyIsLeftOut, Id.optional()) });
export type UploadFields = z.infer<typeof UploadFields>;

const Seconds = z
	.number()
	.min(0)
	.max(LIMITS.longestSeconds + 60);

const note = {
	startSeconds: Seconds,
	endSeconds: Seconds,
	text: text(4000),
	ownerId: Id
};
const inOrder = ({
	startSeconds,
	endSeconds
}: Partial<Record<'startSeconds' | 'endSeconds', number | undefined>>) =>
	startSeconds === undefined || endSeconds === undefined || startSeconds <= endSeconds;
const ordered = { error: () => m.notes_ends_before(), path: ['endSeconds'] };

export const NewNote = z
	.object({ ...note, ownerId: Id.optional(), clientKey: ClientKey })
	.refine(inOrder, ordered);
export type NewNote = z.infer<typeof NewNote>;

/** The same out of a form, beside a memo. */
export const NewNoteFields = z
	.object({
		startSeconds: z.coerce.number().pipe(Seconds),
		endSeconds: z.coerce.number().pipe(Seconds),
		text: note.text.default(''),
		ownerId: z.preprocess(emptyIsLeftOut, Id.optional()),
		clientKey: ClientKey
	})
	.refine(inOrder, ordered);

export const ChangeNote = z
	.object({
		...z.object({ ...note, state: z.enum(['open', 'practised', 'done']) }).partial().shape,
		version: z.number().int().min(1)
	})
	.refine(inOrder, ordered);
export type ChangeNote = z.infer<typeof ChangeNote>;

export const NewShare = z.object({ expiresInDays: z.number().int().min(1).max(90).default(14) });

const Email = z
	.string()
	.max(400)
	.transform((email) => email.normalize('NFC').trim().toLowerCase())
	.pipe(z.email({ error: () => m.auth_email_wrong() }).max(254));
const Name = line(80).pipe(z.string().min(1));

export const InviteStudent = z.object({ email: Email, name: Name, isMinor: z.boolean() });
export type InviteStudent = z.infer<typeof InviteStudent>;

export const ChangeStudent = z.object({ name: Name.optional(), isMinor: z.boolean().optional() });
export type ChangeStudent = z.infer<typeof ChangeStudent>;

export const SecretToken = z.string().max(400);
export const AcceptStudent = z.object({ token: SecretToken });

export const GiveConsent = z.object({
	guardianName: Name,
	/** Where the confirmation goes, with the link that withdraws; empty where the guardian has no address. */
	guardianEmail: z.union([z.literal('').transform(() => ''), Email]).default(''),
	relation: line(80).pipe(z.string().min(1)),
	/** That the signed paper is there. */
	holdsSignedConsent: z.literal(true, { error: () => m.students_consent_paper() })
});
export type GiveConsent = z.infer<typeof GiveConsent>;
