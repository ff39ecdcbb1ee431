// Recordings, whose they are, and what is said of them. Every time is milliseconds since epoch; every moment of a take is seconds.
import { sql } from 'drizzle-orm';
import { index, integer, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** A student belongs to a teacher who invited them, from the moment they accepted until one of the two ends it. */
export const studentLinks = sqliteTable(
	'student_links',
	{
		id: text('id').primaryKey(),
		teacherId: text('teacher_id').notNull(),
		/** null until the invitation is accepted. */
		studentId: text('student_id'),
		/** Where the invitation went: the student's own address, or a guardian's. Lower case. */
		email: text('email').notNull(),
		/** What the teacher calls them until they have an account with a name. */
		studentName: text('student_name').notNull(),
		/** Said by the teacher when inviting: a guardian's consent must be there before the first upload. */
		isMinor: integer('is_minor', { mode: 'boolean' }).notNull().default(false),
		/** sha-256 (hex) of the invitation's secret; null once used or ended. */
		tokenHash: text('token_hash').unique(),
		expiresAt: integer('expires_at').notNull(),
		acceptedAt: integer('accepted_at'),
		endedAt: integer('ended_at'),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		index('student_links_teacher').on(table.teacherId, table.endedAt),
		index('student_links_student').on(table.studentId, table.endedAt),
		uniqueIndex('student_links_pair')
			.on(table.teacherId, table.studentId)
			.where(sql`ended_at IS NULL AND student_id IS NOT NULL`)
	]
);

/** Given by a guardian of a minor; withdrawn, it takes every recording of the student along. */
export const guardianConsents = sqliteTable(
	'guardian_consents',
	{
		id: text('id').primaryKey(),
		studentId: text('student_id').notNull(),
		guardianName: text('guardian_name').notNull(),
		guardianEmail: text('guardian_email').notNull(),
		relation: text('relation').notNull(),
		/** The words that were agreed to, by their version. */
		wording: text('wording').notNull(),
		/** Who entered it: the guardian's own account, or the teacher who holds the paper. */
		recordedBy: text('recorded_by'),
		grantedAt: integer('granted_at').notNull(),
		withdrawnAt: integer('withdrawn_at')
	},
	(table) => [
		uniqueIndex('guardian_consents_in_force')
			.on(table.studentId)
			.where(sql`withdrawn_at IS NULL`)
	]
);

export const recordings = sqliteTable(
	'recordings',
	{
		id: text('id').primaryKey(),
		/** Who plays: the key in R2 and erasure follow this person. */
		personId: text('person_id').notNull(),
		uploadedBy: text('uploaded_by'),
		/** Idempotency: the same key of the same uploader is the same recording. */
		clientKey: text('client_key').notNull(),
		status: text('status', { enum: ['uploaded', 'processing', 'analyzed', 'failed'] }).notNull(),
		/** Why it failed: a code of recordings, with words in the reader's language. */
		failureCode: text('failure_code'),
		title: text('title').notNull(),
		piece: text('piece'),
		composer: text('composer'),
		instrument: text('instrument'),
		notes: text('notes'),
		tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
		fileName: text('file_name').notNull(),
		/** As found in the bytes, never as claimed. */
		container: text('container', { enum: ['wav', 'mp3', 'm4a'] }).notNull(),
		sizeBytes: integer('size_bytes').notNull(),
		sha256: text('sha256'),
		durationSeconds: real('duration_seconds'),
		/** Derived mono 22.05 kHz 16-bit sound lies beside the original: what the server cannot decode came decoded. */
		hasSound: integer('has_sound', { mode: 'boolean' }).notNull().default(false),
		/** The day it was played, where somebody said so; else the day of upload. */
		playedAt: integer('played_at').notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
		/** Optimistic concurrency of title, piece, notes and tags. */
		version: integer('version').notNull().default(1)
	},
	(table) => [
		uniqueIndex('recordings_client_key').on(table.uploadedBy, table.clientKey),
		index('recordings_person').on(table.personId, table.playedAt),
		index('recordings_status').on(table.status, table.updatedAt)
	]
);

/** An upload that is under way: chunks of our own origin, or one PUT straight to R2. */
export const recordingUploads = sqliteTable(
	'recording_uploads',
	{
		id: text('id').primaryKey(),
		/** The recording it will be, or (for derived sound) already is. */
		recordingId: text('recording_id').notNull(),
		personId: text('person_id').notNull(),
		uploadedBy: text('uploaded_by').notNull(),
		clientKey: text('client_key').notNull(),
		kind: text('kind', { enum: ['original', 'sound', 'memo'] }).notNull(),
		transport: text('transport', { enum: ['chunks', 'presigned'] }).notNull(),
		/** What the recording will be called: JSON, parsed when the upload began. */
		details: text('details', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		sizeBytes: integer('size_bytes').notNull(),
		/** Of R2's multipart upload; null for a presigned PUT. */
		multipartId: text('multipart_id'),
		/** What arrived: part number, ETag, bytes. */
		parts: text('parts', { mode: 'json' })
			.$type<{ number: number; etag: string; bytes: number }[]>()
			.notNull()
			.default([]),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull()
	},
	(table) => [
		uniqueIndex('recording_uploads_client_key').on(table.uploadedBy, table.clientKey, table.kind),
		index('recording_uploads_expiry').on(table.expiresAt)
	]
);

/** What was measured. The whole of it (onsets, segments, envelope) is {person id}/recordings/{id}.analysis.json in R2. */
export const analysisResults = sqliteTable(
	'analysis_results',
	{
		recordingId: text('recording_id')
			.primaryKey()
			.references(() => recordings.id, { onDelete: 'cascade' }),
		personId: text('person_id').notNull(),
		provider: text('provider').notNull(),
		modelVersion: text('model_version').notNull(),
		/** JSON: the sixteen scores with confidence, the tempo and the quality. */
		summary: text('summary', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		analysedAt: integer('analysed_at').notNull()
	},
	(table) => [index('analysis_results_person').on(table.personId)]
);

export const recordingFeedback = sqliteTable(
	'recording_feedback',
	{
		id: text('id').primaryKey(),
		recordingId: text('recording_id')
			.notNull()
			.references(() => recordings.id, { onDelete: 'cascade' }),
		personId: text('person_id').notNull(),
		requestedBy: text('requested_by'),
		clientKey: text('client_key').notNull(),
		modelVersion: text('model_version').notNull(),
		/** JSON as POST /api/feedback/:id answers it. */
		content: text('content', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		createdAt: integer('created_at').notNull()
	},
	(table) => [
		uniqueIndex('recording_feedback_client_key').on(table.recordingId, table.clientKey),
		index('recording_feedback_person').on(table.personId)
	]
);

/** A moment of a take that somebody is to work on. */
export const recordingNotes = sqliteTable(
	'recording_notes',
	{
		id: text('id').primaryKey(),
		recordingId: text('recording_id')
			.notNull()
			.references(() => recordings.id, { onDelete: 'cascade' }),
		personId: text('person_id').notNull(),
		authorId: text('author_id'),
		/** Who is to work on it: the student, as a rule. */
		ownerId: text('owner_id'),
		clientKey: text('client_key').notNull(),
		startSeconds: real('start_seconds').notNull(),
		endSeconds: real('end_seconds').notNull(),
		text: text('text').notNull(),
		/** A voice memo lies at {person id}/recordings/{recording id}.memo-{note id}.{ending}. */
		memoContainer: text('memo_container'),
		state: text('state', { enum: ['open', 'practised', 'done'] }).notNull(),
		createdAt: integer('created_at').notNull(),
		updatedAt: integer('updated_at').notNull(),
		version: integer('version').notNull().default(1)
	},
	(table) => [
		uniqueIndex('recording_notes_client_key').on(table.recordingId, table.clientKey),
		index('recording_notes_person').on(table.personId),
		index('recording_notes_owner').on(table.ownerId, table.state)
	]
);

/** A link to one recording, by the hash of its secret; it always expires. */
export const recordingShares = sqliteTable(
	'recording_shares',
	{
		id: text('id').primaryKey(),
		recordingId: text('recording_id')
			.notNull()
			.references(() => recordings.id, { onDelete: 'cascade' }),
		personId: text('person_id').notNull(),
		createdBy: text('created_by'),
		tokenHash: text('token_hash').notNull().unique(),
		createdAt: integer('created_at').notNull(),
		expiresAt: integer('expires_at').notNull(),
		revokedAt: integer('revoked_at')
	},
	(table) => [
		index('recording_shares_recording').on(table.recordingId),
		index('recording_shares_person').on(table.personId)
	]
);
