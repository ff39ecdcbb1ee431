// Whether a document is shown as its PDF or as text. The page's address says with which it begins; a reader may choose, and a PDF that cannot be
// shown is text. Both hold for the document and passage they were said of: the page may go on to another.
import type { PdfProblem } from './file-in-ranges.ts';

export type DocumentView = 'pdf' | 'text';

export interface ShownDocument {
	/** Tells it from another, and from itself at another passage. */
	id: string;
	hasPdf: boolean;
	view: DocumentView;
}

export class DocumentViews {
	#chosen: { of: string; view: DocumentView } | undefined = $state.raw();
	#failed: { of: string; problem: PdfProblem } | undefined = $state.raw();
	#opened: string | undefined = $state();

	constructor(private readonly shown: () => ShownDocument) {}

	get problem(): PdfProblem | undefined {
		return this.#failed?.of === this.shown().id ? this.#failed.problem : undefined;
	}

	get view(): DocumentView {
		const { id, hasPdf, view } = this.shown();
		if (!hasPdf || this.problem !== undefined) return 'text';
		return this.#chosen?.of === id ? this.#chosen.view : view;
	}

	/** Its PDF stays open behind the text. */
	get isOpen(): boolean {
		const { id, hasPdf } = this.shown();
		return hasPdf && this.problem === undefined && (this.view === 'pdf' || this.#opened === id);
	}

	choose(view: DocumentView): void {
		const { id } = this.shown();
		if (this.view === 'pdf') this.#opened = id;
		if (view === 'pdf') this.#failed = undefined;
		this.#chosen = { of: id, view };
	}

	fail(problem: PdfProblem): void {
		this.#failed = { of: this.shown().id, problem };
		this.#opened = undefined;
	}
}
