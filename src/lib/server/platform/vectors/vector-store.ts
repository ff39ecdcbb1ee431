// The embedded vector index: exact vectors in an object's SQLite, their bytes (code-table.ts) in memory once the first call has come.
// Guarantees: what upsert acknowledged survives a crash; a call that fails has changed nothing; memory never shows what SQLite does
// not hold; a query answers only from a table that is complete. Vectors of one model only. No method waits, so calls never mix.
import { AppError } from '#lib/shared/errors.ts';
import { capacityOf, CodeTable, DIMENSIONS_LIMIT, PAGE_ROWS } from './code-table.ts';
import { importFirstFormat } from './first-format.ts';
import { toUnit } from './quantise.ts';
import { VectorRecords, type VectorStorage } from './vector-records.ts';
import {
	isFiniteVector,
	VECTOR_TOP_K_LIMIT,
	type VectorIndexDescription,
	type VectorMatch
} from './vectors.ts';

/** Vectors as they travel to the object: one block of float32 for all ids. */
export interface VectorBlock {
	ids: string[];
	documentIds: string[];
	values: Float32Array;
}

const ID_BYTES_LIMIT = 64;

export class VectorStore {
	private readonly storage: VectorStorage;
	private readonly kernel: WebAssembly.Module;
	private readonly records: VectorRecords;
	private isOpen = false;
	private table: CodeTable | undefined;
	/** A table whose content is no longer true; the next one takes its memory. */
	private spare: CodeTable | undefined;

	/** `kernel` is the compiled scan.wat: only who builds a Worker can import a module. */
	constructor(storage: VectorStorage, kernel: WebAssembly.Module) {
		this.storage = storage;
		this.kernel = kernel;
		this.records = new VectorRecords(storage);
	}

	/** Whether vectors of these ids would be taken. Throws as upsert would, and changes nothing. */
	admit(model: string, dimensions: number, ids: readonly string[]): void {
		this.open();
		this.refuseDimensions(dimensions);
		this.refuseOtherModel(model, dimensions);
		const encoder = new TextEncoder();
		for (const id of ids) {
			const { byteLength } = encoder.encode(id);
			if (byteLength === 0 || byteLength > ID_BYTES_LIMIT)
				throw new AppError('invalid', `The id of a vector must have 1 to ${ID_BYTES_LIMIT} bytes.`);
		}
		const count = this.records.count;
		const capacity = capacityOf(dimensions);
		// Most calls are far from the limit and need no look at each id.
		if (count + ids.length <= capacity) return;
		const added = this.records.unknownIds(ids).length;
		if (count + added > capacity)
			throw new AppError(
				'too-large',
				`The vector index holds at most ${capacity} vectors of ${dimensions} numbers: it has ${count}, and ${added} more do not fit.`
			);
	}

	/** Of several vectors for one id the last one counts. */
	upsert(model: string, dimensions: number, { ids, documentIds, values }: VectorBlock): void {
		if (values.length !== ids.length * dimensions || documentIds.length !== ids.length)
			throw new AppError('invalid', `Each vector must have ${dimensions} numbers.`);
		if (!isFiniteVector(values))
			throw new AppError('invalid', 'A vector holds something that is not a number.');
		this.admit(model, dimensions, ids);
		if (ids.length === 0) return;
		this.change(this.load(dimensions), (table, touch) => {
			const left = new Set<number>();
			const space = new Float32Array(dimensions);
			this.records.setKnown(model, dimensions);
			for (const [at, id] of ids.entries()) {
				const unit = toUnit(values.subarray(at * dimensions, (at + 1) * dimensions), space);
				const slot = this.records.slotOf(id) ?? table.count;
				const document = this.records.numberDocument(documentIds[at] ?? '');
				if (slot === table.count) table.resize(slot + 1);
				else if (table.documentOf(slot) !== document) left.add(table.documentOf(slot));
				this.records.put(slot, id, document, unit);
				table.set(slot, unit, document);
				touch(slot);
			}
			this.records.releaseDocuments(left);
		});
	}

