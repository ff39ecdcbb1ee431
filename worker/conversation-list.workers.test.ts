import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { schema } from '#lib/server/platform/index.ts';
import type { Actor } from '#lib/shared/actor.ts';
import { newId } from '#lib/shared/ids.ts';
import { openSchool, person } from './fixtures/school.ts';

const services = openSchool();
const { conversations } = schema;

async function put(actor: Actor, updatedAt: number, more: { pinnedAt?: number; tags?: string[] } = {}) {
	const id = newId();
	await services.database.insert(conversations).values({
		...{
			id,
			personId: actor.userId!,
			title: `T${updatedAt}`,
			status: 'idle',
			language: 'en',
			channel: 'text'
		},
		...{
			metadata: { voiceEnabled: false },
			messageCount: 2,
			projectedSeq: 1,
			createdAt: 1,
			updatedAt,
			...more
		}
	});
	return id;
}

const page = (actor: Actor, cursor: string | null, limit = 2, more: { tag?: string } = {}) =>
	services.chat.list(actor, { limit, ...more, ...(cursor === null ? {} : { cursor }) });

async function idsOf(actor: Actor, tag: string): Promise<string[]> {
	return (await page(actor, null, 10, { tag })).conversations.map(({ id }) => id);
}

describe('the list of conversations', () => {
	it('has pinned ones first, then the newest, each once over its pages', async () => {
		const actor = await person();
		const others = [await put(actor, 50), await put(actor, 30), await put(actor, 30)];
		const pinned = [await put(actor, 40, { pinnedAt: 1 }), await put(actor, 10, { pinnedAt: 9 })];
		pinned.push(await put(actor, 5, { pinnedAt: 2 }));
		const seen: string[] = [];
		let cursor: string | null = null;
		do {
			const next: Awaited<ReturnType<typeof page>> = await page(actor, cursor);
			seen.push(...next.conversations.map(({ id }) => id));
			cursor = next.nextCursor;
		} while (cursor !== null);
		expect(seen.slice(0, 3)).toEqual(pinned);
		expect(new Set(seen.slice(3))).toEqual(new Set(others));
		expect(seen[3]).toBe(others[0]);
		expect(seen).toHaveLength(6);
	});

	it('passes nothing over and shows nothing twice when a conversation moves up between two pages', async () => {
		const actor = await person();
		const ids = [];
		for (let n = 0; n < 6; n++) ids.unshift(await put(actor, n));
		const first = await page(actor, null);
		const moved = ids[4]!;
		await services.database.update(conversations).set({ updatedAt: 99 }).where(eq(conversations.id, moved));
		const second = await page(actor, first.nextCursor);
		await services.database.update(conversations).set({ pinnedAt: 99 }).where(eq(conversations.id, ids[5]!));
		const third = await page(actor, second.nextCursor);
		const seen = [first, second, third].flatMap((one) => one.conversations.map(({ id }) => id));
		expect(seen).toEqual(ids.slice(0, 4));
	});

	it('is narrowed by a tag, however it is capitalised, and counts the tags', async () => {
		const actor = await person();
		const fees = await put(actor, 3, { tags: ['Fees', 'Élan'] });
		const both = await put(actor, 2, { tags: ['fees', 'Choir'] });
		await put(actor, 1, { tags: ['"quoted"', 'a,b'] });
		await put(await person(), 9, { tags: ['Fees'] });
		expect(await idsOf(actor, 'FEES')).toEqual([fees, both]);
		expect(await idsOf(actor, 'élan')).toEqual([fees]);
		expect(await idsOf(actor, '"quoted"')).toHaveLength(1);
		for (const tag of ['Fee', '%', "' OR 1=1 --", '$[0]']) expect(await idsOf(actor, tag), tag).toEqual([]);
		const { tags } = await services.chat.tags(actor);
		expect(tags[0]).toMatchObject({ count: 2 });
		expect(tags.map(({ tag }) => tag.toLowerCase())).toEqual(['fees', '"quoted"', 'a,b', 'choir', 'élan']);
	});
});
