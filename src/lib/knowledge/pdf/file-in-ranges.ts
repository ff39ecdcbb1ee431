// A file of this origin, fetched in parts as they are needed. pdf.js can do so itself, but waits for ever for a part that failed to come.
import { PDFDataRangeTransport } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** gone: it is not there, or not for this reader. network: it may be had later. broken: it is no PDF that can be shown. */
export type PdfProblem = 'gone' | 'network' | 'broken';

export class PdfError extends Error {
	constructor(readonly problem: PdfProblem) {
		super(`The PDF cannot be shown: ${problem}.`);
	}
}

export const RANGE_BYTES = 128 * 1024;

export interface FileListener {
	/** Of how many bytes how many have come. */
	onprogress: (loaded: number, total: number) => void;
	/** A part did not come, and will not any more: the file has to be opened anew. */
	onlost: () => void;
}

/** Whole where it is small or the server knows no ranges; otherwise its beginning, and the rest on demand. Throws PdfError. */
export async function fetchFile(
	address: string,
	listener: FileListener,
	signal: AbortSignal
): Promise<{ data: Uint8Array } | { range: PDFDataRangeTransport }> {
	const { bytes, total } = await fetchPart(address, 0, 2 * RANGE_BYTES, signal);
	listener.onprogress(bytes.length, total);
	return bytes.length >= total
		? { data: bytes }
		: { range: new FileInRanges(address, total, bytes, listener, signal) };
}

class FileInRanges extends PDFDataRangeTransport {
	readonly #address: string;
	readonly #listener: FileListener;
	readonly #signal: AbortSignal;
	readonly #total: number;
	#loaded: number;

	constructor(
		address: string,
		total: number,
		beginning: Uint8Array,
		listener: FileListener,
		signal: AbortSignal
	) {
		super(total, beginning);
		this.#address = address;
		this.#listener = listener;
		this.#signal = signal;
		this.#total = total;
		this.#loaded = beginning.length;
	}

	override requestDataRange(begin: number, end: number): void {
		fetchPart(this.#address, begin, end, this.#signal).then(
			({ bytes, total }) => {
				if (this.#signal.aborted) return;
				// Another file has taken its place.
				if (total !== this.#total || bytes.length !== end - begin) {
					this.#listener.onlost();
					return;
				}
				this.#loaded += bytes.length;
				this.#listener.onprogress(this.#loaded, total);
				this.onDataRange(begin, bytes);
			},
			() => {
				if (!this.#signal.aborted) this.#listener.onlost();
			}
		);
	}
}

async function fetchPart(
	address: string,
	begin: number,
	end: number,
	signal: AbortSignal
): Promise<{ bytes: Uint8Array; total: number }> {
	let response: Response;
	let bytes: Uint8Array;
	try {
		response = await fetch(address, { headers: { range: `bytes=${begin}-${end - 1}` }, signal });
		bytes = new Uint8Array(await response.arrayBuffer());
	} catch {
		throw new PdfError('network');
	}
	if ([401, 403, 404, 410].includes(response.status)) throw new PdfError('gone');
	// Of nothing there is no first byte.
	if (response.status === 416) throw new PdfError('broken');
	if (!response.ok) throw new PdfError('network');
	if (response.status !== 206) return { bytes, total: bytes.length };
	const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
	if (!Number.isSafeInteger(total)) throw new PdfError('broken');
	return { bytes, total };
}
