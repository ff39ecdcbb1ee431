// Sites that are read again, on the real tables, with a web of a few pages.
import { beforeEach, expect, it } from 'vitest';
import { SYSTEM, VISITOR, type Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { createLogger } from '../../observability/index.ts';
import { schema } from '../../platform/index.ts';
import { createHostResolver, createWebFetch } from '../../web-fetch/index.ts';
import { openIngestStage } from '../fixtures/ingest-stage.ts';
import { createWebPages, PAGE_BYTES, PAGE_MEDIA_TYPES } from './add-page.ts';
import { createCrawl } from './crawl.ts';
import { createWebPageStore } from './web-pages.ts';

const SITE = 'https://school.example';
const HOUR_MS = 3_600_000;
const stage = openIngestStage();
const { clock, database, knowledge } = stage;
const store = createWebPageStore(database);

let files: Record<string, { body: string; type?: string; etag?: string; status?: number }>;
let asked: string[] = [];
const send = ((url: URL, init?: RequestInit) => {
	const { pathname } = url;
	const file = files[pathname];
	const isKnown = file?.etag !== undefined && new Headers(init?.headers).get('if-none-match') === file.etag;
	asked.push(isKnown ? `${pathname} as before` : pathname);
	if (file === undefined) return Promise.resolve(new Response('', { status: 404 }));
	if (isKnown) return Promise.resolve(new Response(null, { status: 304 }));
	const headers = {
		'content-type': file.type ?? 'text/html',
		...(file.etag === undefined ? {} : { etag: file.etag })
	};
	return Promise.resolve(new Response(file.body, { status: file.status ?? 200, headers }));
}) as typeof fetch;
const web = createWebFetch({
	rules: { hosts: [] },
	resolver: createHostResolver({ dnsUrl: undefined, fetch: send }),
	...{ fetch: send, mediaTypes: PAGE_MEDIA_TYPES, mostBytes: PAGE_BYTES }
});
const pages = createWebPages({ web, knowledge, store, clock, startCrawl: () => Promise.resolve() });
let alarms = 0;
const start = async () => {
	alarms++;
};
const crawl = createCrawl({
	web,
	store,
	clock,
	start,
	add: pages.addRead,
	log: createLogger({ level: 'error' })
});

/** Until the alarm rings again, as it said. */
let nextMs: number | undefined;
/** As the alarm does it, until there is nothing more to do for a while. Gives what was asked for. */
async function readAll(): Promise<string[]> {
	asked = [];
	let looks = 0;
	do {
		nextMs = await crawl.watch.look({ what: 'school' }, looks);
		if (++looks > 50) throw new Error('no end');
	} while (nextMs !== undefined && nextMs < 60_000);
	return asked.filter((path) => path !== '/robots.txt').sort();
}
const page = (words: string, etag?: string) => ({
	body: `<title>${words}</title><nav><a href="/">Home</a></nav><main><p>${words} ${'and some more of it. '.repeat(10)}</p></main>`,
	...(etag === undefined ? {} : { etag })
});
const sitemap = (...paths: string[]) => ({
	type: 'application/xml',
	body: `<urlset>${paths.map((path) => `<url><loc>${SITE}${path}</loc></url>`).join('')}</urlset>`
});
const find = async (query: string) =>
	(await knowledge.search(VISITOR, { query, topK: 1 })).passages[0]?.text ?? '';
const site = async () => (await pages.sites(SYSTEM))[0];

beforeEach(async () => {
	await stage.empty();
	await database.delete(schema.knowledgeWebPages);
	await database.delete(schema.knowledgeSites);
	files = {
		'/sitemap.xml': {
			type: 'application/xml',
			body: `<sitemapindex><sitemap><loc>${SITE}/more.xml</loc></sitemap></sitemapindex>`
		},
		'/more.xml': sitemap('/fees', '/terms', '/missing'),
		'/fees': page('The indigo fee is thirty pounds', '"1"'),
		'/terms': page('The scarlet term begins in May')
	};
});

it('a sitemap adds the pages of its site, and reads them again when a day has gone by', async () => {
	expect(await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml`, tags: ['web'] })).toMatchObject({
		status: 'site'
	});
	expect(await readAll()).toEqual(['/fees', '/missing', '/more.xml', '/sitemap.xml', '/terms']);
	expect(await site()).toMatchObject({
		isRead: true,
		problem: null,
		pages: { total: 3, there: 2, gone: 1, waiting: 0 }
	});
	expect(await find('indigo fee')).toMatch(/^The indigo fee is thirty pounds/);
	expect(await find('indigo fee')).not.toContain('Home');
	const { documents } = await knowledge.listDocuments(SYSTEM);
	expect(documents.map(({ name, tags }) => [name, tags])).toEqual(
		expect.arrayContaining([[`${SITE}/fees`, ['web']]])
	);

	// Not before its time; the alarm stays set for it.
	expect(nextMs).toBe(22 * HOUR_MS);
	expect([await crawl.begin(), alarms]).toEqual([0, 0]);
	expect(await readAll()).toEqual([]);
	clock.advance(23 * HOUR_MS);
	expect([await crawl.begin(), alarms]).toEqual([1, 1]);
	files['/terms'] = page('The scarlet term begins in June');
	files['/more.xml'] = sitemap('/fees', '/terms', '/new');
	files['/new'] = page('The amber hall is new');
	expect(await readAll()).toEqual(['/fees as before', '/more.xml', '/new', '/sitemap.xml', '/terms']);
	expect(await find('scarlet term')).toContain('in June');
	expect(await find('amber hall')).toContain('is new');
});

it('marks what is gone, keeps what cannot be had, and asks for it less and less often', async () => {
	await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml` });
	await readAll();
	delete files['/terms'];
	files['/fees'] = { ...page('Broken'), status: 500 };
	clock.advance(23 * HOUR_MS);
	await readAll();
	expect(await site()).toMatchObject({ pages: { total: 3, there: 1, gone: 2, failed: 0 } });
	// Both are still answered from, in the version that was read.
	expect(await find('indigo fee')).toContain('thirty pounds');
	expect(await find('scarlet term')).toContain('in May');
	clock.advance(HOUR_MS);
	expect(await readAll()).toEqual([]);
	clock.advance(2 * HOUR_MS);
	expect(await readAll()).toEqual(['/fees']);
	clock.advance(3 * HOUR_MS);
	expect(await readAll()).toEqual([]);
});

