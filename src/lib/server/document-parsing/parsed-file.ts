// What comes out of a file. `pageStarts[n]` is the offset in `text` at which page n + 1 begins; a page without text begins where the next does.

export type FileKind = 'pdf' | 'docx';

export interface ParsedFile {
	/** Of the file's own properties; '' where it says nothing worth showing. */
	title: string;
	/** Markdown: headings, paragraphs, lists and tables. */
	text: string;
	/** undefined where a file has no pages of its own. */
	pageStarts: number[] | undefined;
}

export interface Reading {
	/** Called now and then; what it returns is waited for. */
	onPage?: (done: number, total: number) => Promise<void> | void;
	now: () => number;
}

/** Throws `invalid` for what cannot be read, `unsupported` for what could be and is not, `too-large` beyond the limits. */
export type ParseFile = (
	kind: FileKind,
	bytes: Uint8Array<ArrayBuffer>,
	reading: Reading
) => Promise<ParsedFile>;
