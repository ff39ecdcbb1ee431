// A PDF opened by pdf.js, which is loaded when this is. It reads in its worker and asks for the parts of the file it needs. Nothing in the file
// is run or followed: no script of its own, no form of XFA, no layer of links, no WebAssembly and no eval (decision 0043).
import { base } from '$app/paths';
import {
	getDocument,
	GlobalWorkerOptions,
	TextLayer,
	VerbosityLevel,
	version,
	type PDFDocumentProxy
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

export { TextLayer };
export type { PDFDocumentProxy };

/** gone: it is not there, or not for this reader. network: it may be had later. broken: it is no PDF that can be shown. */
export type PdfProblem = 'gone' | 'network' | 'broken';

/** In CSS pixels, as large as on paper. */
export interface PageSize {
	width: number;
	height: number;
}

export const PIXELS_PER_POINT = 96 / 72;

export interface OpeningPdf {
	opened: Promise<{ pdf: PDFDocumentProxy; firstPage: PageSize }>;
	close(): void;
}

const RANGE_BYTES = 128 * 1024;
/** A picture of more pixels is left blank: its page is worth more than the tab. */
const LARGEST_PICTURE_PIXELS = 64_000_000;

/** `onprogress`: bytes that have come, of how many; the latter is 0 as long as nobody knows. */
export function openPdf(address: string, onprogress: (loaded: number, total: number) => void): OpeningPdf {
	GlobalWorkerOptions.workerSrc = workerAddress;
	// Emitted by vite.config.ts: pdf.js asks for these by name.
	const assets = new URL(`${base}/_app/immutable/pdf-${version}/`, location.href).href;
	const task = getDocument({
		url: new URL(address, location.href).href,
		rangeChunkSize: RANGE_BYTES,
		// Only what is looked at is loaded: whoever reads one page of 20 MB on a phone does not pay for all of them.
		disableAutoFetch: true,
		disableStream: true,
		standardFontDataUrl: assets,
		wasmUrl: assets,
		useWasm: false,
		useWorkerFetch: true,
		enableXfa: false,
		maxImageSize: LARGEST_PICTURE_PIXELS,
		disableWorkerRendering: true,
		verbosity: VerbosityLevel.ERRORS
	});
	task.onProgress = ({ loaded, total }: { loaded: number; total: number }) => onprogress(loaded, total || 0);
	return {
		opened: task.promise.then(async (pdf) => {
			const { width, height } = (await pdf.getPage(1)).getViewport({ scale: PIXELS_PER_POINT });
			return { pdf, firstPage: { width, height } };
		}),
		close: () => void task.destroy().catch(() => undefined)
	};
}

export function problemOf(cause: unknown): PdfProblem {
	if (!(cause instanceof Error)) return 'broken';
	if (cause.name === 'ResponseException') {
		const { status = 0 } = cause as Error & { status?: number };
		return [401, 403, 404, 410].includes(status) ? 'gone' : 'network';
	}
	const isOfFile = ['InvalidPDFException', 'PasswordException', 'FormatError'].includes(cause.name);
	return !isOfFile && (cause instanceof TypeError || /fetch|network/i.test(cause.message))
		? 'network'
		: 'broken';
}
