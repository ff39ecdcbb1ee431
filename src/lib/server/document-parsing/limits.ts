// What one file may cost. An isolate has 128 MB, and a reader of PDFs keeps the file, what it inflates and what it has read of it.
export const LIMITS = {
	/** Of the file as it came. */
	fileBytes: 20 * 1024 * 1024,
	pages: 2_000,
	/** Of any one part of a PDF that is not a picture, inflated. */
	streamBytes: 16 * 1024 * 1024,
	/** Of all of them. */
	inflatedBytes: 256 * 1024 * 1024,
	/** Of one part of a DOCX, inflated: the text, its styles, its lists. */
	partBytes: 32 * 1024 * 1024,
	archiveEntries: 5_000,
	/** UTF-16 code units of the text: three thousand pages of print. Of a PDF, each is held as some four bytes until the last page is read. */
	characters: 6 * 1024 * 1024,
	/** Pieces of text on one page: above that it is a drawing made of letters. */
	piecesOfPage: 60_000,
	/** What is looked at between two pages. */
	readingMs: 100_000
} as const;
