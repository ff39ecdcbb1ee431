// A form with files read as it comes (RFC 7578), part by part, so that a file of any size is never in memory: formData() holds the whole of
// it. Parts come in the sender's order, and each must be read to its end before the next.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface FormPart {
	name: string;
	/** undefined for a field that is no file. */
	fileName: string | undefined;
	chunks: AsyncIterable<Uint8Array>;
}

const HEADER_BYTES = 8 * 1024;
const PARTS_AT_MOST = 100;
/** How much of a form that is refused already is still taken off the line, unread: whoever is still sending reads no answer. */
const LINGER_BYTES = 64 * 1024 * 1024;
const ascii = new TextEncoder();

export interface MultipartReader {
	parts(): AsyncGenerator<FormPart, void, undefined>;
	/** Lets the rest go by, within a bound. */
	drop(): Promise<void>;
}

export function readMultipart(request: Request): MultipartReader {
	const type = request.headers.get('content-type') ?? '';
	const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,200})"|([^\s;,"]{1,200}))/i.exec(type);
	const said = boundary?.[1] ?? boundary?.[2];
	if (said === undefined || request.body === null) throw broken();
	const delimiter = ascii.encode(`\r\n--${said}`);
	const source = (request.body as ReadableStream<Uint8Array>).getReader();
	// The first delimiter has no line before it.
	let held: Uint8Array = ascii.encode('\r\n');

	async function more(): Promise<boolean> {
		const { done, value } = await source.read().catch((cause: unknown) => {
			throw new AppError('invalid', m.errors_broken_off(), { retryable: true, cause });
		});
		if (done) return false;
		held = held.length === 0 ? value : joined(held, value);
		return true;
	}

	/** What stands before the next delimiter. */
	async function* untilDelimiter(): AsyncGenerator<Uint8Array, void, undefined> {
		for (;;) {
			const at = indexOf(held, delimiter);
			if (at >= 0) {
				if (at > 0) yield held.subarray(0, at);
				held = held.subarray(at + delimiter.length);
				return;
			}
			// A delimiter may have begun in the last bytes.
			const sure = held.length - delimiter.length + 1;
			if (sure > 0) {
				yield held.subarray(0, sure);
				held = held.subarray(sure);
			}
			if (!(await more())) throw broken();
		}
	}

	async function take(count: number): Promise<Uint8Array> {
		while (held.length < count) if (!(await more())) throw broken();
		const taken = held.subarray(0, count);
		held = held.subarray(count);
		return taken;
	}

	async function readHeaders(): Promise<string> {
		for (;;) {
			const at = indexOf(held, ascii.encode('\r\n\r\n'));
			if (at >= 0) {
				const text = new TextDecoder().decode(held.subarray(0, at));
				held = held.subarray(at + 4);
				return text;
			}
			if (held.length > HEADER_BYTES || !(await more())) throw broken();
		}
	}

	return {
		async *parts() {
			for await (const preamble of untilDelimiter()) if (preamble.length > HEADER_BYTES) throw broken();
			for (let count = 0; ; count++) {
				const [first, second] = await take(2);
				if (first === 0x2d && second === 0x2d) return;
				if (first !== 0x0d || second !== 0x0a || count >= PARTS_AT_MOST) throw broken();
				// The line's end is part of the headers' end where there are none.
				held = joined(ascii.encode('\r\n'), held);
				const headers = await readHeaders();
				const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1];
				const name = parameterOf(disposition, 'name');
				if (name === undefined) throw broken();
				const progress = { isRead: false };
				const chunks = untilDelimiter();
				yield {
					name,
					fileName: parameterOf(disposition, 'filename'),
					chunks: (async function* () {
						yield* chunks;
						progress.isRead = true;
					})()
				};
				if (!progress.isRead) throw new Error('a part was left before its end');
			}
		},

		async drop() {
			try {
				for (let dropped = 0; dropped < LINGER_BYTES;) {
					const { done, value } = await source.read();
					if (done) return;
					dropped += value.byteLength;
				}
				// Not awaited: a sender that never stops must not hold the answer back.
				void source.cancel().catch(() => undefined);
			} catch {
				// The sender has gone: nobody is left to refuse.
			}
		}
	};
}

/** Browsers write the name as it is, but for quotes and line ends, which they percent-encode. */
function parameterOf(disposition: string | undefined, name: string): string | undefined {
	const [, quoted, plain] =
		new RegExp(`(?:^|[;\\s])${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, 'i').exec(disposition ?? '') ??
		[];
	return (
		quoted
			?.replace(/\\(.)/g, '$1')
			.replace(/%(22|0D|0A)/gi, (_, code: string) => (code === '22' ? '"' : ' ')) ?? plain
	);
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
	const [first = 0] = wanted;
	for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
		if (at + wanted.length > bytes.length) return -1;
		let length = 1;
		while (length < wanted.length && bytes[at + length] === wanted[length]) length++;
		if (length === wanted.length) return at;
	}
	return -1;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
	const bytes = new Uint8Array(one.length + other.length);
	bytes.set(one);
	bytes.set(other, one.length);
	return bytes;
}

const broken = (): AppError => new AppError('invalid', m.errors_form_unreadable());
