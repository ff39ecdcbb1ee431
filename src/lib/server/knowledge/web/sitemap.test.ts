import { expect, it } from 'vitest';
import { readSitemap } from './sitemap.ts';

const AT = 'https://school.example/sitemap.xml';
const urlset = (...addresses: string[]) =>
	`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${addresses.map((one) => `<url><loc>\n ${one} </loc><lastmod>2026-01-01</lastmod></url>`).join('')}</urlset>`;

it('gives the pages of its own site, each once, and no more than are wanted', () => {
	const xml = urlset(
		'https://school.example/fees?a=1&amp;b=2',
		'/terms#top',
		'/terms',
		'https://elsewhere.example/x',
		'http://127.0.0.1/',
		'not an address:'
	);
	expect(readSitemap(xml, AT, 10)).toEqual({
		pages: [
			'https://school.example/fees?a=1&b=2',
			'https://school.example/terms',
			'https://school.example/not%20an%20address:'
		],
		more: []
	});
	expect(readSitemap(urlset('/a', '/b', '/c'), AT, 2)?.pages).toHaveLength(2);
});

it('gives other sitemaps, and is none where it is something else', () => {
	const index = '<sitemapindex><sitemap><loc>https://school.example/more.xml</loc></sitemap></sitemapindex>';
	expect(readSitemap(index, AT, 10)).toEqual({ pages: [], more: ['https://school.example/more.xml'] });
	expect(readSitemap('<rss><channel><loc>/x</loc></channel></rss>', AT, 10)).toBeUndefined();
	expect(readSitemap('Words.', AT, 10)).toBeUndefined();
});
