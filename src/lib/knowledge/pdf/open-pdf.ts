// A PDF opened by pdf.js, which is loaded when this is. It reads in its worker. Nothing in the file is run or followed: no script of its own, no
// form of XFA, no layer of links, no WebAssembly and no eval (decision 0043).
import { resolve } from '$app/paths';
import {
	getDocument,
	GlobalWorkerOptions,
	TextLayer,
	VerbosityLevel,
	version,
	type PDFDocumentProxy
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { fetchFile, PdfError, RANGE_BYTES, type FileListener, type PdfProblem } from './file-in-ranges.ts';

export { TextLayer };
export type { PDFDocumentProxy };

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

/** A picture of more pixels is left blank: its page is worth more than the tab. */
const LARGEST_PICTURE_PIXELS = 64_000_000;

export function openPdf(address: string, listener: FileListener): OpeningPdf {
	GlobalWorkerOptions.workerSrc = workerAddress;
	// Emitted by vite.config.ts: pdf.js asks for these by name.
	const assets = new URL(`${resolve('/')}_app/immutable/pdf-${version}/`, location.href).href;
	const ending = new AbortController();
	let close = () => ending.abort();

	async function open(): Promise<{ pdf: PDFDocumentProxy; firstPage: PageSize }> {
		const file = await fetchFile(address, listener, ending.signal);
		ending.signal.throwIfAborted();
		const task = getDocument({
			...file,
			rangeChunkSize: RANGE_BYTES,
			// Only what is looked at is loaded: whoever reads one page of 20 MB on a phone does not pay for all of them.
			disableAutoFetch: true,
			standardFontDataUrl: assets,
			wasmUrl: assets,
			useWasm: false,
			useWorkerFetch: true,
			enableXfa: false,
			maxImageSize: LARGEST_PICTURE_PIXELS,
			disableWorkerRendering: true,
			verbosity: VerbosityLevel.ERRORS
		});
		close = () => {
			ending.abort();
			void task.destroy().catch(() => undefined);
		};
		const pdf = await task.promise;
		const { width, height } = (await pdf.getPage(1)).getViewport({ scale: PIXELS_PER_POINT });
		return { pdf, firstPage: { width, height } };
	}

	return { opened: open(), close: () => close() };
}

export function problemOf(cause: unknown): PdfProblem {
	if (cause instanceof PdfError) return cause.problem;
	// The worker could not be loaded, or the file could not be read by it.
	return cause instanceof Error && /worker|import|fetch/i.test(cause.message) ? 'network' : 'broken';
}
