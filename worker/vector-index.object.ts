// The school's vector index. One object, one writer; the rules are VectorStore's.
// Full (100,000 x 768) it holds 78 MB of its isolate: docs/decisions/0016-the-vector-index-at-size.md.
import { DurableObject } from 'cloudflare:workers';
import { VectorStore, type VectorBlock, type VectorIndexRpc } from '#lib/server/platform/index.ts';
import { toOutcome } from '#lib/shared/errors.ts';
import scan from '../src/lib/server/platform/vectors/scan.wasm';

export class VectorIndexObject extends DurableObject implements VectorIndexRpc {
	private readonly store = new VectorStore(this.ctx.storage, scan);

	admit(model: string, dimensions: number, ids: readonly string[]) {
		return toOutcome(() => this.store.admit(model, dimensions, ids));
	}
	async upsert(model: string, dimensions: number, block: VectorBlock) {
		const outcome = await toOutcome(() => this.store.upsert(model, dimensions, block));
		// The copy that RPC made for this call: 1.5 MB that would else wait for garbage collection.
		if (block.values.buffer instanceof ArrayBuffer) block.values.buffer.transfer(0);
		return outcome;
	}
	query(model: string, values: Float32Array, topK: number, documentIds?: readonly string[]) {
		return toOutcome(() => this.store.query(model, values, topK, documentIds));
	}
	deleteByIds(ids: readonly string[]) {
		return toOutcome(() => this.store.deleteByIds(ids));
	}
	deleteByDocument(documentId: string) {
		return toOutcome(() => this.store.deleteByDocument(documentId));
	}
	clear() {
		return toOutcome(() => this.store.clear());
	}
	/** For /api/health: touches nothing. */
	ping() {
		return 'pong';
	}
	describe() {
		return toOutcome(() => this.store.describe());
	}
}
