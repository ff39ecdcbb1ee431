// Reads sitemaps and pages again, a few at a time, by an alarm: each look may be repeated and may be interrupted anywhere. What a site says of a
// page (ETag, Last-Modified) is asked with, so that what did not change costs nothing; a changed page is a revision, one that is gone is
// marked and stays readable, and one that cannot be had is asked for less and less often.
import { AppError } from '#lib/shared/errors.ts';
import type { Actor } from '#lib/shared/actor.ts';
import type { Logger } from '../../observability/index.ts';
import type { Clock, Watch } from '../../platform/index.ts';
import type { WebFetch } from '../../web-fetch/index.ts';
import { sourceOf, textOf, type WebPages } from './add-page.ts';
import { MOST_PAGES, readSitemap } from './sitemap.ts';
import { AGAIN_MS, type SiteRow, type WebPageRow, type WebPageStore } from './web-pages.ts';

export interface Crawl {
	/** Sets the alarm where anything is due. Gives how many alarms that were. */
	begin(): Promise<number>;
	watch: Watch<Readonly<{ what: string }>>;
}

export interface CrawlDependencies {
	store: WebPageStore;
	web: WebFetch;
	add: WebPages['addRead'];
	start: () => Promise<void>;
	clock: Clock;
	log: Logger;
}

const HOUR_MS = 3_600_000;
const GONE_AGAIN_MS = 7 * 24 * HOUR_MS;
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** A site's pages are asked for one after the other. */
const PAGES_A_LOOK = 5;
const PAUSE_MS = 2_000;
const MOST_SITEMAPS = 20;

export function createCrawl({ store, web, add, start, clock, log }: CrawlDependencies): Crawl {
	async function readSite(site: SiteRow): Promise<void> {
		const pages = new Set<string>();
		const asked = [site.address];
		try {
			for (let at = 0; at < Math.min(asked.length, MOST_SITEMAPS) && pages.size < MOST_PAGES; at++) {
				const found = await web.get(asked[at] ?? '');
				if (found === undefined) continue;
				const sitemap = readSitemap(textOf(found), found.url, MOST_PAGES);
				for (const url of sitemap?.pages ?? []) if (pages.size < MOST_PAGES) pages.add(url);
				for (const url of sitemap?.more ?? []) if (!asked.includes(url)) asked.push(url);
			}
			await store.addAll(site.id, [...pages], clock.now());
			await store.changeSite(site.id, { readAt: clock.now(), problem: null });
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			await store.changeSite(site.id, { readAt: clock.now(), problem: thrown.message });
		}
	}

	async function readPage(page: WebPageRow): Promise<void> {
		const now = clock.now();
		const again = { failures: 0, problem: null, dueAt: now + AGAIN_MS, readAt: now };
		try {
			const { etag, lastModified } = page;
			// What was never taken in is asked for whole.
			const known =
				page.documentId === null
					? {}
					: { ...(etag === null ? {} : { etag }), ...(lastModified === null ? {} : { lastModified }) };
			const found = await web.get(page.url, known);
			if (found === undefined) {
				await store.change(page.url, { ...again, status: 'there' });
				return;
			}
			const site = page.siteId === null ? undefined : await store.findSite(page.siteId);
			const kept = page.documentId === null ? undefined : await store.kept(page.documentId);
			const tags = kept?.tags ?? site?.tags ?? undefined;
			const audience = kept?.audience ?? site?.audience ?? undefined;
			const { documentId } = await add(actorOf(site), sourceOf(found), { tags, audience });
			const said = { etag: found.etag ?? null, lastModified: found.lastModified ?? null };
			await store.change(page.url, { ...again, ...said, documentId, status: 'there' });
		} catch (thrown) {
			if (!(thrown instanceof AppError)) throw thrown;
			if (thrown.code === 'not-found') {
				const dueAt = now + GONE_AGAIN_MS;
				await store.change(page.url, { status: 'gone', problem: thrown.message, dueAt, readAt: now });
				return;
			}
			log.info('a page could not be read', { code: thrown.code });
			const failures = page.failures + 1;
			const dueAt = now + Math.min(LONGEST_MS, HOUR_MS * 2 ** Math.min(10, failures));
			// One that was there still is, in the version that was read.
			const status = page.documentId === null ? 'failed' : 'there';
			await store.change(page.url, { status, failures, problem: thrown.message, dueAt });
		}
	}

	const isDue = async () =>
		(await store.dueSite(clock.now() - AGAIN_MS)) !== undefined ||
		(await store.due(clock.now(), 1)).length > 0;

	return {
		async begin() {
			if (!(await isDue())) return 0;
			await start();
			return 1;
		},

		watch: {
			pauseMs: (alarms) => (alarms === 0 ? 0 : 60_000),
			begin: async (what) => ({ what }),
			async look() {
				const site = await store.dueSite(clock.now() - AGAIN_MS);
				if (site !== undefined) await readSite(site);
				for (const page of await store.due(clock.now(), PAGES_A_LOOK)) await readPage(page);
				// The alarm stays set: where nobody calls once a day, pages are read again all the same.
				const nextAt = await store.nextDueAt();
				return nextAt === undefined ? undefined : Math.max(PAUSE_MS, nextAt - clock.now());
			}
		}
	};
}

/** In the name of whoever added the site, who may have gone since: the school's own work. */
const actorOf = (site: SiteRow | undefined): Actor => ({
	userId: site?.createdBy ?? 'system',
	role: 'admin',
	via: 'system'
});
