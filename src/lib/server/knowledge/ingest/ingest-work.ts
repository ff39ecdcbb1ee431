// The work of taking a file in, cut into steps that are bounded, may be repeated and may be interrupted anywhere. What a step has made lies in
// the store before the step ends; one transaction puts the revision in force and ends the ingest, so that there is all of it or nothing. One
// that was cancelled, or whose document was deleted, ends quietly.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { ParseFile } from '../../document-parsing/index.ts';
import type { Logger } from '../../observability/index.ts';
import type { Audit, Clock } from '../../platform/index.ts';
import { chunkOrWhole } from '../chunker.ts';
import type { DocumentIndex } from '../document-index.ts';
import { originalKey, pagesKey, revisionKey } from '../document-keys.ts';
import type { DocumentRow, KnowledgeStore } from '../store.ts';
import { preparedKey, uploadKey } from './ingest-keys.ts';
import { endWith, UNDER_WAY, type IngestRow, type IngestStore } from './ingest-store.ts';
import { chunkIdsOf, chunksBefore, chunksOf, Prepared } from './prepared.ts';
import { readUpload } from './read-upload.ts';

/** `over`: there is nothing more to do, because it is done, was given up, or is not wanted any more. */
export type IngestStepEnd = 'next' | 'over';

export interface IngestWork {
	/** The text, where its pages begin, and its chunks. */
	read(ingestId: string): Promise<IngestStepEnd>;
	/** Vectors of one slice of chunks. `more:` and `full:` name the index they went to; '' is none. */
	embed(ingestId: string, slice: number): Promise<`more:${string}` | `full:${string}` | 'over'>;
	putInForce(ingestId: string): Promise<void>;
	/** Behind it. `embeddedIn`: of every slice the same; undefined where they differ, or nobody knows. */
	settle(ingestId: string, embeddedIn: string | undefined): Promise<void>;
	/** Whether it is done but for what comes behind. */
	isUnsettled(ingestId: string): Promise<boolean>;
	/** After the last try of a step that could not be done. */
	giveUp(ingestId: string): Promise<void>;
	/** Keeps the original of what is in force, and takes away what only the steps needed. */
	tidy(ingestId: string): Promise<void>;
}

export interface IngestWorkDependencies {
	ingests: IngestStore;
	store: KnowledgeStore;
	documentIndex: DocumentIndex;
	objects: R2Bucket;
	parse: ParseFile;
	clock: Clock;
	log: Logger;
	audit?: Audit;
}

/** A few seconds of a remote model's time. */
const SLICE = 400;
/** What kills whoever reads it (memory, time) is not read for ever. */
const MOST_ATTEMPTS = 8;
const PROGRESS_MS = 700;