	query(model: string, values: Float32Array, topK: number, documentIds?: readonly string[]): VectorMatch[] {
		if (!Number.isInteger(topK) || topK < 1)
			throw new AppError('invalid', 'The number of matches asked for must be a whole number from 1.');
		if (!isFiniteVector(values))
			throw new AppError('invalid', 'The query vector holds something that is not a number.');
		this.open();
		this.refuseDimensions(values.length);
		this.refuseOtherModel(model, values.length);
		const query = toUnit(values);
		if (query === undefined || this.records.count === 0) return [];
		const limit = Math.min(VECTOR_TOP_K_LIMIT, topK);
		const documents = documentIds && this.records.documentNumbers(documentIds);
		const slots = this.load(values.length).findCandidates(query, limit, documents);
		const matches: VectorMatch[] = [];
		for (const { id, unit } of this.records.read(slots)) {
			let score = 0;
			for (let at = 0; unit !== undefined && at < query.length; at++)
				score += (unit[at] as number) * (query[at] as number);
			if (score > 0) matches.push({ id, score: Math.min(1, score) });
		}
		return matches.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
	}

	deleteByIds(ids: readonly string[]): void {
		this.open();
		this.deleteSlots([...new Set(ids)].flatMap((id) => this.records.slotOf(id) ?? []));
	}

	deleteByDocument(documentId: string): void {
		this.open();
		this.deleteSlots(this.records.slotsOfDocument(documentId));
	}

	clear(): void {
		this.open();
		this.storage.transactionSync(() => this.records.clear());
		this.forgetTable();
	}

	/** Reads no vector: also a cold index answers at once. */
	describe(): VectorIndexDescription {
		this.open();
		const known = this.records.known;
		const count = this.records.count;
		return { model: count > 0 ? known?.model : undefined, dimensions: known?.dimensions ?? 0, count };
	}

	/** The last vectors move into the gaps, so that slots stay dense and there is nothing to compact later. */
	private deleteSlots(slots: readonly number[]): void {
		const dimensions = this.records.known?.dimensions;
		if (slots.length === 0 || dimensions === undefined) return;
		this.change(this.load(dimensions), (table, touch) => {
			const left = new Set(slots.map((slot) => table.documentOf(slot)));
			for (const slot of slots) this.records.delete(slot);
			this.records.releaseDocuments(left);
			const gone = new Set(slots);
			const count = table.count - gone.size;
			let from = table.count;
			for (const gap of slots) {
				if (gap >= count) continue;
				do from--;
				while (gone.has(from));
				this.records.move(from, gap);
				table.copy(from, gap);
				touch(gap);
			}
			table.resize(count);
			// Of what stood in the rest of the last page nothing stays on disk either.
			if (count > 0) touch(count - 1);
			this.records.dropPagesFrom(Math.ceil(count / PAGE_ROWS));
		});
	}

	/**
	 * Changes table and SQLite in step: each page whose rows were touched is written once. A failure takes SQLite back to what it was, and
	 * the table is read from there again.
	 */
	private change(table: CodeTable, work: (table: CodeTable, touch: (slot: number) => void) => void): void {
		try {
			this.storage.transactionSync(() => {
				const pages = new Set<number>();
				work(table, (slot) => pages.add(Math.floor(slot / PAGE_ROWS)));
				for (const page of pages) this.records.writePage(page, table.readPage(page));
			});
		} catch (cause) {
			this.forgetTable();
			throw cause;
		}
	}

	private refuseDimensions(dimensions: number): void {
		if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > DIMENSIONS_LIMIT)
			throw new AppError('invalid', `A vector must have 1 to ${DIMENSIONS_LIMIT} numbers.`);
	}

	private refuseOtherModel(model: string, dimensions: number): void {
		const known = this.records.known;
		if (known === undefined || this.records.count === 0) return;
		if (known.model === model && known.dimensions === dimensions) return;
		throw new AppError(
			'conflict',
			`The index holds vectors of ${known.model}; they cannot be compared with those of ${model}. Rebuild it.`
		);
	}

	/** Not in a constructor: a write there would make even reads fail on a full disk. */
	private open(): void {
		if (this.isOpen) return;
		this.storage.transactionSync(() => this.records.createTables());
		this.isOpen = true;
		try {
			importFirstFormat(this.storage, (model, dimensions, block) => this.upsert(model, dimensions, block));
		} catch (cause) {
			this.isOpen = false;
			throw cause;
		}
	}

	private forgetTable(): void {
		this.spare = this.table ?? this.spare;
		this.table = undefined;
	}

	/** The table of all that is stored. An index without vectors may change its number of dimensions. */
	private load(dimensions: number): CodeTable {
		if (this.table?.dimensions === dimensions) return this.table;
		this.forgetTable();
		const table = new CodeTable(this.kernel, dimensions, this.spare);
		this.spare = table;
		table.resize(this.records.count);
		for (const [page, bytes] of this.records.readPages()) table.loadPage(page, bytes);
		this.spare = undefined;
		this.table = table;
		return table;
	}
}
