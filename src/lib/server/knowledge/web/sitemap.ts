// A sitemap as the addresses of its pages (sitemaps.org, 0.9): those of its own site alone, and no more than so many. One that lists other
// sitemaps gives their addresses.
import { readXml } from '../../document-parsing/index.ts';

export interface Sitemap {
	pages: string[];
	/** Of other sitemaps. */
	more: string[];
}

const LONGEST = 2_048;
/** Of one site. */
export const MOST_PAGES = 500;

/** undefined where it is none. */
export function readSitemap(xml: string, address: string, most: number): Sitemap | undefined {
	const origin = new URL(address).origin;
	const pages = new Set<string>();
	const more = new Set<string>();
	let root: 'urlset' | 'sitemapindex' | undefined;
	let location: string | undefined;
	readXml(xml, {
		open(name) {
			if (root === undefined && (name === 'urlset' || name === 'sitemapindex')) root = name;
			if (name === 'loc') location = '';
		},
		text(text) {
			if (location !== undefined && location.length <= LONGEST) location += text;
		},
		close(name) {
			if (name !== 'loc' || location === undefined) return;
			const url = URL.parse(location.trim(), address);
			location = undefined;
			if (url === null || url.origin !== origin) return;
			url.hash = '';
			const list = root === 'sitemapindex' ? more : pages;
			if (list.size < most) list.add(url.href);
		}
	});
	return root === undefined ? undefined : { pages: [...pages], more: [...more] };
}
