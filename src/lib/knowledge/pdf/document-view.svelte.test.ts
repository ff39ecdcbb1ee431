import { describe, expect, it } from 'vitest';
import { DocumentViews, type ShownDocument } from './document-view.svelte.ts';

const cited: ShownDocument = { id: 'one', hasPdf: true, view: 'pdf' };

function viewsOf(shown: ShownDocument) {
	const place = { shown };
	return { place, views: new DocumentViews(() => place.shown) };
}

describe('the view of a document', () => {
	it('begins with what its address says', () => {
		expect(viewsOf(cited).views.view).toBe('pdf');
		const { views } = viewsOf({ ...cited, view: 'text' });
		expect([views.view, views.isOpen]).toEqual(['text', false]);
	});

	it('is text where there is no PDF, whatever the address says', () => {
		const { views } = viewsOf({ ...cited, hasPdf: false });
		views.choose('pdf');
		expect([views.view, views.isOpen]).toEqual(['text', false]);
	});

	it('keeps the PDF open behind the text', () => {
		const { views } = viewsOf(cited);
		views.choose('text');
		expect([views.view, views.isOpen]).toEqual(['text', true]);
		views.choose('pdf');
		expect([views.view, views.isOpen]).toEqual(['pdf', true]);
	});

	it('is text after a failure, until it is tried again', () => {
		const { views } = viewsOf(cited);
		views.fail('network');
		expect([views.view, views.isOpen, views.problem]).toEqual(['text', false, 'network']);
		views.choose('pdf');
		expect([views.view, views.isOpen, views.problem]).toEqual(['pdf', true, undefined]);
	});

	it('is chosen for one document alone', () => {
		const { views, place } = viewsOf(cited);
		views.choose('text');
		place.shown = { ...cited, id: 'two' };
		expect([views.view, views.isOpen]).toEqual(['pdf', true]);
		views.fail('gone');
		place.shown = cited;
		expect(views.problem).toBeUndefined();
	});
});
