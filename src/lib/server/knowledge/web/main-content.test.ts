import { describe, expect, it } from 'vitest';
import { normalise } from '../normaliser/normalise.ts';
import { mainContent } from './main-content.ts';

const MENU = `<nav><a href="/">Home</a></nav><div class="menu">${'<a href="/x">A link to somewhere else</a> '.repeat(8)}</div>`;
const WORDS = `<h1>Fees</h1><p>A lesson of forty-five minutes costs thirty pounds, and the first one is free for everybody who has never been here. ${'Ask at the desk for more. '.repeat(6)}</p>`;
const textOf = (html: string) => normalise(mainContent(html), 'text/html', 'page').text;

describe('what a page is about', () => {
	it.each([
		[
			'what it calls its main part',
			`<header>The school</header>${MENU}<main>${WORDS}</main><footer>Imprint</footer>`
		],
		['what has the role of it', `${MENU}<div role="main">${WORDS}</div><div>Imprint</div>`],
		['its article', `${MENU}<article>${WORDS}</article><aside>News of the week</aside>`],
		['all but what stands around it', `<header>The school</header>${MENU}${WORDS}<footer>Imprint</footer>`]
	])('is %s', (_, body) => {
		const text = textOf(`<html><head><title>Fees - the school</title></head><body>${body}</body></html>`);
		expect(text).toContain('A lesson of forty-five minutes');
		for (const around of ['Home', 'somewhere else', 'Imprint', 'The school', 'News'])
			expect(text).not.toContain(around);
	});

	it('is the whole where nothing else would be left, or a main part has hardly a word', () => {
		const list = `<div>${'<p><a href="/t">A title of an article that is worth reading</a></p>'.repeat(9)}</div>`;
		expect(textOf(list)).toContain('worth reading');
		expect(textOf(`<main>Wait.</main><div>${WORDS}</div>`)).toContain('A lesson of forty-five minutes');
		expect(mainContent('no tag at all')).toBe('no tag at all');
	});

	it('keeps the title, and takes no time over what is nested without end', () => {
		expect(mainContent(`<title>Fees</title>${MENU}<main>${WORDS}</main>`)).toContain('<title>Fees</title>');
		const before = performance.now();
		mainContent(`${'<div>'.repeat(60_000)}${WORDS}${'</section>'.repeat(60_000)}`);
		expect(performance.now() - before).toBeLessThan(5_000);
	});
});
