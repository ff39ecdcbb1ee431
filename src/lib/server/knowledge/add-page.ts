// A page of the web as a document: read once, known by its address. Read again, it is a revision, or nothing when nothing changed.
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { WebFetch, WebPage } from '../web-fetch/index.ts';
import type { AddDocumentInput, AddDocumentResult, Knowledge } from './knowledge.ts';

export interface AddPageInput extends Pick<AddDocumentInput, 'tags' | 'audience'> {
	address: string;
}

export interface WebPages {
	/** `url`: where the page was found, which is what the document is known by. Throws what the fetch and the knowledge throw. */
	add(actor: Actor, input: AddPageInput): Promise<AddDocumentResult & { url: string }>;
}

export const PAGE_MEDIA_TYPES: ReadonlySet<string> = new Set([
	'text/html',
	'application/xhtml+xml',
	'text/markdown',
	'text/plain'
]);
export const PAGE_BYTES = 5 * 1024 * 1024;

/** What names the encoding in a page that does not say it in its header: within the first kilobyte, by the standard. */
const META_CHARSET = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_-]{1,40})/i;

export function createWebPages(web: WebFetch, knowledge: Pick<Knowledge, 'addDocument'>): WebPages {
	return {
		async add(actor, { address, tags, audience }) {
			requirePermission(actor, 'write:knowledge');
			const page = await web.get(address);
			if (page === undefined || page.bytes.byteLength === 0)
				throw new AppError('unsupported', m.web_page_empty());
			const mediaType = page.mediaType === 'application/xhtml+xml' ? 'text/html' : page.mediaType;
			const added = await knowledge.addDocument(actor, {
				name: page.url,
				mediaType: mediaType === '' ? 'text/html' : mediaType,
				source: textOf(page),
				...(tags === undefined ? {} : { tags }),
				...(audience === undefined ? {} : { audience })
			});
			return { ...added, url: page.url };
		}
	};
}

/** In the encoding the site or the page names; without a name, or with one nobody knows, the bytes speak for themselves. */
function textOf({ bytes, charset }: WebPage): string | Uint8Array<ArrayBuffer> {
	const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1_024));
	const name = charset ?? META_CHARSET.exec(head)?.[1]?.toLowerCase();
	if (name === undefined || name === 'utf-8' || name === 'utf8') return bytes;
	try {
		return new TextDecoder(name, { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch {
		return bytes;
	}
}
