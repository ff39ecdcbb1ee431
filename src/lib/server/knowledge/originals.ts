// The file a document was read from, and where its pages begin in its text. Only the original of the revision in force is kept: of another one
// there is its text.
import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { Database } from '../platform/index.ts';
import { readableAudiences } from './audience.ts';
import { originalKey, pagesKey } from './document-keys.ts';
import { createKnowledgeStore } from './store.ts';

export interface OriginalFile {
	contentType: string;
	name: string;
	sizeBytes: number;
	etag: string;
	changedAt: number;
	open(range?: { offset: number; length: number }): Promise<ReadableStream>;
}

export interface Originals {
	/** Throws not-found, also when the actor may not read it. `revision`: the one it must be the original of. */
	read(actor: Actor, documentId: string, revision?: string): Promise<OriginalFile>;
	/** undefined where the document has no pages. For whoever has been given the document already. */
	pageStarts(documentId: string, revision: string): Promise<number[] | undefined>;
}

const PageStarts = z.array(z.number().int().nonnegative());
/** Of text that was kept before its kind was, and of the web's pages: shown as what it cannot harm as. */
const PLAIN = 'text/plain; charset=utf-8';
const SHOWN_AS: Record<string, string> = { 'application/pdf': 'application/pdf' };

export function createOriginals({ database, objects }: { database: Database; objects: R2Bucket }): Originals {
	const store = createKnowledgeStore(database);
	return {
		async read(actor, documentId, revision) {
			requirePermission(actor, 'read:knowledge');
			const document = await store.findDocument(documentId);
			if (document === undefined || !readableAudiences(actor.role).includes(document.audience))
				throw new AppError('not-found', m.errors_not_found());
			const key = originalKey(documentId, document.name);
			const head = await objects.head(key);
			const madeOf = head?.customMetadata?.revision ?? document.revision;
			if (head === null || (revision !== undefined && madeOf !== revision))
				throw new AppError('not-found', m.documents_original_gone());
			const { mediaType } = document;
			return {
				contentType: SHOWN_AS[mediaType] ?? (mediaType.startsWith('text/') ? PLAIN : mediaType),
				name: document.name.split(/[\\/]/).at(-1) || document.title,
				sizeBytes: head.size,
				etag: head.httpEtag,
				changedAt: head.uploaded.getTime(),
				async open(range) {
					const object = await objects.get(key, range === undefined ? {} : { range });
					if (object === null) throw new AppError('not-found', m.documents_original_gone());
					return object.body;
				}
			};
		},

		async pageStarts(documentId, revision) {
			const object = await objects.get(pagesKey(documentId, revision));
			return object === null ? undefined : PageStarts.parse(await object.json());
		}
	};
}
