// Blocks of vectors in and measured queries out, by HTTP. The index is the product's own object; beside it, in the same isolate, stands
// what a search is compared with: one sequential read of as many bytes.
import { fromOutcome } from '#lib/shared/errors.ts';
import { VectorIndexObject } from '../../worker/vector-index.object.ts';
import read from './read.wasm';

interface Environment {
	VECTOR_INDEX: DurableObjectNamespace<MeasuredIndexObject>;
}

const MODEL = 'bench';

export class MeasuredIndexObject extends VectorIndexObject {
	/** Kept, so that no read can be left out as useless. */
	lastSum = 0;

	async add(first: number, dimensions: number, values: Float32Array) {
		const numbers = Array.from({ length: values.length / dimensions }, (_value, at) => first + at);
		fromOutcome(
			await this.upsert(MODEL, dimensions, {
				ids: numbers.map((number) => `chunk-${number}`),
				// As many passages as a document of the demo school has.
				documentIds: numbers.map((number) => `document-${Math.floor(number / 8)}`),
				values
			})
		);
	}

	/** Writes the first `count` vectors again as they are: what upserts cost in memory, without that of a request's body. */
	async rewrite(dimensions: number, count: number, batch: number) {
		for (let first = 0; first < count; first += batch) {
			const values = new Float32Array(Math.min(batch, count - first) * dimensions);
			const rows = this.ctx.storage.sql
				.exec(
					'SELECT slot, vector FROM vector_rows WHERE slot BETWEEN ? AND ?',
					first,
					first + values.length / dimensions - 1
				)
				.raw<[number, ArrayBuffer]>();
			for (const [slot, vector] of rows) {
				values.set(new Float32Array(vector), (slot - first) * dimensions);
				vector.transfer(0);
			}
			await this.add(first, dimensions, values);
		}
	}

	async search(dimensions: number, queries: Float32Array, topK: number) {
		const found: string[][] = [];
		for (let at = 0; at < queries.length; at += dimensions) {
			const outcome = await this.query(MODEL, queries.slice(at, at + dimensions), topK);
			found.push(fromOutcome(outcome).map(({ id }) => id));
		}
		return found;
	}

	/**
	 * Queries and reads of `size` bytes in turn, so that what else the machine does troubles both alike; in milliseconds, which is as
	 * finely as the clock counts. A read by JavaScript takes so long that one stands beside ten queries.
	 */
	async compare(dimensions: number, queries: Float32Array, topK: number, size: number) {
		const { memory, read: readAll } = new WebAssembly.Instance(read).exports as unknown as {
			memory: WebAssembly.Memory;
			read(from: number, to: number): number;
		};
		memory.grow(Math.ceil(size / 65_536));
		const bytes = new Int8Array(memory.buffer, 0, size - (size % 64));
		for (let at = 0; at < bytes.length; at++) bytes[at] = at * 31;
		const words = new Float64Array(memory.buffer, 0, bytes.length / 8);
		const time = (work: () => number) => {
			const since = performance.now();
			this.lastSum = work();
			return performance.now() - since;
		};
		const sum = (numbers: Int8Array | Float64Array) => {
			let all = 0;
			for (let at = 0; at < numbers.length; at++) all += numbers[at] as number;
			return all;
		};
		const ms = {
			query: [] as number[],
			webAssembly: [] as number[],
			words: [] as number[],
			bytes: [] as number[]
		};
		for (let at = 0; at < queries.length; at += dimensions) {
			const since = performance.now();
			await this.query(MODEL, queries.slice(at, at + dimensions), topK);
			ms.query.push(performance.now() - since);
			ms.webAssembly.push(time(() => readAll(0, bytes.length)));
			if ((at / dimensions) % 10 !== 0) continue;
			ms.words.push(time(() => sum(words)));
			ms.bytes.push(time(() => sum(bytes)));
		}
		return ms;
	}
}

export default {
	async fetch(request: Request, { VECTOR_INDEX }: Environment): Promise<Response> {
		const { pathname, searchParams } = new URL(request.url);
		const index = VECTOR_INDEX.get(VECTOR_INDEX.idFromName('bench'));
		const number = (name: string) => Number(searchParams.get(name));
		const floats = async () => new Float32Array(await request.arrayBuffer());
		if (pathname === '/add') await index.add(number('first'), number('dimensions'), await floats());
		if (pathname === '/rewrite') await index.rewrite(number('dimensions'), number('count'), number('batch'));
		if (pathname === '/search')
			return Response.json(await index.search(number('dimensions'), await floats(), number('topK')));
		if (pathname === '/compare')
			return Response.json(
				await index.compare(number('dimensions'), await floats(), number('topK'), number('size'))
			);
		return Response.json(pathname === '/ping' ? await index.ping() : null);
	}
};
