// Changes of documents, tried before they are published. Guarantees: what is tried is seen by no search; it is published over the revision it was
// made from and no other; publishing twice is once; what was published can be rolled back while nobody has published anything since.
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { newId } from '#lib/shared/ids.ts';
import { REPLAY_LIMITS, type EditableDocument, type ReplayView } from '#lib/shared/knowledge-replay.ts';
import type { Knowledge, Trials } from '../knowledge/index.ts';
import type { RunInBackground } from '../observability/index.ts';
import type { Audit, Clock, Database, JobsRpc } from '../platform/index.ts';
import { describeDocument } from './describe-document.ts';
import type { ReplayRow, ReplayStore } from './replay-store.ts';
import { OPEN } from './replay-store.ts';
import type { BeginReplay } from './requests.ts';

export interface Replays {
	/** The document with what is being tried. Throws not-found. */
	open(actor: Actor, documentId: string): Promise<EditableDocument>;
	/** Throws `conflict` where another revision is in force than it was made from, `invalid` where nothing changes. */
	begin(actor: Actor, documentId: string, change: BeginReplay): Promise<ReplayView>;
	/** Throws not-found. */
	read(actor: Actor, id: string): Promise<ReplayView>;
	/** However far the replay is. Throws `conflict`. Gives whether the document is still there. */
	publish(actor: Actor, id: string): Promise<{ isThere: boolean }>;
	/** Begun again it is tried anew; what is not there is discarded already. */
	discard(actor: Actor, id: string): Promise<void>;
	/** Puts the revision in force again that was before. Throws `conflict`. */
	rollBack(actor: Actor, id: string): Promise<void>;
	/** A change without a trial. Gives whether the document is still there. */
	publishNow(actor: Actor, documentId: string, change: BeginReplay): Promise<{ isThere: boolean }>;
	/** Forgets what is old. Gives how many. */
	sweep(): Promise<number>;
}

export interface ReplaysDependencies {
	database: Database;
	replays: ReplayStore;
	trials: Pick<Trials, 'prepare' | 'revisions'>;
	knowledge: Pick<Knowledge, 'addDocument' | 'deleteDocument' | 'getDocument'>;
	start: JobsRpc['startReplay'];
	clock: Clock;
	audit: Audit;
	runInBackground: RunInBackground;
}

const KEPT_MS = 7 * 24 * 3_600_000;
const SWEPT_AT_ONCE = 100;
/** Nothing was heard of it for so long: whoever looks goes on with it. */
const STALLED_MS = 90_000;

