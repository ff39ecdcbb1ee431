import { expect, it } from 'vitest';
import type { TranscriptRow } from '#lib/shared/transcripts.ts';
import { WatchedList } from './watched-list.svelte.ts';

const row = (id: string, title = id) => ({ id, title }) as TranscriptRow;

it('changes rows where they stand, counts what is new, and says when it is old', async () => {
	let newest: (() => TranscriptRow[]) | undefined;
	const list = new WatchedList([row('a'), row('b'), row('c')], async () => {
		if (newest === undefined) throw new Error('unreachable');
		return { transcripts: newest(), nextCursor: null };
	});
	newest = () => [row('x'), row('c', 'changed'), row('y'), row('a')];
	await list.look();
	expect(list.rows.map(({ title }) => title)).toEqual(['a', 'b', 'changed']);
	expect(list.newCount).toBe(2);
	newest = undefined;
	await list.look();
	expect([list.isStale, list.rows.length, list.newCount]).toEqual([true, 3, 2]);
	newest = () => [row('a')];
	await list.look();
	expect([list.isStale, list.newCount]).toEqual([false, 0]);
});
