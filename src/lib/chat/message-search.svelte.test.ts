import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SearchHit } from '#lib/shared/conversation/search.ts';
import { Sharing } from '#lib/ui/sharing.svelte.ts';
import { refusal, surroundingsOf } from './fixtures/test-scene.ts';
import { cutAtRanges } from './highlighted-pieces.ts';
import { messageAt, anchorOf } from './message-anchor.ts';
import { MessageSearch } from './message-search.svelte.ts';
import { shareLinksOf } from './share-links.ts';

const hit = (messageId: string): SearchHit => ({
	conversationId: 'c',
	title: { text: 'T', ranges: [] },
	messageId,
	role: 'user',
	snippet: { text: 'violin', ranges: [[0, 6]] },
	at: 0,
	isArchived: false
});
const page = (ids: string[], nextCursor: string | null = null) =>
	Response.json({ hits: ids.map(hit), nextCursor });

describe('searching as one types', () => {
	it('never lets a slower, older search overwrite a newer one', async () => {
		let giveFirst: (response: Response) => void = () => undefined;
		const first = new Promise<Response>((resolve) => (giveFirst = resolve));
		const { surroundings } = surroundingsOf([() => first as unknown as Response, () => page(['new'])]);
		const search = new MessageSearch(surroundings);
		const slow = search.search('vio');
		await search.search('violin');
		giveFirst(page(['old']));
		await slow;
		expect(search.hits.map(({ messageId }) => messageId)).toEqual(['new']);
		expect(search.query).toBe('violin');
		expect(search.isSearching).toBe(false);
	});

	it('keeps what was found when the next page cannot be had, and says which it was', async () => {
		const { surroundings, asked } = surroundingsOf([
			() => page(['one'], 'more'),
			() => new Error('the network is away'),
			() => page(['two'])
		]);
		const search = new MessageSearch(surroundings);
		await search.search('violin');
		await search.more();
		expect(search.problem).toBe('unreachable');
		expect(search.hits).toHaveLength(1);
		await search.more();
		expect(search.problem).toBeUndefined();
		expect(search.hits.map(({ messageId }) => messageId)).toEqual(['one', 'two']);
		expect(asked[2]?.path).toBe('/api/chat/search?q=violin&cursor=more');
	});

	it('asks nothing for blank words', async () => {
		const { surroundings, asked } = surroundingsOf([() => page(['one'])]);
		const search = new MessageSearch(surroundings);
		await search.search('violin');
		await search.search('   ');
		expect(search.hits).toEqual([]);
		expect(asked).toHaveLength(1);
	});

	it('marks exactly the ranges and loses no letter, whatever ranges come', () => {
		const range = fc.tuple(fc.nat(12), fc.nat(12));
		fc.assert(
			fc.property(fc.string({ maxLength: 10 }), fc.array(range, { maxLength: 4 }), (text, ranges) => {
				const pieces = cutAtRanges({ text, ranges });
				expect(pieces.map((piece) => piece.text).join('')).toBe(text);
			})
		);
		expect(cutAtRanges({ text: 'a violin', ranges: [[2, 8]] })).toEqual([
			{ text: 'a ', isFound: false },
			{ text: 'violin', isFound: true }
		]);
	});

	it('leads to a message by an address that nothing else can be taken for', () => {
		const id = '11111111-1111-4111-8111-111111111111';
		expect(messageAt(`#${anchorOf(id)}`)).toBe(id);
		expect(messageAt('#m-<script>')).toBeUndefined();
		expect(messageAt('#content')).toBeUndefined();
	});
});

describe('the links of a conversation', () => {
	const link = { id: 'l1', createdAt: 1, expiresAt: 2 };

	it('tells the address of the one just made, and lets it go with its revocation', async () => {
		const { surroundings, asked } = surroundingsOf([
			() => Response.json({ links: [] }),
			() => Response.json({ ...link, token: 't', path: '/shared/t' }),
			() => Response.json({ revoked: 1 })
		]);
		const sharing = new Sharing(shareLinksOf(surroundings, 'c', 'https://school.example'));
		await sharing.read();
		await sharing.make(7);
		expect(sharing.made?.address).toBe('https://school.example/shared/t');
		expect(sharing.links).toEqual([link]);
		await sharing.revoke('l1');
		expect(sharing.made).toBeUndefined();
		expect(sharing.links).toEqual([]);
		expect(asked.map(({ path }) => path).at(-1)).toBe('/api/chat/c/share?link=l1');
	});

	it('keeps a link that could not be revoked in the list', async () => {
		const { surroundings } = surroundingsOf([
			() => Response.json({ links: [link] }),
			() => refusal(503, 'unavailable', true)
		]);
		const sharing = new Sharing(shareLinksOf(surroundings, 'c', 'https://school.example'));
		await sharing.read();
		await sharing.revoke('l1');
		expect(sharing.links).toEqual([link]);
		expect(sharing).toMatchObject({ problem: 'refused', reason: 'No.', isBusy: false });
	});
});