export function createReplays(dependencies: ReplaysDependencies): Replays {
	const { database, replays, trials, knowledge, start, clock, audit, runInBackground } = dependencies;

	async function find(actor: Actor, id: string): Promise<ReplayRow> {
		requirePermission(actor, 'write:knowledge');
		const row = await replays.find(id);
		if (row === undefined) throw new AppError('not-found', m.replay_gone());
		return row;
	}

	async function view(row: ReplayRow, inForce: string): Promise<ReplayView> {
		const { id, documentId, kind, status, title, problem, isChosen, createdAt, updatedAt } = row;
		return {
			...{ id, documentId, kind, status, title, problem, createdAt, updatedAt },
			isCurrent: (status === 'published' ? row.revision : row.baseRevision) === inForce,
			questions: { done: row.questionsDone, total: row.questionsTotal, isChosen },
			counts: await replays.counts(id)
		};
	}

	/** A row for the change, made and looked at. */
	async function prepare(actor: Actor, documentId: string, change: BeginReplay): Promise<ReplayRow> {
		requirePermission(actor, change.kind === 'delete' ? 'delete:knowledge' : 'write:knowledge');
		const { document } = await knowledge.getDocument(actor, documentId);
		if (document.revision !== change.base) throw new AppError('conflict', m.replay_changed_meanwhile());
		const now = clock.now();
		const row: ReplayRow = {
			...{ id: newId(), documentId, kind: change.kind, status: 'running', isChosen: false },
			...{ baseRevision: document.revision, baseTitle: document.title },
			...{ revision: null, title: null, text: null, problem: null, questionsDone: 0, questionsTotal: 0 },
			...{ createdBy: actor.userId ?? 'system', createdAt: now, updatedAt: now }
		};
		if (change.kind === 'delete') return row;
		if (change.kind === 'restore') {
			const known = await trials.revisions(actor, documentId);
			const earlier = known.find(({ revision }) => revision === change.revision);
			if (earlier === undefined) throw new AppError('not-found', m.replay_no_such_revision());
			if (earlier.revision === document.revision) throw new AppError('invalid', m.replay_nothing_changed());
			return { ...row, revision: earlier.revision, title: earlier.title };
		}
		const { readOnly } = await describeDocument(database, document);
		if (readOnly !== null) throw new AppError('invalid', m.replay_read_only());
		requireSize(change.text);
		const { text, revision } = await trials.prepare(document, change.text);
		const title = change.title.replace(/\s+/gu, ' ').trim();
		if (revision === document.revision && title === document.title)
			throw new AppError('invalid', m.replay_nothing_changed());
		return { ...row, revision, title, text };
	}

	/** Puts it in force; done before is done. */
	async function carryOut(actor: Actor, row: ReplayRow): Promise<void> {
		const { documentId, kind, baseRevision } = row;
		if (kind === 'delete') {
			requirePermission(actor, 'delete:knowledge');
			const { document } = await knowledge.getDocument(actor, documentId);
			if (document.revision !== baseRevision) throw new AppError('conflict', m.replay_changed_meanwhile());
			await knowledge.deleteDocument(actor, documentId);
			return;
		}
		const { document } = await knowledge.getDocument(actor, documentId);
		if (document.revision === row.revision && document.title === row.title) return;
		await put(actor, row, { revision: row.revision ?? '', title: row.title ?? '', text: row.text });
	}

	async function put(
		actor: Actor,
		{ documentId, baseRevision }: Pick<ReplayRow, 'documentId' | 'baseRevision'>,
		{ revision, title, text }: { revision: string; title: string; text: string | null }
	): Promise<void> {
		const { document } = await knowledge.getDocument(actor, documentId);
		const source = text ?? (await knowledge.getDocument(actor, documentId, revision)).text;
		const { name, tags, audience } = document;
		const mediaType = document.mediaType === 'text/plain' ? 'text/plain' : 'text/markdown';
		await knowledge.addDocument(actor, {
			...{ name, mediaType, source, title, tags, audience, over: baseRevision }
		});
	}

	const record = (actor: Actor, action: string, { documentId, kind }: ReplayRow) =>
		audit.record(actor, {
			...{ action, objectType: 'document', objectId: documentId, outcome: 'allowed' },
			details: { kind }
		});

	return {
		async open(actor, documentId) {
			requirePermission(actor, 'write:knowledge');
			const { document, text } = await knowledge.getDocument(actor, documentId);
			const [about, revisions, row] = await Promise.all([
				describeDocument(database, document),
				trials.revisions(actor, documentId),
				replays.latest(documentId)
			]);
			const { id, name, title, audience, revision, updatedAt } = document;
			const shown = row === undefined ? undefined : await view(row, revision);
			if (row?.status === 'running' && clock.now() - row.updatedAt > STALLED_MS)
				runInBackground('going on with a replay', start(row.id));
			return {
				...{ id, name, title, audience, revision, updatedAt },
				readOnly: about.readOnly,
				text: about.readOnly === null ? text : null,
				earlier: revisions
					.filter((one) => one.revision !== revision)
					.map((one) => ({
						...{ revision: one.revision, title: one.title, length: one.length, createdAt: one.createdAt },
						author: about.authors.get(one.createdBy) ?? null
					})),
				replay:
					row === undefined || shown === undefined
						? null
						: { ...shown, questions: { ...shown.questions, shown: await replays.shown(row.id) } },
				draft:
					row?.text != null && OPEN.includes(row.status) ? { title: row.title ?? '', text: row.text } : null
			};
		},

		async begin(actor, documentId, change) {
			const row = await prepare(actor, documentId, change);
			await replays.insert(row);
			// What cannot be started now is by the alarm, or by whoever looks.
			runInBackground('starting a replay', start(row.id));
			return view(row, row.baseRevision);
		},

		async read(actor, id) {
			const row = await find(actor, id);
			const { document } = await knowledge.getDocument(actor, row.documentId);
			return view(row, document.revision);
		},

		async publish(actor, id) {
			const row = await find(actor, id);
			if (row.status === 'published') return { isThere: true };
			if (!OPEN.includes(row.status)) throw new AppError('conflict', m.replay_not_open());
			await carryOut(actor, row);
			// The row of a document that was deleted went with it.
			await replays.change(id, OPEN, { status: 'published', text: null }, clock.now());
			record(actor, 'publish:replay', row);
			return { isThere: row.kind !== 'delete' };
		},

		async discard(actor, id) {
			requirePermission(actor, 'write:knowledge');
			await replays.change(id, OPEN, { status: 'discarded', text: null }, clock.now());
		},

		async rollBack(actor, id) {
			const row = await find(actor, id);
			if (row.status === 'rolled-back') return;
			if (row.status !== 'published' || row.revision === null)
				throw new AppError('conflict', m.replay_not_published());
			const { document } = await knowledge.getDocument(actor, row.documentId);
			const isBack = document.revision === row.baseRevision && document.title === row.baseTitle;
			if (!isBack)
				await put(
					actor,
					{ documentId: row.documentId, baseRevision: row.revision },
					{ revision: row.baseRevision, title: row.baseTitle, text: null }
				);
			await replays.change(id, ['published'], { status: 'rolled-back' }, clock.now());
			record(actor, 'roll-back:replay', row);
		},

		async publishNow(actor, documentId, change) {
			const row = await prepare(actor, documentId, change);
			if (row.kind === 'delete') {
				await carryOut(actor, row);
				return { isThere: false };
			}
			// Kept like one that was tried, so that it can be rolled back.
			await replays.insert({ ...row, status: 'ready' });
			await carryOut(actor, row);
			await replays.change(row.id, OPEN, { status: 'published', text: null }, clock.now());
			record(actor, 'publish:replay', row);
			return { isThere: true };
		},

		sweep: () => replays.forgetBefore(clock.now() - KEPT_MS, SWEPT_AT_ONCE)
	};
}

function requireSize(text: string): void {
	const sizeBytes = new TextEncoder().encode(text).length;
	if (sizeBytes > REPLAY_LIMITS.textBytes)
		throw new AppError('too-large', m.replay_too_large(), {
			details: { sizeBytes, limitBytes: REPLAY_LIMITS.textBytes }
		});
}
