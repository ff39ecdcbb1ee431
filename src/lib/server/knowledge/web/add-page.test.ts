import { describe, expect, it } from 'vitest';
import { SYSTEM, VISITOR } from '#lib/shared/actor.ts';
import type { WebPage } from '../../web-fetch/index.ts';
import { createManualClock } from '../../platform/index.ts';
import { createWebPages } from './add-page.ts';
import type { WebPageRow } from './web-pages.ts';
import type { AddDocumentInput } from '../knowledge.ts';

function open(page: Partial<WebPage> | undefined) {
	const added: AddDocumentInput[] = [];
	const asked: string[] = [];
	const found: WebPage = {
		...{ url: 'https://school.example/fees', mediaType: 'text/html', charset: undefined },
		...{ bytes: new Uint8Array(), etag: undefined, lastModified: undefined, ...page }
	};
	const kept: WebPageRow[] = [];
	const pages = createWebPages({
		web: {
			get(address) {
				asked.push(address);
				return Promise.resolve(page === undefined ? undefined : found);
			}
		},
		knowledge: {
			addDocument(_actor, input) {
				added.push(input);
				const outcome = { documentId: 'd', revision: 'r', status: 'created', chunks: 1, removed: {} };
				return Promise.resolve(outcome as never);
			}
		},
		store: { keep: (row: WebPageRow) => Promise.resolve(void kept.push(row)) } as never,
		clock: createManualClock(1_000),
		startCrawl: () => Promise.resolve()
	});
	return { pages, added, asked, kept };
}
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const sourceOf = ([input]: AddDocumentInput[]) =>
	typeof input?.source === 'string' ? input.source : new TextDecoder().decode(input?.source);

describe('a page of the web as a document', () => {
	it('is known by where it was found in the end', async () => {
		const { pages, added, kept } = open({ bytes: latin1('<h1>Fees</h1>'), etag: '"7"' });
		const answer = await pages.add(SYSTEM, {
			address: 'http://school.example',
			audience: 'staff',
			tags: ['fees']
		});
		expect(answer.url).toBe('https://school.example/fees');
		// From here on it is read again.
		expect(kept).toMatchObject([
			{ url: 'https://school.example/fees', documentId: 'd', status: 'there', etag: '"7"', readAt: 1_000 }
		]);
		expect(added).toMatchObject([
			{ name: 'https://school.example/fees', mediaType: 'text/html', audience: 'staff', tags: ['fees'] }
		]);
	});

	it.each([
		['the site', { charset: 'iso-8859-1', bytes: latin1('Geb\xfchren') }, 'Gebühren'],
		[
			'the page itself',
			{ bytes: latin1('<meta charset="windows-1250"> \x9elut\xfd') },
			'<meta charset="windows-1250"> žlutý'
		],
		[
			'the page itself in the manner of XML',
			{
				mediaType: 'application/xhtml+xml',
				bytes: latin1('<?xml version="1.0" encoding="ISO-8859-1"?>Geb\xfchren')
			},
			'<?xml version="1.0" encoding="ISO-8859-1"?>Gebühren'
		],
		[
			'the site, whatever the page says',
			{ charset: 'shift_jis', bytes: latin1('<meta charset="utf-8">\x83\x8c\x83b\x83X\x83\x93') },
			'<meta charset="utf-8">レッスン'
		],
		[
			'a mark before all',
			{ charset: 'iso-8859-1', bytes: new TextEncoder().encode('\ufeffGebühren') },
			'Gebühren'
		],
		['somebody who did not look', { charset: 'utf-8', bytes: latin1('Geb\xfchren') }, 'Gebühren'],
		['nobody, in UTF-16', { bytes: Uint8Array.of(0xff, 0xfe, 0x46, 0, 0xfc, 0) }, 'Fü'],
		['nobody, but it is UTF-8', { bytes: new TextEncoder().encode('Gebühren') }, 'Gebühren'],
		['somebody who is wrong', { charset: 'utf-16', bytes: latin1('Fee') }, 'Fee'],
		['somebody who makes names up', { charset: 'klingon', bytes: latin1('Fees') }, 'Fees']
	])('is read in the encoding that %s says', async (_name, page, text) => {
		const { pages, added } = open(page);
		await pages.add(SYSTEM, { address: 'https://school.example/' });
		expect(sourceOf(added)).toBe(text);
	});

	it('without a word is refused', async () => {
		await expect(open({}).pages.add(SYSTEM, { address: 'https://school.example/' })).rejects.toMatchObject({
			code: 'unsupported'
		});
	});

	it('is asked for by nobody who may not add documents', async () => {
		const { pages, asked } = open({ bytes: latin1('x') });
		await expect(pages.add(VISITOR, { address: 'https://school.example/' })).rejects.toMatchObject({
			code: 'unauthenticated'
		});
		expect(asked).toEqual([]);
	});
});
