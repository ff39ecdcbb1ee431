// A take as bytes, so that reading a recording and measuring it are two steps, and a process that ends between them loses neither:
//
//   read     packTake(await readTake(file, { mpg123 })) → an object in R2, next to the recording
//   measure  analyseTake(unpackTake(the object's bytes)) → the analysis; what compares two takes reads the same object
//
// Why reading is one step and not many: limits.ts bounds it before it begins (50 MB, half an hour of sound: about 15 s of processor time
// and 9 KB of take for each second, 16 MB at most). What a step in the middle would have to carry over is more than it saves: mpg123 keeps
// its state in 16 MB of memory of its own, and a decoder that begins anew between two frames does not give the same bits. A Worker that does
// this sets limits.cpu_ms well above the default of 30 s. Both steps give the same bytes however often they run.
import type { ReadTake } from './read-take.ts';

/** Whenever what a take holds changes, takes that were kept are read again. */
const VERSION = 1;
const ALIGNMENT = 8;
type List = ArrayBufferView & { length: number };
const KINDS: Record<string, new (buffer: ArrayBuffer, from: number, length: number) => List> = {
	Uint8Array,
	Int8Array,
	Uint16Array,
	Int16Array,
	Uint32Array,
	Int32Array,
	Float32Array,
	Float64Array
};
type Field = { name: string; value: number } | { name: string; kind: string; from: number; length: number };

interface Header {
	version: number;
	known: Omit<ReadTake, 'take'>;
	fields: Field[];
	byteLength: number;
}

export function packTake({ take, ...known }: ReadTake): Uint8Array<ArrayBuffer> {
	let from = 0;
	const arrays: { from: number; bytes: Uint8Array }[] = [];
	const fields = Object.entries(take).map(([name, value]: [string, unknown]): Field => {
		if (typeof value === 'number') return { name, value };
		const list = value as List;
		const field = { name, kind: kindOf(list), from, length: list.length };
		arrays.push({ from, bytes: new Uint8Array(list.buffer, list.byteOffset, list.byteLength) });
		from = aligned(from + list.byteLength);
		return field;
	});
	const header = new TextEncoder().encode(
		JSON.stringify({ version: VERSION, known, fields, byteLength: from } satisfies Header)
	);
	const start = aligned(4 + header.length);
	const packed = new Uint8Array(start + from);
	new DataView(packed.buffer).setUint32(0, header.length, true);
	packed.set(header, 4);
	for (const { from: at, bytes } of arrays) packed.set(bytes, start + at);
	return packed;
}

/** Its arrays are views of `packed`. Null for what another version has written, or half: the recording has to be read again. */
export function unpackTake(packed: Uint8Array<ArrayBuffer>): ReadTake | null {
	const header = headerOf(packed);
	if (header === null) return null;
	// Views must begin at whole numbers of their elements in the buffer.
	const { buffer, byteOffset } = packed.byteOffset % ALIGNMENT === 0 ? packed : packed.slice();
	const start = byteOffset + packed.length - header.byteLength;
	const take = Object.fromEntries(
		header.fields.map((field) => {
			if ('value' in field) return [field.name, field.value];
			const Kind = KINDS[field.kind] ?? Uint8Array;
			return [field.name, new Kind(buffer, start + field.from, field.length)];
		})
	) as unknown as ReadTake['take'];
	return { ...header.known, take };
}

function headerOf(packed: Uint8Array): Header | null {
	if (packed.length < 4) return null;
	const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
	try {
		const header = JSON.parse(new TextDecoder().decode(packed.subarray(4, 4 + length))) as Header;
		const isWhole = packed.length === aligned(4 + length) + header.byteLength;
		return header.version === VERSION && isWhole ? header : null;
	} catch {
		return null;
	}
}

function kindOf(list: List): string {
	const kind = Object.keys(KINDS).find((name) => Object.prototype.toString.call(list) === `[object ${name}]`);
	if (kind === undefined) throw new TypeError('A take holds numbers and typed arrays.');
	return kind;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
