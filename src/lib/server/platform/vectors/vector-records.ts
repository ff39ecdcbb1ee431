// What the embedded vector index keeps in its object's SQLite: every vector exactly (float32, length 1), which document it is of, and
// the pages of code-table.ts, which a cold start reads instead of the vectors. Slots are dense: row n of the table is slot n here.
// Every method that writes runs inside the caller's transaction.

/** The part of a Durable Object's storage that is used here. */
export interface VectorStorage {
	readonly sql: Pick<SqlStorage, 'exec'>;
	transactionSync<T>(work: () => T): T;
}

export interface VectorRecord {
	id: string;
	/** Undefined for a zero vector. */
	unit: Float32Array<ArrayBuffer> | undefined;
}

const NOTHING = new ArrayBuffer(0);

/**
 * Gives memory back at once. Buffers lie outside JavaScript's heap, and garbage collection may let tens of megabytes of them gather
 * before it looks: room that an isolate with a full index does not have.
 */
export function release(buffer: ArrayBuffer): void {
	buffer.transfer(0);
}

export class VectorRecords {
	private readonly sql: Pick<SqlStorage, 'exec'>;

	constructor({ sql }: VectorStorage) {
		this.sql = sql;
	}

	createTables(): void {
		this.sql.exec(
			`CREATE TABLE IF NOT EXISTS vector_index (key INTEGER PRIMARY KEY, model TEXT NOT NULL, dimensions INTEGER NOT NULL);
			CREATE TABLE IF NOT EXISTS vector_documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
			CREATE TABLE IF NOT EXISTS vector_rows
				(slot INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document INTEGER NOT NULL, vector BLOB NOT NULL);
			CREATE INDEX IF NOT EXISTS vector_rows_document ON vector_rows (document);
			CREATE TABLE IF NOT EXISTS vector_pages (page INTEGER PRIMARY KEY, bytes BLOB NOT NULL);`
		);
	}

	get known(): { model: string; dimensions: number } | undefined {
		return [
			...this.sql.exec<{ model: string; dimensions: number }>('SELECT model, dimensions FROM vector_index')
		][0];
	}

	setKnown(model: string, dimensions: number): void {
		this.sql.exec(
			'INSERT OR REPLACE INTO vector_index (key, model, dimensions) VALUES (1, ?, ?)',
			model,
			dimensions
		);
	}

	get count(): number {
		const { last } = this.sql
			.exec<{ last: number | null }>('SELECT max(slot) AS last FROM vector_rows')
			.one();
		return last === null ? 0 : last + 1;
	}

	/** Those of the ids that are not there, each once. */
	unknownIds(ids: readonly string[]): string[] {
		return [...new Set(ids)].filter((id) => this.slotOf(id) === undefined);
	}

	slotOf(id: string): number | undefined {
		return [...this.sql.exec<{ slot: number }>('SELECT slot FROM vector_rows WHERE id = ?', id)][0]?.slot;
	}

	idOf(slot: number): string {
		return this.sql.exec<{ id: string }>('SELECT id FROM vector_rows WHERE slot = ?', slot).one().id;
	}

	slotsOfDocument(documentId: string): number[] {
		const rows = this.sql.exec<{ slot: number }>(
			'SELECT slot FROM vector_rows WHERE document = (SELECT number FROM vector_documents WHERE id = ?)',
			documentId
		);
		return Array.from(rows, ({ slot }) => slot);
	}

	/** The numbers that stand for these documents; those without a vector have none. */
	documentNumbers(documentIds: readonly string[]): Set<number> {
		const rows = this.sql.exec<{ number: number }>(
			'SELECT number FROM vector_documents WHERE id IN (SELECT value FROM json_each(?))',
			JSON.stringify(documentIds)
		);
		return new Set(Array.from(rows, ({ number }) => number));
	}

	/** The number that stands for a document, given to it now if it has none. */
	numberDocument(documentId: string): number {
		this.sql.exec('INSERT OR IGNORE INTO vector_documents (id) VALUES (?)', documentId);
		return this.sql
			.exec<{ number: number }>('SELECT number FROM vector_documents WHERE id = ?', documentId)
			.one().number;
	}

	/** Takes the numbers back from those of these documents that have no vector any more. */
	releaseDocuments(numbers: Iterable<number>): void {
		for (const number of numbers)
			this.sql.exec(
				'DELETE FROM vector_documents WHERE number = ? AND NOT EXISTS (SELECT 1 FROM vector_rows WHERE document = number)',
				number
			);
	}

	put(slot: number, id: string, document: number, unit: Float32Array<ArrayBuffer> | undefined): void {
		this.sql.exec(
			'INSERT OR REPLACE INTO vector_rows (slot, id, document, vector) VALUES (?, ?, ?, ?)',
			slot,
			id,
			document,
			unit?.buffer ?? NOTHING
		);
	}

	delete(slot: number): void {
		this.sql.exec('DELETE FROM vector_rows WHERE slot = ?', slot);
	}

	move(from: number, to: number): void {
		this.sql.exec('UPDATE vector_rows SET slot = ? WHERE slot = ?', to, from);
	}

	/** A record's vector is gone when the next one is asked for. */
	*read(slots: readonly number[]): Iterable<VectorRecord> {
		const rows = this.sql
			.exec(
				'SELECT id, vector FROM vector_rows WHERE slot IN (SELECT value FROM json_each(?))',
				JSON.stringify(slots)
			)
			.raw<[string, ArrayBuffer]>();
		for (const [id, vector] of rows) {
			yield { id, unit: vector.byteLength === 0 ? undefined : new Float32Array(vector) };
			release(vector);
		}
	}

	/** Takes the bytes: they are gone afterwards. */
	writePage(page: number, bytes: ArrayBuffer): void {
		this.sql.exec('INSERT OR REPLACE INTO vector_pages (page, bytes) VALUES (?, ?)', page, bytes);
		release(bytes);
	}

	dropPagesFrom(page: number): void {
		this.sql.exec('DELETE FROM vector_pages WHERE page >= ?', page);
	}

	/** A page's bytes are gone when the next one is asked for. */
	*readPages(): Iterable<[page: number, bytes: ArrayBuffer]> {
		const rows = this.sql
			.exec('SELECT page, bytes FROM vector_pages ORDER BY page')
			.raw<[number, ArrayBuffer]>();
		for (const [page, bytes] of rows) {
			yield [page, bytes];
			release(bytes);
		}
	}

	clear(): void {
		for (const table of ['vector_rows', 'vector_pages', 'vector_documents', 'vector_index'])
			this.sql.exec(`DELETE FROM ${table}`);
	}
}
