// Transcripts, as routes call them: everybody's conversations, for the people of the school alone. What is shown is masked unless a reason
// was given; an own live conversation at the desk is not (docs/decisions/0029-transcripts.md).
import { eq, sql } from 'drizzle-orm';
import { m } from '#lib/paraglide/messages.js';
import { can, requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import {
	TRANSCRIPT_LIMITS,
	type Transcript,
	type TranscriptChoices,
	type TranscriptPage,
	type TranscriptRow,
	type TranscriptSearchPage
} from '#lib/shared/transcripts.ts';
import type { Chat, ChronicleRequest } from '../chat/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import { schema, type Audit, type Clock, type Database } from '../platform/index.ts';
import { draftAnswer, publishAnswer, type AnswerDraft } from './answer-to-knowledge.ts';
import { entriesOf } from './entries.ts';
import { exportTranscript } from './export/export-transcript.ts';
import { listChoices, listTranscripts } from './list-transcripts.ts';
import { changeMarks } from './marks.ts';
import { NO_MASK, type Mask } from './masking/mask.ts';
import type {
	ChangeTranscript,
	ExportTranscript,
	ListTranscripts,
	PublishAnswer,
	ReadTranscript,
	SearchTranscripts
} from './requests.ts';
import { findRows, maskFor, toRow, type FoundRow } from './rows.ts';
import { searchTranscripts } from './search-transcripts.ts';
import { createUnmasking, type UnmaskingGiven } from './unmasking.ts';

const { answerDocuments, messages } = schema;

/** Of a page that was asked for by a message, so many stand behind it. */
const BEHIND = 20;

export interface Transcripts {
	list(actor: Actor, query: ListTranscripts): Promise<TranscriptPage>;
	search(actor: Actor, query: SearchTranscripts): Promise<TranscriptSearchPage>;
	choices(actor: Actor): Promise<TranscriptChoices>;
	read(actor: Actor, conversationId: string, query: ReadTranscript): Promise<Transcript>;
	/** From the beginning, as many as can be printed. `isWhole` is false where there are more. */
	readWhole(
		actor: Actor,
		conversationId: string,
		unmasking: string | undefined
	): Promise<Transcript & { isWhole: boolean }>;
	unmask(actor: Actor, conversationId: string, reason: string): Promise<UnmaskingGiven>;
	change(actor: Actor, conversationId: string, change: ChangeTranscript): Promise<TranscriptRow>;
	/** A file, ready to go out. Throws `forbidden` where the unmasking it names is over. */
	export(actor: Actor, conversationId: string, request: ExportTranscript): Promise<Response>;
	draft(actor: Actor, conversationId: string, messageId: string): Promise<AnswerDraft>;
	publish(
		actor: Actor,
		conversationId: string,
		messageId: string,
		answer: PublishAnswer
	): Promise<{ documentId: string; isNew: boolean }>;
	/** The message that a document came from; null for one that did not, and for those who read no transcripts. */
	sourceOf(actor: Actor, documentId: string): Promise<{ conversationId: string; messageId: string } | null>;
}

export interface TranscriptsDependencies {
	database: Database;
	clock: Clock;
	audit: Audit;
	chat: Pick<Chat, 'chronicle'>;
	knowledge: Pick<Knowledge, 'addDocument'>;
}

export function createTranscripts(dependencies: TranscriptsDependencies): Transcripts {
	const { database, clock, audit, chat } = dependencies;
	const unmasking = createUnmasking(dependencies);

	/** Asked for without an owner: only who may read anybody's. */
	function requireStaff(actor: Actor): string {
		requirePermission(actor, 'read:conversation');
		return actor.userId ?? '';
	}

	async function find(actor: Actor, conversationId: string): Promise<FoundRow> {
		const [row] = await findRows(
			database,
			sql`SELECT ${conversationId} AS conversation_id`,
			requireStaff(actor)
		);
		if (row === undefined) throw new AppError('not-found', m.transcripts_unknown());
		return row;
	}

	async function open(actor: Actor, conversationId: string, given: string | undefined) {
		const found = await find(actor, conversationId);
		const until = await unmasking.until(actor, conversationId, given);
		const mask = until === undefined ? maskFor(found) : NO_MASK;
		return { found, mask, until };
	}

	function noteLook(
		actor: Actor,
		action: string,
		objectId: string,
		details: Record<string, string | boolean>
	) {
		audit.record(actor, { action, objectType: 'conversation', objectId, outcome: 'allowed', details });
	}

	async function documentsOf(conversationId: string): Promise<ReadonlyMap<string, string>> {
		const rows = await database
			.select({ messageId: answerDocuments.messageId, documentId: answerDocuments.documentId })
			.from(answerDocuments)
			.where(eq(answerDocuments.conversationId, conversationId));
		return new Map(rows.map(({ messageId, documentId }) => [messageId, documentId]));
	}

	/** The page in which a message stands, with some behind it. The newest where it is among the newest, or unknown. */
	async function placeOf(conversationId: string, messageId: string): Promise<number | undefined> {
		const [behind] = await database.all<{ seq: number }>(sql`
			SELECT seq FROM ${messages} WHERE conversation_id = ${conversationId}
				AND seq > (SELECT seq FROM ${messages} WHERE id = ${messageId} AND conversation_id = ${conversationId})
			ORDER BY seq LIMIT 1 OFFSET ${BEHIND}`);
		return behind?.seq;
	}

	async function page(
		actor: Actor,
		{ found, mask, until }: { found: FoundRow; mask: Mask; until: number | undefined },
		request: ChronicleRequest
	): Promise<Transcript> {
		const [chronicle, documents] = await Promise.all([
			chat.chronicle(actor, found.id, request),
			documentsOf(found.id)
		]);
		return {
			row: toRow(found, mask, clock.now()),
			entries: entriesOf(chronicle, mask, documents),
			nextBefore: chronicle.nextBefore,
			nextAfter: chronicle.nextAfter,
			unmaskedUntil: until ?? null,
			mayUnmask: can(actor, 'unmask:conversation'),
			mayPublish: can(actor, 'write:knowledge')
		};
	}

	return {
		list: async (actor, query) => listTranscripts(database, requireStaff(actor), query, clock.now()),
		search: async (actor, query) => searchTranscripts(database, requireStaff(actor), query),
		async choices(actor) {
			requireStaff(actor);
			return listChoices(database);
		},
		async read(actor, conversationId, { message, before, after, limit, unmasking: given }) {
			const opened = await open(actor, conversationId, given);
			if (opened.until !== undefined)
				noteLook(actor, 'transcript.read-unmasked', conversationId, { unmasking: given ?? '' });
			const place = message === undefined ? undefined : await placeOf(conversationId, message);
			return page(actor, opened, { before: place ?? before, after, limit });
		},
		async readWhole(actor, conversationId, given) {
			const opened = await open(actor, conversationId, given);
			if (opened.until !== undefined)
				noteLook(actor, 'transcript.read-unmasked', conversationId, { unmasking: given ?? '' });
			let whole = await page(actor, opened, { after: 0, limit: 100 });
			for (let count = 100; count < TRANSCRIPT_LIMITS.printed && whole.nextAfter !== null; count += 100) {
				const next = await page(actor, opened, { after: whole.nextAfter, limit: 100 });
				whole = { ...next, entries: [...whole.entries, ...next.entries], nextBefore: null };
			}
			return { ...whole, isWhole: whole.nextAfter === null };
		},
		async unmask(actor, conversationId, reason) {
			requirePermission(actor, 'unmask:conversation');
			return unmasking.give(actor, await find(actor, conversationId), reason);
		},
		async change(actor, conversationId, change) {
			requirePermission(actor, 'take:conversation');
			const found = await find(actor, conversationId);
			await changeMarks(database, found, actor.userId ?? '', change, clock.now());
			const changed = await find(actor, conversationId);
			return toRow(changed, maskFor(changed), clock.now());
		},
		async export(actor, conversationId, { format, unmasking: given }) {
			const opened = await open(actor, conversationId, given);
			if (given !== undefined && opened.until === undefined)
				throw new AppError('forbidden', m.transcripts_unmasking_over());
			const isMasked = opened.until === undefined;
			noteLook(actor, 'transcript.exported', conversationId, { format, isMasked });
			return exportTranscript({
				...{ format, isMasked, exportedAt: clock.now() },
				row: toRow(opened.found, opened.mask, clock.now()),
				read: (after, limit) => page(actor, opened, { after, limit })
			});
		},
		async draft(actor, conversationId, messageId) {
			requirePermission(actor, 'write:knowledge');
			const found = await find(actor, conversationId);
			return draftAnswer(database, { id: found.id, mask: maskFor(found) }, messageId);
		},
		async publish(actor, conversationId, messageId, answer) {
			requirePermission(actor, 'write:knowledge');
			const found = await find(actor, conversationId);
			return publishAnswer(dependencies, actor, found, messageId, answer, clock.now());
		},
		async sourceOf(actor, documentId) {
			if (!can(actor, 'read:conversation')) return null;
			const [source] = await database
				.select({ conversationId: answerDocuments.conversationId, messageId: answerDocuments.messageId })
				.from(answerDocuments)
				.where(eq(answerDocuments.documentId, documentId))
				.limit(1);
			return source ?? null;
		}
	};
}
