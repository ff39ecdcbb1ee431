// Files on their way into the school's knowledge: two at a time, each with its own progress and its own end.
import { unattended } from '#lib/ui/unattended.ts';

export interface Upload {
	id: number;
	name: string;
	sizeBytes: number;
	/** 0..1 of the bytes sent; the work after that has no measure. */
	sent: number;
	status: 'waiting' | 'sending' | 'working' | 'created' | 'revised' | 'unchanged' | 'failed';
	problem?: string;
}

export interface UploadAnswer {
	status: number;
	body: unknown;
}

/** Sends one file. Rejects when the network is gone. */
export type SendFile = (
	file: File,
	fields: Record<string, string>,
	onsent: (share: number) => void
) => Promise<UploadAnswer>;

const AT_ONCE = 2;
export const LARGEST_FILE_BYTES = 10 * 1024 * 1024;

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
		private readonly send: SendFile,
		private readonly words: { tooLarge: string; unreachable: string },
		private readonly onfinish: () => void
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
			if (file.size > LARGEST_FILE_BYTES)
				Object.assign(upload, { status: 'failed', problem: this.words.tooLarge });
			else this.#queue.push(() => this.#run(upload, file, fields));
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
					if (this.#running === 0) this.onfinish();
				})
			);
		}
	}

	async #run(upload: Upload, file: File, fields: Record<string, string>): Promise<void> {
		upload.status = 'sending';
		try {
			const { status, body } = await this.send(file, { ...fields, name: upload.name }, (share) => {
				upload.sent = share;
				if (share >= 1) upload.status = 'working';
			});
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

/** XMLHttpRequest, because fetch does not tell how much has been sent. */
export const sendFile: SendFile = (file, fields, onsent) =>
	new Promise((resolve, reject) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.set(name, value);
		form.set('file', file);
		const exchange = new XMLHttpRequest();
		exchange.open('POST', '/api/knowledge/documents');
		exchange.responseType = 'json';
		exchange.upload.onprogress = (event) => {
			if (event.lengthComputable) onsent(event.loaded / event.total);
		};
		exchange.onload = () => resolve({ status: exchange.status, body: exchange.response });
		exchange.onerror = () => reject(new Error('unreachable'));
		exchange.send(form);
	});