export function createIngestWork(dependencies: IngestWorkDependencies): IngestWork {
	const { ingests, store, documentIndex, objects, parse, clock, log, audit } = dependencies;

	/** Runs for one that is under way. What will not pass is its end; the rest is thrown on, to be tried again. */
	async function forIngest<T extends string>(
		id: string,
		work: (ingest: IngestRow) => Promise<T>
	): Promise<T | 'over'> {
		const ingest = await ingests.find(id);
		if (ingest === undefined || !isUnderWay(ingest)) return 'over';
		try {
			return await work(ingest);
		} catch (thrown) {
			if (!(thrown instanceof AppError) || thrown.retryable) throw thrown;
			log.info('a file was not taken in', { code: thrown.code });
			await ingests.advance(id, { status: 'failed', problem: thrown.message }, clock.now());
			return 'over';
		}
	}

	/** Done, and not tidied up. */
	async function findDone(id: string): Promise<IngestRow | undefined> {
		const ingest = await ingests.find(id);
		if (ingest?.status !== 'done' || ingest.outcome === 'unchanged') return undefined;
		return (await objects.head(preparedKey(ingest))) === null ? undefined : ingest;
	}

	async function openPrepared(ingest: IngestRow): Promise<{ prepared: Prepared; text: string }> {
		const object = await objects.get(preparedKey(ingest));
		if (object === null) throw new AppError('not-found', m.documents_cut_off());
		const prepared: Prepared = Prepared.parse(await object.json());
		const text = await (
			await objects.get(revisionKey(prepared.document.id, prepared.document.revision))
		)?.text();
		if (text === undefined) throw new AppError('not-found', m.documents_cut_off());
		return { prepared, text };
	}

	async function prepare(ingest: IngestRow): Promise<IngestStepEnd> {
		const upload = await objects.get(uploadKey(ingest));
		if (upload === null) throw new AppError('invalid', m.documents_cut_off());
		let told = clock.now();
		const read = await readUpload(ingest.name, new Uint8Array(await upload.arrayBuffer()), parse, {
			now: clock.now,
			async onPage(pagesDone, pagesTotal) {
				if (pagesDone < pagesTotal && clock.now() - told < PROGRESS_MS) return;
				told = clock.now();
				if (!(await ingests.advance(ingest.id, { pagesDone, pagesTotal }, told)))
					throw new AppError('conflict', m.documents_gone());
			}
		});
		const { documentId, name } = ingest;
		const { text, title, mediaType, pageStarts } = read;
		const revision = await sha256Hex(text);
		const pieces = chunkOrWhole(text);
		const existing = await store.findDocument(documentId);
		const now = clock.now();
		const document: DocumentRow = {
			...{ id: documentId, name, title, mediaType, revision },
			tags: ingest.tags ?? (existing !== undefined && read.tags.length === 0 ? existing.tags : read.tags),
			audience: ingest.audience ?? read.audience ?? existing?.audience ?? 'public',
			...{ chunkCount: pieces.length, length: text.length, pageCount: pageStarts?.length ?? null },
			createdBy: existing?.createdBy ?? ingest.createdBy,
			createdAt: existing?.createdAt ?? now,
			updatedAt: now
		};
		if (existing !== undefined && isSame(existing, document)) {
			await ingests.advance(ingest.id, { status: 'done', outcome: 'unchanged', ...countsOf(document) }, now);
			return 'over';
		}
		const prepared: Prepared = {
			document,
			pieces: pieces.map(({ ordinal, start, end, headings }) => ({ ordinal, start, end, headings })),
			before: existing === undefined ? null : { revision: existing.revision, chunkCount: existing.chunkCount }
		};
		await Promise.all([
			objects.put(revisionKey(documentId, revision), text, {
				httpMetadata: { contentType: 'text/markdown; charset=utf-8' }
			}),
			...(pageStarts === undefined
				? []
				: [objects.put(pagesKey(documentId, revision), JSON.stringify(pageStarts))]),
			objects.put(preparedKey(ingest), JSON.stringify(prepared))
		]);
		const isWanted = await ingests.advance(ingest.id, { status: 'indexing', ...countsOf(document) }, now);
		return isWanted ? 'next' : 'over';
	}

	return {
		read: (id) =>
			forIngest(id, async (ingest) => {
				// Read already: it goes on where it was.
				if (ingest.status === 'indexing') return 'next';
				const claimed = await ingests.claim(id, clock.now());
				if (claimed === undefined) return 'over';
				if (claimed.attempts > MOST_ATTEMPTS) throw new AppError('too-large', m.documents_interrupted());
				return prepare(claimed);
			}),

		embed: (id, slice) =>
			forIngest(id, async (ingest) => {
				const { prepared, text } = await openPrepared(ingest);
				const pieces = chunksOf(prepared, text, slice * SLICE, SLICE);
				const index = (await documentIndex.embed(prepared.document, pieces)) ?? '';
				const done = Math.min(prepared.pieces.length, (slice + 1) * SLICE);
				if (!(await ingests.advance(id, { chunksDone: done }, clock.now()))) {
					// Its document may be gone, and with it what would say later which these were.
					await documentIndex.discard(chunkIdsOf(prepared));
					return 'over';
				}
				return done < prepared.pieces.length ? `more:${index}` : `full:${index}`;
			}),

		async putInForce(id) {
			await forIngest(id, async (ingest) => {
				const { prepared, text } = await openPrepared(ingest);
				const { document, before } = prepared;
				const outcome = before === null ? 'created' : 'revised';
				const along = endWith(ingest, outcome, clock.now());
				try {
					await documentIndex.putInForce(document, chunksOf(prepared, text), along);
				} catch (thrown) {
					// Cancelled at the last moment: nothing of it was written.
					const now = await ingests.find(id);
					if (now === undefined || now.status === 'cancelled') return 'over';
					throw thrown;
				}
				audit?.record(
					{ userId: ingest.createdBy, role: 'admin', via: 'system' },
					{
						action: `document.${outcome}`,
						...{ objectType: 'document', objectId: document.id, outcome: 'allowed' },
						details: { chunks: document.chunkCount }
					}
				);
				return 'over';
			});
		},

		async settle(id, embeddedIn) {
			const ingest = await findDone(id);
			if (ingest === undefined) return;
			const { prepared, text } = await openPrepared(ingest);
			const known = { embeddedIn, replaced: chunksBefore(prepared) };
			await documentIndex.settle(prepared.document, chunksOf(prepared, text), known);
		},

		isUnsettled: async (id) => (await findDone(id)) !== undefined,

		async giveUp(id) {
			await ingests.advance(id, { status: 'failed', problem: m.documents_failed() }, clock.now());
		},

		async tidy(id) {
			const ingest = await ingests.find(id);
			if (ingest === undefined || isUnderWay(ingest)) return;
			if (ingest.status === 'done') await keepOriginal(ingest);
			else await discard(ingest);
			// What failed can be tried again from its upload; what was read of it is read anew.
			await objects.delete([preparedKey(ingest), ...(ingest.status === 'failed' ? [] : [uploadKey(ingest)])]);
		}
	};

	/** What was made of one that did not come into force. A newer one of the same text may stand on it: then it stays. */
	async function discard(ingest: IngestRow): Promise<void> {
		const object = await objects.get(preparedKey(ingest));
		if (object === null) return;
		const prepared: Prepared = Prepared.parse(await object.json());
		const { id, revision } = prepared.document;
		if (await ingests.hasNewer(ingest)) return;
		await documentIndex.discard(chunkIdsOf(prepared));
		if ((await store.findRevision(id, revision)) === undefined)
			await objects.delete([revisionKey(id, revision), pagesKey(id, revision)]);
	}

	/** As the document's own file, where it is the revision in force that was read from it. */
	async function keepOriginal(ingest: IngestRow): Promise<void> {
		const upload = await objects.get(uploadKey(ingest));
		if (upload === null) return;
		const document = await store.findDocument(ingest.documentId);
		const prepared = await objects.get(preparedKey(ingest));
		const revision =
			prepared === null ? document?.revision : Prepared.parse(await prepared.json()).document.revision;
		if (document === undefined || document.revision !== revision) {
			await upload.body.cancel();
			return;
		}
		const key = originalKey(document.id, document.name);
		await objects.put(key, upload.body, {
			httpMetadata: { contentType: document.mediaType },
			customMetadata: { revision: document.revision }
		});
		// A deletion may have come before the object.
		if ((await store.findDocument(document.id)) === undefined) await objects.delete(key);
	}
}

const isUnderWay = ({ status }: IngestRow): boolean => UNDER_WAY.some((one) => one === status);

const countsOf = ({ pageCount, chunkCount }: DocumentRow) => ({
	...{ pagesDone: pageCount ?? 0, pagesTotal: pageCount ?? 0 },
	...{ chunksTotal: chunkCount }
});

function isSame(one: DocumentRow, other: DocumentRow): boolean {
	const told = ({ revision, title, audience, tags, pageCount, mediaType }: DocumentRow) =>
		JSON.stringify([revision, title, audience, tags, pageCount, mediaType]);
	return told(one) === told(other);
}
