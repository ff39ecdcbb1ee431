// The school's knowledge: documents in, cited passages out. Guarantees: a document is known by its name (adding it again is a revision,
// or nothing when nothing changed); a search sees a revision whole or not at all; what is deleted is gone from every store; revisions of
// the past stay readable while their document lives, so that old citations open.
import type { RerankingModelV4 } from '@ai-sdk/provider';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { sha256Hex } from '#lib/shared/ids.ts';
import type { IndexStatus, SearchOutcome } from '#lib/shared/knowledge.ts';
import type { Logger } from '../observability/index.ts';
import type { Audit, Clock, Database } from '../platform/index.ts';
import { readableAudiences, type Audience } from './audience.ts';
import { chunkOrWhole, type Chunk } from './chunker.ts';
import { createDocumentIndex } from './document-index.ts';
import { documentIdOf, originalKey, plainLine, readCursor, revisionKey } from './document-keys.ts';
import { normalise, writtenNameOf, type NormalisedDocument } from './normaliser/normalise.ts';
import { search, type SearchInput } from './search.ts';
import { createKnowledgeStore, onlyOver, type DocumentRow } from './store.ts';
import type { VectorIndexes } from './vector-indexes/index.ts';

export interface KnowledgeDependencies {
	database: Database;
	/** Originals and the text of every revision. */
	objects: R2Bucket;
	indexes: VectorIndexes;
	reranker: RerankingModelV4;
	clock: Clock;
	log: Logger;
	audit?: Audit;
}

export interface AddDocumentInput {
	/** A path or file name: what the document is known by. */
	name: string;
	mediaType: string;
	/** Bytes as uploaded, or text. */
	source: Uint8Array<ArrayBuffer> | string;
	title?: string | undefined;
	tags?: readonly string[] | undefined;
	audience?: Audience | undefined;
	/**
	 * Over this revision of it and no other: throws conflict where another one is in force, or none. The text is one that was read before,
	 * and written on.
	 */
	over?: string | undefined;
}

export interface AddDocumentResult {
	documentId: string;
	revision: string;
	status: 'created' | 'revised' | 'unchanged';
	chunks: number;
	/** Characters that were removed because they could deceive or break something. */
	removed: NormalisedDocument['removed'];
}

export interface ListDocumentsInput {
	/** Part of a title or name. */
	text?: string | undefined;
	/** From the page before. */
	cursor?: string | undefined;
	/** 1..100 */
	limit?: number | undefined;
}

export interface Knowledge {
	/** Throws forbidden, too-large, unsupported, invalid, unavailable. */
	addDocument(actor: Actor, input: AddDocumentInput): Promise<AddDocumentResult>;
	/** Throws forbidden, not-found. */
	deleteDocument(actor: Actor, documentId: string): Promise<void>;
	listDocuments(
		actor: Actor,
		input?: ListDocumentsInput
	): Promise<{ documents: DocumentRow[]; nextCursor: string | undefined }>;
	/** The text of a revision, of the one in force when none is named. Throws not-found, also when the actor may not read it. */
	getDocument(
		actor: Actor,
		documentId: string,
		revision?: string
	): Promise<{ document: DocumentRow; revision: string; text: string }>;
	/** topK 1..20; more only for evaluation (`depth`). Throws invalid, unavailable. */
	search(actor: Actor, input: SearchInput, depth?: number): Promise<SearchOutcome>;
	/** Which vectors are in force, and how far others are. */
	indexStatus(actor: Actor): Promise<IndexStatus>;
	/** Begins to embed every chunk again, in the background; searches go on with the vectors in force. */
	embedAgain(actor: Actor): Promise<IndexStatus>;
}

const NAME_LIMIT = 500;
const TITLE_LIMIT = 200;
const TAG_LIMIT = 20;
const PAGE_LIMIT = 100;
const TOP_K_LIMIT = 20;

