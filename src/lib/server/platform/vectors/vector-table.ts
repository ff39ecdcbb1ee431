// The vectors of one index, side by side in memory: what the embedded index searches. Exact search over quantised vectors; a query
// touches only the dimensions in which it is not zero. Holds nothing but memory: vector-store.ts keeps it in step with SQLite.
import { quantise, type QuantisedVector } from './quantise.ts';
import type { VectorMatch } from './vectors.ts';

const FIRST_CAPACITY = 256;

export class VectorTable {
	readonly dimensions: number;
	private bytes: Int8Array<ArrayBuffer>;
	private scales: Float32Array<ArrayBuffer>;
	private readonly ids: string[] = [];
	private readonly documents: string[] = [];
	private readonly rows = new Map<string, number>();

	constructor(dimensions: number) {
		this.dimensions = dimensions;
		this.bytes = new Int8Array(FIRST_CAPACITY * dimensions);
		this.scales = new Float32Array(FIRST_CAPACITY);
	}

	get count(): number {
		return this.ids.length;
	}

	/** Makes room at once for what is known to come: growing step by step would hold two copies of a large table. */
	reserve(count: number): void {
		if (count <= this.scales.length) return;
		const bytes = new Int8Array(count * this.dimensions);
		bytes.set(this.bytes.subarray(0, this.count * this.dimensions));
		const scales = new Float32Array(count);
		scales.set(this.scales.subarray(0, this.count));
		this.bytes = bytes;
		this.scales = scales;
	}

	set(id: string, documentId: string, vector: QuantisedVector): void {
		const known = this.rows.get(id);
		const row = known ?? this.count;
		if (known === undefined) {
			if (row === this.scales.length) this.reserve(Math.ceil(row * 1.5));
			this.rows.set(id, row);
			this.ids.push(id);
		}
		this.documents[row] = documentId;
		this.scales[row] = vector.scale;
		this.bytes.set(vector.bytes, row * this.dimensions);
	}

	/** The last row takes the place of the removed one. */
	delete(id: string): void {
		const row = this.rows.get(id);
		if (row === undefined) return;
		const last = this.count - 1;
		const lastId = this.ids[last];
		if (row !== last && lastId !== undefined) {
			this.bytes.copyWithin(row * this.dimensions, last * this.dimensions, (last + 1) * this.dimensions);
			this.scales[row] = this.scales[last] ?? 0;
			this.ids[row] = lastId;
			this.documents[row] = this.documents[last] ?? '';
			this.rows.set(lastId, row);
		}
		this.ids.pop();
		this.documents.pop();
		this.rows.delete(id);
	}

	idsOfDocument(documentId: string): string[] {
		return this.ids.filter((_id, row) => this.documents[row] === documentId);
	}

	query(values: ArrayLike<number>, topK: number, documentIds?: ReadonlySet<string>): VectorMatch[] {
		const { bytes: query, scale } = quantise(values);
		if (scale === 0) return [];
		const places: number[] = [];
		const weights: number[] = [];
		for (let at = 0; at < this.dimensions; at++) {
			if (query[at] === 0) continue;
			places.push(at);
			weights.push(query[at] ?? 0);
		}
		const best = new TopMatches(topK);
		const place = Int32Array.from(places);
		const weight = Int32Array.from(weights);
		const { bytes, scales, dimensions } = this;
		const width = place.length;
		for (let row = 0, base = 0; row < this.ids.length; row++, base += dimensions) {
			if (documentIds !== undefined && !documentIds.has(this.documents[row] ?? '')) continue;
			let dot = 0;
			for (let at = 0; at < width; at++)
				dot += Math.imul(bytes[base + (place[at] as number)] as number, weight[at] as number);
			best.offer(row, dot * scale * (scales[row] as number));
		}
		return best.take().map(({ row, score }) => ({ id: this.ids[row] ?? '', score }));
	}
}

/** The k best of a stream of scores, by a binary heap whose root is the worst of them. Zero and negative scores are no matches. */
class TopMatches {
	private readonly rows: number[] = [];
	private readonly scores: number[] = [];
	private readonly limit: number;

	constructor(limit: number) {
		this.limit = limit;
	}

	offer(row: number, score: number): void {
		if (!(score > 0)) return;
		if (this.rows.length < this.limit) {
			this.rows.push(row);
			this.scores.push(score);
			this.rise(this.rows.length - 1);
		} else if (score > (this.scores[0] ?? 0)) {
			this.rows[0] = row;
			this.scores[0] = score;
			this.sink(0);
		}
	}

	take(): { row: number; score: number }[] {
		return this.rows
			.map((row, at) => ({ row, score: this.scores[at] ?? 0 }))
			.sort((a, b) => b.score - a.score || a.row - b.row);
	}

	private swap(a: number, b: number): void {
		[this.rows[a], this.rows[b]] = [this.rows[b] ?? 0, this.rows[a] ?? 0];
		[this.scores[a], this.scores[b]] = [this.scores[b] ?? 0, this.scores[a] ?? 0];
	}
	private rise(from: number): void {
		for (let at = from; at > 0;) {
			const parent = (at - 1) >> 1;
			if ((this.scores[parent] ?? 0) <= (this.scores[at] ?? 0)) return;
			this.swap(at, parent);
			at = parent;
		}
	}
	private sink(from: number): void {
		for (let at = from; ;) {
			let least = at;
			for (const child of [2 * at + 1, 2 * at + 2])
				if (child < this.scores.length && (this.scores[child] ?? 0) < (this.scores[least] ?? 0))
					least = child;
			if (least === at) return;
			this.swap(at, least);
			at = least;
		}
	}
}
