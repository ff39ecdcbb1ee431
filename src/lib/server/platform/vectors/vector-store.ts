// The embedded vector index: quantised vectors in an object's SQLite, and all of them in memory once the first call has come.
// Guarantees: what upsert acknowledged survives a crash; memory never shows what SQLite does not hold. Vectors of one model only.
import { AppError } from '#lib/shared/errors.ts';
import { quantise } from './quantise.ts';
import { VectorTable } from './vector-table.ts';
import { VECTOR_TOP_K_LIMIT, type VectorIndexDescription, type VectorMatch } from './vectors.ts';

/** The part of a Durable Object's storage that is used here. */
export interface VectorStorage {
	readonly sql: Pick<SqlStorage, 'exec'>;
	transactionSync<T>(work: () => T): T;
}

/** Vectors as they travel to the object: one block of float32 for all ids. */
export interface VectorBlock {
	ids: string[];
	documentIds: string[];
	values: Float32Array;
}

export class VectorStore {
	private readonly storage: VectorStorage;
	private table: VectorTable | undefined;
	private model: string | undefined;

	constructor(storage: VectorStorage) {
		this.storage = storage;
	}

	upsert(model: string, dimensions: number, block: VectorBlock): void {
		if (block.values.length !== block.ids.length * dimensions)
			throw new AppError('invalid', `Each vector must have ${dimensions} numbers.`);
		if (!block.values.every(Number.isFinite))
			throw new AppError('invalid', 'A vector holds something that is not a number.');
		const table = this.load(dimensions);
		this.refuseOtherModel(model, dimensions, table);
		const vectors = block.ids.map((_id, at) =>
			quantise(block.values.subarray(at * dimensions, (at + 1) * dimensions))
		);
		this.storage.transactionSync(() => {
			this.storage.sql.exec(
				'INSERT OR REPLACE INTO vector_index (key, model, dimensions) VALUES (1, ?, ?)',
				model,
				dimensions
			);
			for (const [at, vector] of vectors.entries())
				this.storage.sql.exec(
					'INSERT OR REPLACE INTO vectors (id, document_id, scale, bytes) VALUES (?, ?, ?, ?)',
					block.ids[at],
					block.documentIds[at],
					vector.scale,
					vector.bytes.buffer
				);
		});
		this.model = model;
		const live = this.table ?? table;
		this.table = live;
		for (const [at, vector] of vectors.entries())
			live.set(block.ids[at] ?? '', block.documentIds[at] ?? '', vector);
	}

	query(model: string, values: Float32Array, topK: number, documentIds?: readonly string[]): VectorMatch[] {
		const table = this.load(values.length);
		if (table.count === 0) return [];
		this.refuseOtherModel(model, values.length, table);
		const limit = Math.max(1, Math.min(VECTOR_TOP_K_LIMIT, Math.trunc(topK)));
		return table.query(values, limit, documentIds === undefined ? undefined : new Set(documentIds));
	}

	deleteByIds(ids: readonly string[]): void {
		const table = this.loadKnown();
		if (!table || ids.length === 0) return;
		this.storage.transactionSync(() => {
			for (const id of ids) this.storage.sql.exec('DELETE FROM vectors WHERE id = ?', id);
		});
		for (const id of ids) table.delete(id);
	}

	deleteByDocument(documentId: string): void {
		const table = this.loadKnown();
		if (!table) return;
		this.storage.sql.exec('DELETE FROM vectors WHERE document_id = ?', documentId);
		for (const id of table.idsOfDocument(documentId)) table.delete(id);
	}

	clear(): void {
		this.migrate();
		this.storage.transactionSync(() => {
			this.storage.sql.exec('DELETE FROM vectors');
			this.storage.sql.exec('DELETE FROM vector_index');
		});
		this.table = undefined;
		this.model = undefined;
	}

	describe(): VectorIndexDescription {
		const table = this.loadKnown();
		return {
			model: table && table.count > 0 ? this.model : undefined,
			dimensions: table?.dimensions ?? 0,
			count: table?.count ?? 0
		};
	}

	private refuseOtherModel(model: string, dimensions: number, table: VectorTable): void {
		if (table.count === 0) return;
		if (this.model === model && table.dimensions === dimensions) return;
		throw new AppError(
			'conflict',
			`The index holds vectors of ${this.model ?? 'another model'}; they cannot be compared with those of ${model}. Rebuild it.`
		);
	}

	/** Not in a constructor: a write there would make even reads fail on a full disk. */
	private migrate(): void {
		this.storage.sql.exec(
			`CREATE TABLE IF NOT EXISTS vector_index (key INTEGER PRIMARY KEY, model TEXT NOT NULL, dimensions INTEGER NOT NULL);
			CREATE TABLE IF NOT EXISTS vectors (id TEXT PRIMARY KEY, document_id TEXT NOT NULL, scale REAL NOT NULL, bytes BLOB NOT NULL);
			CREATE INDEX IF NOT EXISTS vectors_document ON vectors (document_id);`
		);
	}

	/** The table of what is stored, or undefined when nothing has ever been. */
	private loadKnown(): VectorTable | undefined {
		if (this.table) return this.table;
		this.migrate();
		const known = [
			...this.storage.sql.exec<{ model: string; dimensions: number }>(
				'SELECT model, dimensions FROM vector_index'
			)
		][0];
		if (!known) return undefined;
		this.model = known.model;
		const table = new VectorTable(known.dimensions);
		const { count } = this.storage.sql.exec<{ count: number }>('SELECT count(*) AS count FROM vectors').one();
		table.reserve(count);
		const rows = this.storage.sql.exec<{
			id: string;
			document_id: string;
			scale: number;
			bytes: ArrayBuffer;
		}>('SELECT id, document_id, scale, bytes FROM vectors');
		for (const row of rows)
			table.set(row.id, row.document_id, { bytes: new Int8Array(row.bytes), scale: row.scale });
		this.table = table;
		return table;
	}

	/** As loadKnown; an empty table may still change its number of dimensions. */
	private load(dimensions: number): VectorTable {
		const known = this.loadKnown();
		if (known && (known.count > 0 || known.dimensions === dimensions)) return known;
		this.table = undefined;
		return new VectorTable(dimensions);
	}
}