it('says which pages could not be had for days, though they are answered from', async () => {
	await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml` });
	await readAll();
	files['/fees'] = { ...page('Broken'), status: 503 };
	for (let hours = 0; hours < 4 * 24; hours += 12) {
		clock.advance(12 * HOUR_MS);
		await readAll();
	}
	expect(await site()).toMatchObject({ pages: { there: 2, stale: 0 } });
	clock.advance(2 * 24 * HOUR_MS);
	await readAll();
	expect(await site()).toMatchObject({ pages: { there: 2, stale: 1 } });
	expect(await find('indigo fee')).toContain('thirty pounds');
	files['/fees'] = page('The indigo fee is forty pounds');
	clock.advance(7 * 24 * HOUR_MS);
	await readAll();
	expect(await site()).toMatchObject({ pages: { there: 2, stale: 0 } });
});

it('sitemaps that name each other, and more of them than anybody has, come to an end', async () => {
	const index = (...paths: string[]) => ({
		type: 'application/xml',
		body: `<sitemapindex>${paths.map((path) => `<sitemap><loc>${SITE}${path}</loc></sitemap>`).join('')}</sitemapindex>`
	});
	files['/sitemap.xml'] = index('/sitemap.xml', '/more.xml', '/circle.xml');
	files['/circle.xml'] = index(
		'/sitemap.xml',
		...Array.from({ length: 1_000 }, (_, at) => `/deep-${at}.xml`)
	);
	for (let at = 0; at < 30; at++) files[`/deep-${at}.xml`] = index(`/deeper-${at}.xml`);
	await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml` });
	const read = await readAll();
	expect(read.filter((path) => path.endsWith('.xml'))).toHaveLength(20);
	expect(await site()).toMatchObject({ problem: null, pages: { total: 3, there: 2 } });
});

it('of fifty thousand addresses so many are read as a school has', async () => {
	files['/sitemap.xml'] = sitemap(...Array.from({ length: 50_000 }, (_, at) => `/page-${at}`));
	expect(await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml` })).toMatchObject({ pages: 500 });
	await crawl.watch.look({ what: 'school' }, 0);
	expect(await site()).toMatchObject({ pages: { total: 500 } });
});

it('adds no page again that somebody has deleted, and none when the sitemap is forgotten', async () => {
	await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml` });
	await readAll();
	const { documents } = await knowledge.listDocuments(SYSTEM);
	const fees = documents.find(({ name }) => name.endsWith('/fees'));
	await knowledge.deleteDocument(SYSTEM, fees?.id ?? '');
	const { id = '' } = (await site()) ?? {};
	await pages.readAgain(SYSTEM, id);
	expect(await readAll()).not.toContain('/fees');
	expect(await find('indigo fee')).not.toContain('indigo');
	await pages.forget(SYSTEM, id);
	clock.advance(48 * HOUR_MS);
	expect(await readAll()).toEqual([]);
	expect(await find('scarlet term')).toContain('in May');
	await expect(pages.readAgain(SYSTEM, id)).rejects.toMatchObject({ code: 'not-found' });
});

it('says why a sitemap could not be read, and takes none that is something else', async () => {
	await pages.add(SYSTEM, { address: `${SITE}/sitemap.xml` });
	files = {};
	await readAll();
	expect(await site()).toMatchObject({ problem: expect.any(String) as string, pages: { total: 0 } });
	files = { '/feed.xml': { type: 'text/xml', body: '<rss><channel/></rss>' } };
	await expect(pages.add(SYSTEM, { address: `${SITE}/feed.xml` })).rejects.toMatchObject({
		code: 'unsupported'
	});
});

it('a page that was added by itself is read again, too', async () => {
	await pages.add(SYSTEM, { address: `${SITE}/fees`, audience: 'staff' });
	clock.advance(23 * HOUR_MS);
	files['/fees'] = page('The indigo fee is forty pounds', '"2"');
	expect(await readAll()).toEqual(['/fees']);
	const { documents } = await knowledge.listDocuments(SYSTEM);
	// For whom it was stays as somebody said.
	expect(documents).toMatchObject([{ audience: 'staff', title: 'The indigo fee is forty pounds' }]);
});

it('only who looks after the knowledge has sites', async () => {
	const agent: Actor = { userId: 'bo', role: 'agent', via: 'session' };
	for (const attempt of [
		async () => pages.sites(agent),
		() => pages.readAgain(agent, 'x'),
		() => pages.forget(agent, 'x'),
		() => pages.add(agent, { address: `${SITE}/sitemap.xml` })
	])
		await expect(attempt()).rejects.toBeInstanceOf(AppError);
});
