// Takes over an index that was written before exact vectors were kept: one table of quantised rows. What they lost stays lost, but
// everything is found as before, without embedding anything again. Stopped half-way, it goes on at the next start.
import type { VectorBlock } from './vector-store.ts';
import type { VectorStorage } from './vector-records.ts';

const BATCH = 500;

export function importFirstFormat(
	{ sql }: VectorStorage,
	upsert: (model: string, dimensions: number, block: VectorBlock) => void
): void {
	if ([...sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'vectors'")].length === 0) return;
	const [known] = sql.exec<{ model: string; dimensions: number }>(
		'SELECT model, dimensions FROM vector_index'
	);
	for (let lastRow = 0; known !== undefined;) {
		const rows = [
			...sql.exec<{ rowid: number; id: string; document_id: string; bytes: ArrayBuffer }>(
				'SELECT rowid, id, document_id, bytes FROM vectors WHERE rowid > ? ORDER BY rowid LIMIT ?',
				lastRow,
				BATCH
			)
		];
		if (rows.length === 0) break;
		const values = new Float32Array(rows.length * known.dimensions);
		for (const [at, { bytes }] of rows.entries()) values.set(new Int8Array(bytes), at * known.dimensions);
		const ids = rows.map(({ id }) => id);
		upsert(known.model, known.dimensions, { ids, documentIds: rows.map((row) => row.document_id), values });
		lastRow = rows.at(-1)?.rowid ?? lastRow;
	}
	sql.exec('DROP TABLE vectors');
}
