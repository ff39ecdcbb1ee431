// A PDF as text. pdf.js (in unpdf's build for places without a browser) opens it; scripts in it, forms, pictures and its outline are never
// looked at. Pages are read one after the other and let go, so that memory holds the file, one page, and the rows read so far.
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';
import { cleanText } from '../clean-text.ts';
import { LIMITS } from '../limits.ts';
import type { ParsedFile, Reading } from '../parsed-file.ts';
import { toDocumentText } from './document-text.ts';
import { toPageText, type PageText, type Piece } from './page-text.ts';
import { boundStreams } from './stream-bound.ts';

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
type PdfPage = Awaited<ReturnType<PdfDocument['getPage']>>;

const TITLE_CHARACTERS = 200;
/** pdf.js keeps some 76 KB of each page it has read, for as long as it is open: it is opened anew so often. */
const PAGES_AT_ONCE = 100;
/** One page in so many may be broken without the whole being so. */
const BROKEN_SHARE = 0.5;

export async function readPdf(bytes: Uint8Array<ArrayBuffer>, reading: Reading): Promise<ParsedFile> {
	boundStreams(bytes);
	const { pages, title } = await readPages(await open(bytes), reading);
	const { text, pageStarts } = toDocumentText(pages);
	if (!/[\p{L}\p{N}]/u.test(text)) throw new AppError('unsupported', m.documents_scanned());
	return { title, text, pageStarts };
}

async function open(data: Uint8Array<ArrayBuffer>): Promise<PdfDocument> {
	try {
		return await getDocumentProxy(data, {
			useSystemFonts: false,
			disableFontFace: true,
			enableXfa: false,
			stopAtErrors: false,
			maxImageSize: 1,
			verbosity: 0
		});
	} catch (cause) {
		const { PasswordException } = await getResolvedPDFJS();
		if (cause instanceof PasswordException) throw new AppError('unsupported', m.documents_locked());
		throw new AppError('invalid', m.documents_broken_pdf(), { cause });
	}
}

async function readPages(
	first: PdfDocument,
	{ onPage, now }: Reading
): Promise<{ pages: PageText[]; title: string }> {
	const until = now() + LIMITS.readingMs;
	const count = first.numPages;
	let document = first;
	const pages: PageText[] = [];
	let broken = 0;
	let characters = 0;
	try {
		if (count > LIMITS.pages)
			throw new AppError('too-large', m.documents_too_many_pages({ pages: count, limit: LIMITS.pages }));
		const title = await titleOf(document);
		for (let number = 1; number <= count; number++) {
			if (now() > until) throw new AppError('too-large', m.documents_takes_too_long());
			const page = await readPage(document, number);
			if (page === undefined && ++broken > Math.max(2, count * BROKEN_SHARE))
				throw new AppError('invalid', m.documents_broken_pdf());
			pages.push(page ?? { width: 0, height: 0, rows: [] });
			characters += page?.rows.reduce((sum, { text }) => sum + text.length + 1, 0) ?? 0;
			if (characters > LIMITS.characters) throw new AppError('too-large', m.documents_too_much_text());
			await onPage?.(number, count);
			if (number % PAGES_AT_ONCE === 0 && number < count) {
				const bytes = await document.getData();
				await document.loadingTask.destroy();
				document = await open(bytes as Uint8Array<ArrayBuffer>);
			}
		}
		if (broken === count) throw new AppError('invalid', m.documents_broken_pdf());
		return { pages, title };
	} finally {
		// Not waited for: where a page was given up in its midst it does not end.
		void document.loadingTask.destroy().catch(() => undefined);
	}
}

/** undefined where the page is broken. */
async function readPage(document: PdfDocument, number: number): Promise<PageText | undefined> {
	let page: PdfPage;
	try {
		page = await document.getPage(number);
	} catch {
		return undefined;
	}
	try {
		const view = page.getViewport({ scale: 1 });
		const frame = view.transform as readonly number[];
		const pieces: Piece[] = [];
		const reader = (page.streamTextContent() as ReadableStream<{ items: object[] }>).getReader();
		for (;;) {
			const { done, value } = await reader.read();
			if (done) break;
			for (const item of value.items) {
				const { str, transform, width, dir } = item as {
					str?: string;
					transform?: number[];
					width?: number;
					dir?: string;
				};
				if (str === undefined || transform === undefined) continue;
				pieces.push({
					text: str,
					transform: within(frame, transform),
					width: width ?? 0,
					isRightToLeft: dir === 'rtl'
				});
			}
			// Not cancelled: pdf.js goes on writing to a stream that is. It ends with its document.
			if (pieces.length > LIMITS.piecesOfPage)
				throw new AppError('too-large', m.documents_drawn_text({ page: number }));
		}
		return toPageText(pieces, view.width, view.height);
	} catch (thrown) {
		if (thrown instanceof AppError) throw thrown;
		return undefined;
	} finally {
		page.cleanup();
	}
}

/** The place of a piece in the page's own frame: upright, from the upper left corner. */
function within(
	[a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[],
	[p = 1, q = 0, r = 0, s = 1, t = 0, u = 0]: readonly number[]
): number[] {
	return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f];
}

/** What programs write by themselves is no title. */
async function titleOf(document: PdfDocument): Promise<string> {
	const metadata = await document.getMetadata().catch(() => undefined);
	const info = metadata?.info as { Title?: unknown } | undefined;
	const title =
		typeof info?.Title === 'string' ? cleanText(info.Title.slice(0, 1_000)).replace(/\s+/g, ' ').trim() : '';
	return /^(untitled|about:blank|microsoft word - .*|.*\.(docx?|pdf|tex|indd|qxd))?$/i.test(title)
		? ''
		: title.slice(0, TITLE_CHARACTERS);
}
