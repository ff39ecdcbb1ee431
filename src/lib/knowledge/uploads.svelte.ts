// Files on their way into the school's knowledge: two at a time, each with its own progress and its own end. Text is added at once; what is
// read in the background (PDF, Word, long texts) leaves this list when it has arrived.
import type { IngestView } from '#lib/shared/knowledge.ts';
import { unattended } from '#lib/ui/unattended.ts';

export interface Upload {
	id: number;
	name: string;
	sizeBytes: number;
	/** 0..1 of the bytes sent; the work after that has no measure. */
	sent: number;
	status: 'waiting' | 'sending' | 'working' | 'created' | 'revised' | 'unchanged' | 'failed';
	problem?: string;
	/** Breaks off what is being sent. */
	stop?: () => void;
}

export interface UploadAnswer {
	status: number;
	body: unknown;
}

/** Sends one file. Rejects when the network is gone, or the signal breaks it off. */
export type SendFile = (
	file: File,
	fields: Record<string, string>,
	onsent: (share: number) => void,
	signal: AbortSignal
) => Promise<UploadAnswer>;

export interface UploadWays {
	/** Is added while one waits. */
	text: SendFile;
	/** Is read in the background: the answer is an IngestView. */
	background: SendFile;
}

const AT_ONCE = 2;
/** As the server has it. */
const LARGEST_BYTES = { text: 10 * 1024 * 1024, background: 20 * 1024 * 1024 };
/** Longer texts take longer than one waits for an answer. */
const LONG_TEXT_BYTES = 1024 * 1024;

export class Uploads {
	list: Upload[] = $state([]);
	readonly isBusy = $derived(
		this.list.some(({ status }) => ['waiting', 'sending', 'working'].includes(status))
	);
	readonly done = $derived(
		this.list.filter(({ status }) => !['waiting', 'sending', 'working'].includes(status)).length
	);
	#count = 0;
	readonly #queue: (() => Promise<void>)[] = [];
	#running = 0;

	constructor(
		private readonly ways: UploadWays,
		private readonly words: { tooLarge: (megabytes: number) => string; unreachable: string },
		private readonly on: { finish: () => void; arrived: (ingest: IngestView) => void }
	) {}

	add(files: Iterable<File>, fields: Record<string, string>): void {
		for (const file of files) {
			this.list.push({
				id: ++this.#count,
				name: nameOf(file),
				sizeBytes: file.size,
				sent: 0,
				status: 'waiting'
			});
			const upload = this.list.at(-1);
			if (upload === undefined) continue;
			const control = new AbortController();
			upload.stop = () => {
				control.abort();
				this.#drop(upload);
			};
			this.#queue.push(() => this.#run(upload, file, fields, control.signal));
		}
		this.#next();
	}

	clear(): void {
		this.list = this.list.filter(({ status }) => ['waiting', 'sending', 'working'].includes(status));
	}

	#next(): void {
		while (this.#running < AT_ONCE) {
			const work = this.#queue.shift();
			if (work === undefined) break;
			this.#running++;
			unattended(
				work().finally(() => {
					this.#running--;
					this.#next();
					if (this.#running === 0) this.on.finish();
				})
			);
		}
	}

	#drop({ id }: Upload): void {
		this.list = this.list.filter((one) => one.id !== id);
	}

	async #run(upload: Upload, file: File, fields: Record<string, string>, signal: AbortSignal): Promise<void> {
		if (signal.aborted) return;
		upload.status = 'sending';
		try {
			const way = await wayOf(file);
			if (file.size > LARGEST_BYTES[way]) {
				const problem = this.words.tooLarge(LARGEST_BYTES[way] / 1024 / 1024);
				Object.assign(upload, { status: 'failed', problem });
				return;
			}
			const onsent = (share: number) => {
				upload.sent = share;
				if (share >= 1) upload.status = 'working';
			};
			const named = { ...fields, name: upload.name };
			const { status, body } = await this.ways[way](file, named, onsent, signal);
			if (status === 202) {
				this.#drop(upload);
				this.on.arrived(body as IngestView);
				return;
			}
			const answer = body as { status?: Upload['status']; error?: { message?: string } } | undefined;
			if (status < 300) upload.status = answer?.status ?? 'created';
			else
				Object.assign(upload, {
					status: 'failed',
					problem: answer?.error?.message ?? this.words.unreachable
				});
		} catch {
			Object.assign(upload, { status: 'failed', problem: this.words.unreachable });
		}
	}
}

/** A folder's file is known by its path in it. */
function nameOf(file: File): string {
	return file.webkitRelativePath || file.name;
}

/** By its bytes, as the server will see it, and not by its name. */
async function wayOf(file: File): Promise<keyof UploadWays> {
	const start = new Uint8Array(await file.slice(0, 1_029).arrayBuffer());
	const letters = String.fromCharCode(...start);
	const isBinary = letters.startsWith('PK\u0003\u0004') || letters.includes('%PDF-');
	// Named so and none: the server says why.
	const isNamedSo = /\.(pdf|docx?)$/i.test(file.name);
	return isBinary || isNamedSo || file.size > LONG_TEXT_BYTES ? 'background' : 'text';
}

export const sendText: SendFile = (file, fields, onsent, signal) => {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	form.set('file', file);
	return post('/api/knowledge/documents', form, onsent, signal);
};

export const sendToBackground: SendFile = (file, fields, onsent, signal) =>
	post(`/api/knowledge/ingests?${new URLSearchParams(fields)}`, file, onsent, signal);

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
function post(
	path: string,
	body: FormData | File,
	onsent: (share: number) => void,
	signal: AbortSignal
): Promise<UploadAnswer> {
	return new Promise((resolve, reject) => {
		const exchange = new XMLHttpRequest();
		exchange.open('POST', path);
		if (body instanceof File) exchange.setRequestHeader('content-type', 'application/octet-stream');
		signal.addEventListener('abort', () => exchange.abort());
		exchange.onabort = () => reject(new Error('broken off'));
		exchange.responseType = 'json';
		exchange.upload.onprogress = (event) => {
			if (event.lengthComputable) onsent(event.loaded / event.total);
		};
		exchange.onload = () => resolve({ status: exchange.status, body: exchange.response });
		exchange.onerror = () => reject(new Error('unreachable'));
		exchange.send(body);
	});
}