export function createKnowledge(dependencies: KnowledgeDependencies): Knowledge {
	const { database, objects, indexes, clock, audit } = dependencies;
	const store = createKnowledgeStore(database);
	const documentIndex = createDocumentIndex({ store, indexes });

	async function findVisible(actor: Actor, id: string): Promise<DocumentRow> {
		requirePermission(actor, 'read:knowledge');
		const document = await store.findDocument(id);
		if (!document || !readableAudiences(actor.role).includes(document.audience))
			throw new AppError('not-found', 'There is no such document.');
		return document;
	}

	/** Somebody may have put another revision in force since it was looked at: then nothing is written. */
	async function putOver(document: DocumentRow, pieces: readonly Chunk[], over: string): Promise<void> {
		try {
			await documentIndex.putInForce(document, pieces, [onlyOver(document.id, over)]);
		} catch (thrown) {
			if ((await store.findDocument(document.id))?.revision === over) throw thrown;
			throw isChanged();
		}
	}

	return {
		async addDocument(actor, input) {
			requirePermission(actor, 'write:knowledge');
			const name = plainLine(input.name);
			if (name === '' || name.length > NAME_LIMIT)
				throw new AppError('invalid', `A document needs a name of 1 to ${NAME_LIMIT} characters.`);
			const filename = input.over === undefined ? name : writtenNameOf(input.mediaType);
			const normalised = normalise(input.source, input.mediaType, filename);
			const { text, mediaType, removed } = normalised;
			const [documentId, revision] = await Promise.all([documentIdOf(name), sha256Hex(text)]);
			const existing = await store.findDocument(documentId);
			if (input.over !== undefined && existing?.revision !== input.over) throw isChanged();
			const title = plainLine(input.title ?? '', TITLE_LIMIT) || normalised.title;
			const tags = [...new Set((input.tags ?? normalised.tags).map((tag) => plainLine(tag, 60)))]
				.filter((tag) => tag !== '')
				.slice(0, TAG_LIMIT);
			// Whoever adds a file again without a word about it does not mean to show it to others.
			const audience = input.audience ?? normalised.audience ?? existing?.audience ?? 'public';
			const now = clock.now();

			if (existing?.revision === revision && existing.title === title) {
				const isSame = existing.audience === audience && existing.tags.join('\n') === tags.join('\n');
				if (!isSame) await store.updateDocument(documentId, { audience, tags, updatedAt: now });
				const status = isSame ? 'unchanged' : 'revised';
				return { documentId, revision, status, chunks: existing.chunkCount, removed };
			}

			const pieces = chunkOrWhole(text);
			const createdBy = actor.userId ?? 'system';
			await Promise.all([
				objects.put(revisionKey(documentId, revision), text, {
					httpMetadata: { contentType: 'text/markdown; charset=utf-8' }
				}),
				objects.put(originalKey(documentId, name), input.source, { httpMetadata: { contentType: mediaType } })
			]);
			const document: DocumentRow = {
				id: documentId,
				name,
				title,
				mediaType,
				tags,
				audience,
				revision,
				chunkCount: pieces.length,
				length: text.length,
				pageCount: null,
				createdBy: existing?.createdBy ?? createdBy,
				createdAt: existing?.createdAt ?? now,
				updatedAt: now
			};
			const replaced = existing === undefined ? [] : await store.chunkIds(documentId);
			const embeddedIn = await documentIndex.embed(document, pieces);
			if (input.over === undefined) await documentIndex.putInForce(document, pieces);
			else await putOver(document, pieces, input.over);
			await documentIndex.settle(document, pieces, { embeddedIn, replaced });
			const status = existing ? 'revised' : 'created';
			audit?.record(actor, {
				action: `document.${status}`,
				objectType: 'document',
				objectId: documentId,
				outcome: 'allowed',
				details: { chunks: pieces.length }
			});
			return { documentId, revision, status, chunks: pieces.length, removed };
		},

		async deleteDocument(actor, documentId) {
			requirePermission(actor, 'delete:knowledge');
			if (!(await store.findDocument(documentId)))
				throw new AppError('not-found', 'There is no such document.');
			// Rows last: while they are there, a deletion that was interrupted can be asked for again.
			const ids = await store.chunkIds(documentId);
			const { stores } = await indexes.live();
			await Promise.all(stores.map((vectors) => vectors.deleteByDocument(documentId)));
			for (;;) {
				const { objects: found } = await objects.list({ prefix: `documents/${documentId}/` });
				if (found.length === 0) break;
				await objects.delete(found.map(({ key }) => key));
			}
			await store.deleteDocument(documentId);
			// An index that is being filled may have taken the chunks in after its vectors were deleted; it sees now that they are gone.
			const filled = (await indexes.live()).stores;
			await Promise.all(filled.map((vectors) => vectors.deleteByIds(ids)));
			audit?.record(actor, {
				action: 'document.deleted',
				objectType: 'document',
				objectId: documentId,
				outcome: 'allowed'
			});
		},

		async listDocuments(actor, { text, cursor, limit = PAGE_LIMIT } = {}) {
			requirePermission(actor, 'read:knowledge');
			const size = Math.max(1, Math.min(PAGE_LIMIT, Math.trunc(limit) || PAGE_LIMIT));
			const documents = await store.listDocuments({
				audiences: readableAudiences(actor.role),
				text: text?.trim().slice(0, TITLE_LIMIT),
				after: cursor === undefined ? undefined : readCursor(cursor),
				limit: size + 1
			});
			const page = documents.slice(0, size);
			const last = page.at(-1);
			return {
				documents: page,
				nextCursor: documents.length > size && last ? `${last.updatedAt}.${last.id}` : undefined
			};
		},

		async getDocument(actor, documentId, revision) {
			const document = await findVisible(actor, documentId);
			const wanted = revision ?? document.revision;
			const isKnown =
				wanted === document.revision || (await store.findRevision(documentId, wanted)) !== undefined;
			const object = isKnown ? await objects.get(revisionKey(documentId, wanted)) : null;
			if (!object) throw new AppError('not-found', 'There is no such document.');
			return { document, revision: wanted, text: await object.text() };
		},

		async search(actor, input, depth) {
			requirePermission(actor, 'read:knowledge');
			if (!Number.isInteger(input.topK) || input.topK < 1 || input.topK > TOP_K_LIMIT)
				throw new AppError('invalid', `topK must be a whole number from 1 to ${TOP_K_LIMIT}.`);
			return search({ ...dependencies, store }, actor, { ...input, topK: depth ?? input.topK });
		},

		async indexStatus(actor) {
			requirePermission(actor, 'write:knowledge');
			return indexes.status();
		},

		async embedAgain(actor) {
			requirePermission(actor, 'write:knowledge');
			await indexes.start();
			audit?.record(actor, {
				action: 'knowledge.embedded-again',
				objectType: 'knowledge',
				objectId: null,
				outcome: 'allowed'
			});
			return indexes.status();
		}
	};
}

const isChanged = () => new AppError('conflict', m.replay_changed_meanwhile());
