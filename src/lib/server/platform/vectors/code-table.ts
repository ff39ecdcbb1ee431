// The quantised vectors of one index in memory, as pages of 64 rows that are the very bytes SQLite keeps: loading one is one copy.
// Memory is WebAssembly's, so that scan.wat can read it; it grows by whole pages and in place, never by making a larger copy.
// Holds nothing but memory: vector-store.ts keeps it in step with SQLite.
import { AppError } from '#lib/shared/errors.ts';
import { CandidateSelection } from './candidates.ts';
import { createDither, quantiseQuery, quantiseRow } from './quantise.ts';

/** Small enough to write again for one vector (50 KB at 768 dimensions), large enough to load 100,000 vectors in 1,563 rows. */
export const PAGE_ROWS = 64;
/** More would let a sum of scan.wat overflow. */
export const DIMENSIONS_LIMIT = 4_096;
const ROWS_LIMIT = 100_000;
/** Codes, steps, documents and scores of 100,000 rows of 768 (1,563 pages): an isolate has 128 MB for everything. */
const PAGES_BYTES_LIMIT = 1_563 * PAGE_ROWS * (768 + 12);
/** The query stands before the first page. */
const HEADER_BYTES = 2 * DIMENSIONS_LIMIT;
const WASM_PAGE_BYTES = 65_536;
/** Candidates whose exact vectors are read for one query: 3 KB each, and about 5 µs. */
const CANDIDATES_LIMIT = 1_024;

interface ScanExports {
	memory: WebAssembly.Memory;
	score(
		codes: number,
		width: number,
		rows: number,
		query: number,
		offset: number,
		scales: number,
		scores: number
	): void;
}

/** Bytes a row of this many dimensions takes in its page: scan.wat reads sixteen at once. */
function widthOf(dimensions: number): number {
	return Math.ceil(dimensions / 16) * 16;
}

/** How many vectors of this many dimensions an index can hold. */
export function capacityOf(dimensions: number): number {
	const pages = Math.floor(PAGES_BYTES_LIMIT / (PAGE_ROWS * (widthOf(dimensions) + 12)));
	return Math.min(ROWS_LIMIT, pages * PAGE_ROWS);
}

export class CodeTable {
	readonly dimensions: number;
	private readonly scan: ScanExports;
	private readonly width: number;
	private readonly dither: Float32Array;
	/** codes, steps and documents: what SQLite keeps of a page. */
	private readonly storedBytes: number;
	/** And the scores of a page, which live for one query. */
	private readonly pageBytes: number;
	private rowCount = 0;

	/**
	 * `kernel` is the compiled scan.wat. An empty table takes over the memory of a predecessor that is no longer used: WebAssembly's
	 * memory goes away only when garbage is collected, and there is no room for two.
	 */
	constructor(kernel: WebAssembly.Module, dimensions: number, predecessor?: CodeTable) {
		this.scan = predecessor?.scan ?? (new WebAssembly.Instance(kernel).exports as unknown as ScanExports);
		if (predecessor) new Uint8Array(this.scan.memory.buffer).fill(0);
		this.dimensions = dimensions;
		this.width = widthOf(dimensions);
		this.dither = createDither(dimensions);
		this.storedBytes = PAGE_ROWS * (this.width + 8);
		this.pageBytes = PAGE_ROWS * (this.width + 12);
	}

	get count(): number {
		return this.rowCount;
	}

	/** Bytes of memory held, used or not. */
	get memoryBytes(): number {
		return this.scan.memory.buffer.byteLength;
	}

	/** Makes room for `count` rows in all. New ones are zero vectors; of those beyond a smaller count nothing is left. */
	resize(count: number): void {
		for (let row = count; row < this.rowCount; row++) this.set(row, undefined, 0);
		const needed = HEADER_BYTES + Math.ceil(count / PAGE_ROWS) * this.pageBytes;
		const missing = needed - this.memoryBytes;
		if (missing > 0) {
			try {
				this.scan.memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
			} catch (cause) {
				throw new AppError('unavailable', 'There is not enough memory for the vector index.', { cause });
			}
		}
		this.rowCount = count;
	}

