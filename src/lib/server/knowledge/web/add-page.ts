// A page of the web as a document: its main part, known by its address. Read again, it is a revision, or nothing when nothing changed. The
// address of a sitemap adds its pages, one after the other, by the alarm that reads them again later (crawl.ts).
import { m } from '#lib/paraglide/messages.js';
import { requirePermission, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import type { SiteView } from '#lib/shared/knowledge.ts';
import type { Clock } from '../../platform/index.ts';
import type { WebFetch, WebPage } from '../../web-fetch/index.ts';
import type { AddDocumentInput, AddDocumentResult, Knowledge } from '../knowledge.ts';
import { decodeText } from '../normaliser/decode.ts';
import { mainContent } from './main-content.ts';
import { MOST_PAGES, readSitemap } from './sitemap.ts';
import { AGAIN_MS, type WebPageStore } from './web-pages.ts';

export interface AddPageInput extends Pick<AddDocumentInput, 'tags' | 'audience'> {
	address: string;
}

type PageSource = Pick<AddDocumentInput, 'name' | 'mediaType' | 'source'>;

export interface WebPages {
	/** `url`: where the page was found, which is what the document is known by. Throws what the fetch and the knowledge throw. */
	add(
		actor: Actor,
		input: AddPageInput
	): Promise<(AddDocumentResult & { url: string }) | { status: 'site'; url: string; pages: number }>;
	/** One that was read already. */
	addRead(
		actor: Actor,
		page: PageSource,
		wishes: Pick<AddPageInput, 'tags' | 'audience'>
	): Promise<AddDocumentResult>;
	sites(actor: Actor): Promise<SiteView[]>;
	/** Looks at all its pages now. Throws not-found. */
	readAgain(actor: Actor, siteId: string): Promise<void>;
	/** Its documents stay, and are read no more. */
	forget(actor: Actor, siteId: string): Promise<void>;
}

export interface WebPagesDependencies {
	web: WebFetch;
	knowledge: Pick<Knowledge, 'addDocument'>;
	store: WebPageStore;
	clock: Clock;
	/** Sets the alarm that reads what is due. */
	startCrawl: () => Promise<void>;
}

const SITEMAP_TYPES: ReadonlySet<string> = new Set(['application/xml', 'text/xml']);
export const PAGE_MEDIA_TYPES: ReadonlySet<string> = new Set([
	'text/html',
	'application/xhtml+xml',
	'text/markdown',
	'text/plain',
	...SITEMAP_TYPES
]);
export const PAGE_BYTES = 5 * 1024 * 1024;

/** What names the encoding in a page that does not say it in its header: within the first kilobyte, by the standard. */
const META_CHARSET = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_-]{1,40})/i;

export function createWebPages({ web, knowledge, store, clock, startCrawl }: WebPagesDependencies): WebPages {
	const addRead: WebPages['addRead'] = (actor, page, { tags, audience }) =>
		knowledge.addDocument(actor, {
			...page,
			...(tags === undefined ? {} : { tags }),
			...(audience === undefined ? {} : { audience })
		});

	return {
		addRead,

		async add(actor, { address, ...wishes }) {
			requirePermission(actor, 'write:knowledge');
			const page = await web.get(address);
			if (page === undefined || page.bytes.byteLength === 0)
				throw new AppError('unsupported', m.web_page_empty());
			const now = clock.now();
			if (SITEMAP_TYPES.has(page.mediaType)) {
				const sitemap = readSitemap(textOf(page), page.url, MOST_PAGES);
				if (sitemap === undefined || sitemap.pages.length + sitemap.more.length === 0)
					throw new AppError('unsupported', m.web_no_sitemap());
				const { tags, audience } = wishes;
				await store.addSite({
					...{ address: page.url, tags: tags === undefined ? null : [...tags], audience: audience ?? null },
					...{ readAt: null, problem: null, createdBy: actor.userId ?? 'system', createdAt: now }
				});
				await startCrawl();
				return { status: 'site', url: page.url, pages: sitemap.pages.length };
			}
			const added = await addRead(actor, sourceOf(page), wishes);
			await store.keep({
				...{ url: page.url, siteId: null, documentId: added.documentId, status: 'there' },
				...{ etag: page.etag ?? null, lastModified: page.lastModified ?? null, failures: 0, problem: null },
				...{ dueAt: now + AGAIN_MS, readAt: now, createdAt: now }
			});
			await startCrawl();
			return { ...added, url: page.url };
		},

		sites(actor) {
			requirePermission(actor, 'write:knowledge');
			return store.listSites(clock.now());
		},

		async readAgain(actor, siteId) {
			requirePermission(actor, 'write:knowledge');
			if ((await store.findSite(siteId)) === undefined) throw new AppError('not-found', m.errors_not_found());
			await store.again(siteId, clock.now());
			await startCrawl();
		},

		async forget(actor, siteId) {
			requirePermission(actor, 'write:knowledge');
			await store.removeSite(siteId);
		}
	};
}

/** A page as the knowledge takes it. Throws `unsupported` for what is no page. */
export function sourceOf(page: WebPage): PageSource {
	if (SITEMAP_TYPES.has(page.mediaType)) throw new AppError('unsupported', m.web_no_sitemap());
	const isHtml = page.mediaType === '' || page.mediaType.includes('html');
	return {
		name: page.url,
		mediaType: isHtml ? 'text/html' : page.mediaType,
		source: isHtml ? mainContent(textOf(page)) : decoded(page)
	};
}

/** Throws `unsupported` for what is no text. */
export function textOf(page: WebPage): string {
	const text = decoded(page);
	return typeof text === 'string' ? text : decodeText(text);
}

/** As XML begins where it is not UTF-8. */
const XML_ENCODING = /^<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_-]{1,40})["']/i;
/** The mark of UTF-8, or of UTF-16: it is above what anybody says (WHATWG Encoding, 6). */
const MARKED = /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/;

/** In the encoding the site or the page names; without a name, or with one nobody knows, the bytes speak for themselves. */
function decoded({ bytes, charset }: WebPage): string | Uint8Array<ArrayBuffer> {
	const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1_024));
	if (MARKED.test(head)) return bytes;
	const said = XML_ENCODING.exec(head) ?? META_CHARSET.exec(head);
	const name = charset ?? said?.[1]?.toLowerCase();
	if (name === undefined || name === 'utf-8' || name === 'utf8') return bytes;
	try {
		return new TextDecoder(name, { fatal: true, ignoreBOM: false }).decode(bytes);
	} catch {
		return bytes;
	}
}
