// The rows of pages that are documents, and of the sitemaps that name them.
import { and, asc, eq, isNull, lt, lte, max, min, or, sql } from 'drizzle-orm';
import { newId } from '#lib/shared/ids.ts';
import type { SiteView } from '#lib/shared/knowledge.ts';
import { schema, type Database } from '../../platform/index.ts';
import { NEVER, type DocumentRow } from '../store.ts';

const { knowledgeDocuments: documents, knowledgeSites: sites, knowledgeWebPages: pages } = schema;
/** All but those whose document somebody has deleted. */
const isWanted = lt(pages.dueAt, NEVER);
export type SiteRow = typeof sites.$inferSelect;
export type WebPageRow = typeof pages.$inferSelect;

/** A little less than a day, so that a daily alarm finds it due. */
export const AGAIN_MS = 22 * 3_600_000;
/** A page that could be read, and cannot be for so long, is told of. */
const STALE_MS = 5 * 24 * 3_600_000;
/** Rows a statement may insert within D1's hundred parameters. */
const SLICE = 10;

export function createWebPageStore(database: Database) {
	return {
		/** A page that was read just now: from here on it is looked at again. */
		async keep(row: WebPageRow): Promise<void> {
			const { siteId: _siteId, createdAt: _createdAt, ...changes } = row;
			await database.insert(pages).values(row).onConflictDoUpdate({ target: pages.url, set: changes });
		},

		async change(url: string, changes: Partial<WebPageRow>): Promise<void> {
			await database.update(pages).set(changes).where(eq(pages.url, url));
		},

		/** Of a sitemap; those that are known stay as they are. */
		async addAll(siteId: string, urls: readonly string[], now: number): Promise<void> {
			for (let from = 0; from < urls.length; from += SLICE)
				await database
					.insert(pages)
					.values(
						urls.slice(from, from + SLICE).map((url) => ({
							...{ url, siteId, status: 'waiting' as const, failures: 0, dueAt: now, createdAt: now }
						}))
					)
					.onConflictDoNothing();
		},

		async due(now: number, limit: number): Promise<WebPageRow[]> {
			return database
				.select()
				.from(pages)
				.where(lte(pages.dueAt, now))
				.orderBy(asc(pages.dueAt), asc(pages.url))
				.limit(limit);
		},

		/** For whom a page's document is, and under which tags: as somebody may have changed them since. */
		async kept(documentId: string): Promise<Pick<DocumentRow, 'audience' | 'tags'> | undefined> {
			return database.query.knowledgeDocuments.findFirst({
				columns: { audience: true, tags: true },
				where: eq(documents.id, documentId)
			});
		},

		/** The same address again is the same site. */
		async addSite(row: Omit<SiteRow, 'id'>): Promise<SiteRow> {
			const { audience, tags } = row;
			const [made] = await database
				.insert(sites)
				.values({ id: newId(), ...row })
				.onConflictDoUpdate({ target: sites.address, set: { audience, tags, readAt: null, problem: null } })
				.returning();
			if (made === undefined) throw new Error('an insert that returns nothing');
			return made;
		},

		async findSite(id: string): Promise<SiteRow | undefined> {
			return database.query.knowledgeSites.findFirst({ where: eq(sites.id, id) });
		},

		async changeSite(id: string, changes: Partial<SiteRow>): Promise<void> {
			await database.update(sites).set(changes).where(eq(sites.id, id));
		},

		/** All of it is looked at again. */
		async again(id: string, now: number): Promise<void> {
			await database.batch([
				database.update(sites).set({ readAt: null, problem: null }).where(eq(sites.id, id)),
				database
					.update(pages)
					.set({ dueAt: now, failures: 0 })
					.where(and(eq(pages.siteId, id), isWanted))
			]);
		},

		async removeSite(id: string): Promise<void> {
			await database.batch([
				database.delete(pages).where(eq(pages.siteId, id)),
				database.delete(sites).where(eq(sites.id, id))
			]);
		},

		async dueSite(before: number): Promise<SiteRow | undefined> {
			return database.query.knowledgeSites.findFirst({
				where: or(isNull(sites.readAt), lte(sites.readAt, before)),
				orderBy: [asc(sites.createdAt)]
			});
		},

		/** When anything is to be looked at next; undefined where there is nothing. */
		async nextDueAt(): Promise<number | undefined> {
			const [[page], [site]] = await database.batch([
				database
					.select({ at: min(pages.dueAt) })
					.from(pages)
					.where(isWanted),
				database
					.select({ at: sql<number | null>`min(coalesce(${sites.readAt} + ${AGAIN_MS}, 0))` })
					.from(sites)
			]);
			const due = [page?.at, site?.at].flatMap((at) => at ?? []);
			return due.length === 0 ? undefined : Math.min(...due);
		},

		async listSites(now: number): Promise<SiteView[]> {
			const counted = (status: WebPageRow['status']) =>
				sql<number>`coalesce(sum(${pages.status} = ${status} AND ${isWanted}), 0)`;
			const rows = await database
				.select({
					id: sites.id,
					address: sites.address,
					readAt: sites.readAt,
					problem: sites.problem,
					total: sql<number>`coalesce(sum(${isWanted}), 0)`,
					there: counted('there'),
					gone: counted('gone'),
					failed: counted('failed'),
					waiting: counted('waiting'),
					stale: sql<number>`coalesce(sum(${pages.status} = 'there' AND ${isWanted} AND ${pages.failures} > 0 AND ${pages.readAt} <= ${now - STALE_MS}), 0)`,
					lastPageAt: max(pages.readAt),
					nextPageAt: sql<number | null>`min(CASE WHEN ${isWanted} THEN ${pages.dueAt} END)`
				})
				.from(sites)
				.leftJoin(pages, eq(pages.siteId, sites.id))
				.groupBy(sites.id)
				.orderBy(asc(sites.address))
				.limit(100);
			return rows.map(({ id, address, readAt, problem, lastPageAt, nextPageAt, ...pageCounts }) => ({
				...{ id, address, problem, isRead: readAt !== null, lastPageAt, nextPageAt },
				pages: pageCounts
			}));
		}
	};
}
export type WebPageStore = ReturnType<typeof createWebPageStore>;
