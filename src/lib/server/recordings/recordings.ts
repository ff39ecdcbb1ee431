// Recordings as they are kept: put together here, out of parts that know no more of each other than their faces.
import { and, eq, lt, or, sql } from 'drizzle-orm';
import type { Letters, Mail } from '../mail/index.ts';
import type { RunInBackground } from '../observability/index.ts';
import { schema, type Audit, type Clock, type Database } from '../platform/index.ts';
import type { RateLimiter } from '../rate-limit/index.ts';
import { createWhose } from './access/whose.ts';
import { createLibrary, type Library } from './library/library.ts';
import { createNotes, type Notes } from './notes/notes.ts';
import { createFiles, type Files } from './playback/files.ts';
import { createSigner } from './playback/signatures.ts';
import { createShares, type SharedLookups, type Shares } from './shares/shares.ts';
import { createConsents, type Consents } from './students/consents.ts';
import { createStudents, type Students } from './students/students.ts';
import { createDisposal } from './uploads/discard.ts';
import { createKeeper } from './uploads/keep-upload.ts';
import { createPresigner, presignedOrigin } from './uploads/presign.ts';
import { createReceiveForm, type ReceiveForm } from './uploads/receive-form.ts';
import { createUploadStore } from './uploads/upload-store.ts';
import { createUploads, type Uploads } from './uploads/uploads.ts';

const { recordings } = schema;

export interface Recordings {
	library: Library;
	uploads: Uploads;
	/** POST /api/upload. */
	receive: ReceiveForm;
	files: Files;
	notes: Notes;
	shares: Shares;
	students: Students;
	consents: Consents;
	/** Daily: uploads that ran out, withdrawals that broke off, recordings that nobody began to measure. Gives how much it did. */
	sweep(): Promise<number>;
	/** An origin beside our own to which a page must be allowed to send. */
	uploadOrigin: string | undefined;
	/** Before the account of a person is erased: what is under way for them is in no list of the bucket. */
	discardUploadsOf(personId: string): Promise<void>;
}

export interface RecordingsOptions {
	database: Database;
	objects: R2Bucket;
	clock: Clock;
	audit: Audit;
	rateLimiter: RateLimiter;
	runInBackground: RunInBackground;
	mail: Mail;
	letters: Letters;
	/** SEGUE_SECRET. */
	secret: string | undefined;
	/** R2's S3 interface, where uploads may go straight into the bucket. */
	direct: { accountId: string; accessKeyId: string; secretAccessKey: string; bucket: string } | undefined;
	startAnalysis: (recordingId: string) => Promise<void>;
	/** Goes on with the analysis of those that stand still. */
	revive: (rows: readonly (typeof recordings.$inferSelect)[]) => void;
	lookups: SharedLookups;
}

const HOUR_MS = 60 * 60_000;
const STARTED_AT_ONCE = 20;

export function createRecordings(options: RecordingsOptions): Recordings {
	const { database, objects, clock, audit, rateLimiter, runInBackground, mail, letters, secret } = options;
	const whose = createWhose(database);
	const store = createUploadStore(database);
	const disposal = createDisposal({
		...{ objects, clock, store },
		hasRecording: async (id) => (await database.$count(recordings, eq(recordings.id, id))) > 0
	});
	const cancelUploadsOf = disposal.discardOfRecording;
	const { revive } = options;
	const library = createLibrary({ database, objects, clock, audit, whose, cancelUploadsOf, revive });
	const uploadsOptions = {
		...{ objects, clock, rateLimiter, whose, store },
		keeper: createKeeper({ database, objects, clock }),
		presigner: options.direct && createPresigner({ ...options.direct, clock }),
		discard: disposal.discard,
		view: async (actor: Parameters<typeof library.view>[0], row: typeof recordings.$inferSelect) =>
			library.view(actor, {
				row,
				target: await whose.targetFor(actor, row.personId),
				studentName: await whose.nameOf(row.personId)
			}),
		// A recording that is there and not yet measured is worth more than an error: the sweep begins again.
		startAnalysis: (id: string) => {
			runInBackground('start an analysis', options.startAnalysis(id));
		}
	};
	const files = createFiles({
		...{ database, objects, clock, whose },
		signer: createSigner(secret, 'links to recordings')
	});
	const notes = createNotes({ database, objects, clock, whose });
	const { lookups } = options;
	const shares = createShares({ database, clock, audit, rateLimiter, whose, files, notes, lookups });
	const students = createStudents({ database, clock, audit, rateLimiter, mail, letters, whose });
	const consents = createConsents({
		...{ database, clock, audit, rateLimiter, mail, letters, whose, library, disposal },
		signer: createSigner(secret, 'withdrawing consent')
	});

	async function startForgotten(): Promise<number> {
		const now = clock.now();
		// What the server cannot decode waits a day for the browser's help, and is then told so.
		const isReady = or(
			sql`${recordings.container} <> 'm4a'`,
			eq(recordings.hasSound, true),
			lt(recordings.updatedAt, now - 24 * HOUR_MS)
		);
		const forgotten = await database
			.select({ id: recordings.id })
			.from(recordings)
			.where(and(eq(recordings.status, 'uploaded'), lt(recordings.updatedAt, now - HOUR_MS), isReady))
			.limit(STARTED_AT_ONCE);
		for (const { id } of forgotten) await options.startAnalysis(id);
		return forgotten.length;
	}

	return {
		...{ library, files, notes, shares, students, consents },
		uploads: createUploads(uploadsOptions),
		receive: createReceiveForm(uploadsOptions),
		uploadOrigin: options.direct && presignedOrigin(options.direct.accountId),
		discardUploadsOf: disposal.discardOfPerson,
		async sweep() {
			const swept = await disposal.sweep();
			const erased = await consents.finishWithdrawals();
			return swept + erased + (await startForgotten());
		}
	};
}
