// Links by which anybody hears one recording and reads what is said of it, until they expire or are ended. The secret is told once and kept
// as a hash; a link that is unknown, ended or over, and one whose recording is gone, look all the same.
import { newSecret } from '#lib/shared/base64url.ts';
import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import type {
	AnalysisView,
	FeedbackView,
	RecordingShareView,
	SharedRecordingView
} from '#lib/shared/recordings/views.ts';
import { schema, type Audit, type Clock, type Database } from '../../platform/index.ts';
import type { RateLimiter } from '../../rate-limit/index.ts';
import type { Whose } from '../access/whose.ts';
import { toRecordingView } from '../library/recording-view.ts';
import { LIMITS } from '../limits.ts';
import type { NotesInside } from '../notes/notes.ts';
import type { Files } from '../playback/files.ts';
import { hashToken } from '../secret-token.ts';

const { recordings, recordingShares: shares } = schema;
type ShareRow = typeof shares.$inferSelect;

export interface Shares {
	/** Links that can still be read, newest first. */
	list(actor: Actor, recordingId: string): Promise<RecordingShareView[]>;
	add(actor: Actor, recordingId: string, wish: { expiresInDays: number }): Promise<RecordingShareView>;
	/** Throws `not-found` for a link that was ended before. */
	revoke(actor: Actor, recordingId: string, shareId: string): Promise<void>;
	/** What a link shows. `network` is whence it is asked for, truncated. */
	read(token: string, network: string): Promise<SharedRecordingView>;
}

/** What other rooms know of a recording; a link shows it where it is there. */
export interface SharedLookups {
	analysis(recordingId: string): Promise<AnalysisView | null>;
	feedback(recordingId: string): Promise<FeedbackView | null>;
}

interface SharesOptions {
	database: Database;
	clock: Clock;
	audit: Audit;
	rateLimiter: RateLimiter;
	whose: Whose;
	files: Files;
	notes: NotesInside;
	lookups: SharedLookups;
}

const DAY_MS = 24 * 60 * 60_000;
/** Wrong links a minute from one network; there are 2^256 to try. */
const MISSES_PER_MINUTE = 20;

export function createShares(options: SharesOptions): Shares {
	const { database, clock, audit, rateLimiter, whose, files, notes, lookups } = options;

	const isOpen = () => and(isNull(shares.revokedAt), gt(shares.expiresAt, clock.now()));
	const openOf = (recordingId: string) =>
		database
			.select()
			.from(shares)
			.where(and(eq(shares.recordingId, recordingId), isOpen()))
			.orderBy(desc(shares.createdAt), desc(shares.id));

	function record(actor: Actor, action: string, objectId: string, details: Record<string, string | number>) {
		audit.record(actor, { action, objectType: 'recording', objectId, outcome: 'allowed', details });
	}

	async function find(token: string, network: string) {
		const tokenHash = await hashToken(token);
		const [found] =
			tokenHash === undefined
				? []
				: await database
						.select({ share: shares, row: recordings })
						.from(shares)
						.innerJoin(recordings, eq(recordings.id, shares.recordingId))
						.where(and(eq(shares.tokenHash, tokenHash), isOpen()));
		if (found !== undefined) return found;
		await rateLimiter.require({
			shard: `network:${network}`,
			buckets: [{ name: 'shared-misses', perMinute: MISSES_PER_MINUTE }]
		});
		throw new AppError('not-found', m.recordings_share_dead());
	}

	return {
		async list(actor, recordingId) {
			await whose.findToWrite(actor, recordingId);
			return (await openOf(recordingId)).map(toView);
		},

		async add(actor, recordingId, { expiresInDays }) {
			const { row: recording } = await whose.findToWrite(actor, recordingId);
			if ((await openOf(recordingId)).length >= LIMITS.sharesOfRecording)
				throw new AppError('conflict', m.recordings_too_many_shares({ limit: LIMITS.sharesOfRecording }));
			const token = newSecret();
			const now = clock.now();
			const row: ShareRow = {
				...{ id: newId(), recordingId, personId: recording.personId, createdBy: actor.userId ?? null },
				tokenHash: (await hashToken(token)) ?? '',
				...{ createdAt: now, expiresAt: now + expiresInDays * DAY_MS, revokedAt: null }
			};
			await database.insert(shares).values(row);
			record(actor, 'recording.shared', recordingId, { shareId: row.id, expiresInDays });
			return { ...toView(row), url: `/shared/recordings/${token}` };
		},

		async revoke(actor, recordingId, shareId) {
			await whose.findToWrite(actor, recordingId);
			const ended = await database
				.update(shares)
				.set({ revokedAt: clock.now() })
				.where(and(eq(shares.id, shareId), eq(shares.recordingId, recordingId), isOpen()))
				.returning({ id: shares.id });
			if (ended.length === 0) throw new AppError('not-found', m.recordings_share_unknown());
			record(actor, 'recording.unshared', recordingId, { shareId });
		},

		async read(token, network) {
			const { share, row } = await find(token, network);
			const found = { row, target: {}, studentName: await whose.publicNameOf(row.personId) };
			const [noteViews, file, sound, analysis, feedback] = await Promise.all([
				notes.listFor(found, async (noteId) => (await files.linkFor(row.id, `memo:${noteId}`)).url),
				files.linkFor(row.id, 'original'),
				row.hasSound ? files.linkFor(row.id, 'sound') : null,
				lookups.analysis(row.id),
				lookups.feedback(row.id)
			]);
			const openNotes = noteViews.filter(({ state }) => state === 'open').length;
			return {
				recording: toRecordingView(VISITOR, found, openNotes),
				notes: noteViews,
				...{ fileUrl: file.url, soundUrl: sound?.url ?? null, fileExpiresAt: file.expiresAt },
				...{ analysis, feedback, expiresAt: share.expiresAt }
			};
		}
	};
}

function toView({ id, createdAt, expiresAt, revokedAt }: ShareRow): RecordingShareView {
	return { id, createdAt, expiresAt, revokedAt };
}