	/** Takes a page as `readPage` gave it. */
	loadPage(page: number, bytes: ArrayBuffer): void {
		if (bytes.byteLength !== this.storedBytes) throw new Error(`Page ${page} has ${bytes.byteLength} bytes`);
		new Uint8Array(this.scan.memory.buffer).set(new Uint8Array(bytes), this.pageStart(page));
	}

	readPage(page: number): ArrayBuffer {
		const start = this.pageStart(page);
		return this.scan.memory.buffer.slice(start, start + this.storedBytes);
	}

	/** `unit` undefined stands for a zero vector: it is counted and never found. */
	set(row: number, unit: Float32Array | undefined, document: number): void {
		const { buffer } = this.scan.memory;
		const codes = new Int8Array(buffer, this.codesStart(row), this.width);
		if (unit === undefined) codes.fill(0);
		const step = unit === undefined ? 0 : quantiseRow(unit, this.dither, codes);
		this.writeNumbers(row, step, document);
	}

	documentOf(row: number): number {
		return new DataView(this.scan.memory.buffer).getUint32(this.numberStart(row, 1), true);
	}

	/** Row `to` becomes what row `from` is. */
	copy(from: number, to: number): void {
		const codes = this.codesStart(from);
		new Uint8Array(this.scan.memory.buffer).copyWithin(this.codesStart(to), codes, codes + this.width);
		const step = new DataView(this.scan.memory.buffer).getFloat32(this.numberStart(from, 0), true);
		this.writeNumbers(to, step, this.documentOf(from));
	}

	/** The rows that can be among the topK nearest to a vector of length 1, out of those of the given documents. */
	findCandidates(unit: Float32Array, topK: number, documents?: ReadonlySet<number>): number[] {
		const { scan, width } = this;
		const query = quantiseQuery(
			unit,
			this.dither,
			// Places beyond the dimensions are zero here and in every row.
			new Int16Array(scan.memory.buffer, 0, width).fill(0)
		);
		const selection = new CandidateSelection(topK, CANDIDATES_LIMIT);
		const floats = new Float32Array(scan.memory.buffer);
		const integers = new Uint32Array(scan.memory.buffer);
		for (let first = 0; first < this.rowCount; first += PAGE_ROWS) {
			const rows = Math.min(PAGE_ROWS, this.rowCount - first);
			const stepsAt = this.numberStart(first, 0);
			const documentsAt = this.numberStart(first, 1) / 4;
			const isWanted = (at: number) =>
				documents === undefined || documents.has(integers[documentsAt + at] as number);
			let wanted = 0;
			while (wanted < rows && !isWanted(wanted)) wanted++;
			if (wanted === rows) continue;
			const scoresAt = this.numberStart(first, 2);
			scan.score(this.codesStart(first), width, PAGE_ROWS, 0, query.offset, stepsAt, scoresAt);
			for (let at = wanted; at < rows; at++) {
				const step = floats[stepsAt / 4 + at] as number;
				if (step === 0 || !isWanted(at)) continue;
				const score = (floats[scoresAt / 4 + at] as number) * query.step;
				selection.offer(first + at, score, step * query.rowSteps + query.margin);
			}
		}
		return selection.take();
	}

	private pageStart(page: number): number {
		return HEADER_BYTES + page * this.pageBytes;
	}
	private codesStart(row: number): number {
		return this.pageStart(Math.floor(row / PAGE_ROWS)) + (row % PAGE_ROWS) * this.width;
	}
	/** Where one of the three four-byte numbers of a row stands: step, document, score. */
	private numberStart(row: number, field: number): number {
		const page = this.pageStart(Math.floor(row / PAGE_ROWS));
		return page + PAGE_ROWS * (this.width + 4 * field) + 4 * (row % PAGE_ROWS);
	}
	private writeNumbers(row: number, step: number, document: number): void {
		const numbers = new DataView(this.scan.memory.buffer);
		numbers.setFloat32(this.numberStart(row, 0), step, true);
		numbers.setUint32(this.numberStart(row, 1), document, true);
	}
}
