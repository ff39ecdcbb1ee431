// Files on their way: checked before a byte is sent, two at a time, in parts that the server keeps, so that a pause, a lost line or a reload
// costs at most one part. Of a browser's tabs one works on an upload (a lock says which); the others wait and look again.
import type { RecordingView, UploadView } from '#lib/shared/recordings/views.ts';
import { checkFile, type FileProblem } from '../sound/check-file.ts';
import type { DecodeProblem } from '../sound/decode-file.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import type { ask } from '../wire.ts';
import type { KeptFiles, KeptUpload } from './kept-files.ts';
import { retrying } from './retrying.ts';
import type { SendPart } from './send-part.ts';
import { sendUpload } from './send-upload.ts';
import { bareDetails, sentDetails, titleOfFile, type UploadDetails } from './upload-details.ts';
import { UploadItem } from './upload-item.svelte.ts';

/** The outside world, so that tests bring their own. */
export interface UploadSurroundings {
	ask: typeof ask;
	sendPart: SendPart;
	kept: KeptFiles;
	/** Holds the name for as long as `work` lasts; calls `onwait` when somebody else has it. */
	withLock: (name: string, onwait: () => void, work: () => Promise<void>) => Promise<void>;
	wait: (ms: number, signal: AbortSignal) => Promise<void>;
	deriveSound: (
		file: Blob,
		onprogress: (share: number) => void,
		signal: AbortSignal
	) => Promise<Blob | DecodeProblem>;
	now: () => number;
	newId: () => string;
	words: Record<FileProblem | DecodeProblem | 'unreachable' | 'other' | 'not-the-file', string>;
}

const AT_ONCE = 2;

export class UploadLine {
	items: UploadItem[] = $state([]);
	readonly drafts = $derived(this.items.filter(({ status }) => status === 'draft'));
	/** Hears of every recording that came into being. */
	onrecording: (recording: RecordingView) => void = () => undefined;
	readonly #queue: UploadItem[] = [];
	#running = 0;
	#isRestored = false;

	constructor(
		private readonly personId: string,
		private readonly world: UploadSurroundings
	) {}

	/** Takes files in for their owner to describe; those that cannot be uploaded say why. */
	async add(files: Iterable<File>, defaults: Partial<UploadDetails> = {}): Promise<void> {
		for (const file of files) {
			const waiting = this.items.find(
				({ status, fileName, sizeBytes }) =>
					status === 'needs-file' && fileName === file.name && sizeBytes === file.size
			);
			if (waiting !== undefined) {
				this.giveFile(waiting, file);
				continue;
			}
			const item = new UploadItem(this.world.newId(), file.name, file.size, {
				...bareDetails(
					titleOfFile(file.name),
					Math.min(file.lastModified || this.world.now(), this.world.now())
				),
				...defaults
			});
			item.file = file;
			const found = await checkFile(file);
			if (typeof found === 'string') {
				item.status = 'refused';
				item.problem = this.world.words[found];
			}
			this.items.push(item);
		}
	}

	/** The file of an upload that this browser did not keep. */
	giveFile(item: UploadItem, file: File): void {
		if (file.name !== item.fileName || file.size !== item.sizeBytes) {
			item.problem = this.world.words['not-the-file'];
			return;
		}
		item.file = file;
		this.start(item);
	}

	start(item: UploadItem): void {
		item.problem = undefined;
		item.control = new AbortController();
		item.status = 'waiting';
		this.#queue.push(item);
		this.#next();
	}

	pause(item: UploadItem): void {
		item.status = 'paused';
		item.control.abort();
		void this.#keep(item, true);
	}

	/** Ends it for good: what the server has of it is thrown away. */
	async cancel(item: UploadItem): Promise<void> {
		item.control.abort();
		const isKnown = item.status !== 'draft' && item.status !== 'refused';
		this.remove(item);
		await this.world.kept.forget(item.clientKey);
		if (!isKnown || item.recordingId !== undefined) return;
		const { uploads } = await this.world.ask<{ uploads: UploadView[] }>('GET', '/api/recordings/uploads');
		for (const upload of uploads)
			if (upload.clientKey === item.clientKey)
				await this.world.ask('DELETE', `/api/recordings/uploads/${upload.id}`);
	}

	remove(item: UploadItem): void {
		this.items = this.items.filter((one) => one !== item);
	}

	/** What an earlier page left unfinished goes on; what belongs to somebody else who used this browser is thrown away. */
	async restore(uploads: readonly UploadView[]): Promise<void> {
		if (this.#isRestored) return;
		this.#isRestored = true;
		const kept = await this.world.kept.all();
		for (const one of kept)
			if (one.personId === this.personId) this.#takeUp(one, uploads);
			else await this.world.kept.forget(one.clientKey);
		for (const upload of uploads) {
			if (upload.kind !== 'original' || kept.some(({ clientKey }) => clientKey === upload.clientKey))
				continue;
			if (this.items.some(({ clientKey }) => clientKey === upload.clientKey)) continue;
			const details = bareDetails(upload.title, this.world.now());
			const item = new UploadItem(upload.clientKey, upload.fileName, upload.sizeBytes, details);
			item.status = 'needs-file';
			item.sentBytes = upload.receivedBytes;
			this.items.push(item);
		}
	}

	#takeUp(kept: KeptUpload, uploads: readonly UploadView[]): void {
		const item = new UploadItem(kept.clientKey, kept.file.name, kept.file.size, kept.details);
		item.file = kept.file;
		item.recordingId = kept.recordingId;
		item.sentBytes = uploads.find(({ clientKey }) => clientKey === kept.clientKey)?.receivedBytes ?? 0;
		this.items.push(item);
		if (kept.isPaused === true) item.status = 'paused';
		else this.start(item);
	}

	#next(): void {
		while (this.#running < AT_ONCE) {
			const item = this.#queue.shift();
			if (item === undefined) return;
			if (item.status !== 'waiting') continue;
			this.#running++;
			const end = () => {
				this.#running--;
				this.#next();
			};
			this.#run(item).then(end, (thrown: unknown) => {
				end();
				throw thrown;
			});
		}
	}

	async #run(item: UploadItem): Promise<void> {
		const { signal } = item.control;
		try {
			let hasWaited = false;
			const onwait = () => {
				hasWaited = true;
				item.status = 'elsewhere';
			};
			await this.world.withLock(`segue-upload-${item.clientKey}`, onwait, async () => {
				if (hasWaited && !(await this.world.kept.all()).some((one) => one.clientKey === item.clientKey)) {
					// Finished or ended by the other tab.
					this.remove(item);
					return;
				}
				if (!signal.aborted) await this.#send(item, signal);
			});
		} catch (thrown) {
			if (signal.aborted) return;
			item.status = 'failed';
			item.problem = this.#wordsOf(thrown);
		}
	}

	async #send(item: UploadItem, signal: AbortSignal): Promise<void> {
		const { file } = item;
		if (file === undefined) return;
		await this.#keep(item, false);
		if (item.recordingId === undefined) {
			const recording = await this.#sendOriginal(item, file, signal);
			item.recording = recording;
			item.recordingId = recording.id;
			this.onrecording(recording);
		}
		if ((item.recording?.container ?? 'm4a') === 'm4a') {
			await this.#keep(item, false);
			await this.#sendSound(item, file, item.recordingId, signal);
		}
		item.status = 'done';
		await this.world.kept.forget(item.clientKey);
	}

	async #sendOriginal(item: UploadItem, file: File, signal: AbortSignal): Promise<RecordingView> {
		const { clientKey, details } = item;
		const begun = await retrying(
			() =>
				this.world.ask<{ upload: UploadView }>(
					'POST',
					'/api/recordings/uploads',
					{ fileName: file.name, sizeBytes: file.size, clientKey, ...sentDetails(details) },
					signal
				),
			{ wait: this.world.wait, signal }
		);
		item.status = 'sending';
		await this.#sendBytes(item, begun.upload, file, signal);
		return this.#complete(item, begun.upload, signal);
	}

	async #sendSound(item: UploadItem, file: File, recordingId: string, signal: AbortSignal): Promise<void> {
		item.status = 'converting';
		const sound = await this.world.deriveSound(file, (share) => (item.convertedShare = share), signal);
		if (typeof sound === 'string') throw new WireError('unsupported', this.world.words[sound], false);
		const body = { sizeBytes: sound.size, clientKey: item.clientKey };
		const { upload } = await retrying(
			() =>
				this.world.ask<{ upload: UploadView }>('POST', `/api/recordings/${recordingId}/sound`, body, signal),
			{ wait: this.world.wait, signal }
		);
		item.status = 'sending';
		await this.#sendBytes(item, upload, sound, signal);
		item.recording = await this.#complete(item, upload, signal);
		this.onrecording(item.recording);
	}

	async #sendBytes(item: UploadItem, upload: UploadView, file: Blob, signal: AbortSignal): Promise<void> {
		const { sendPart, wait, now } = this.world;
		item.startMeasure(now(), file.size);
		await sendUpload(upload, file, {
			sendPart,
			wait,
			signal,
			onsent: (bytes) => item.measure(bytes, now())
		});
	}

	async #complete(item: UploadItem, { id }: UploadView, signal: AbortSignal): Promise<RecordingView> {
		item.status = 'finishing';
		const path = `/api/recordings/uploads/${id}/complete`;
		const { recording } = await retrying(
			() => this.world.ask<{ recording: RecordingView }>('POST', path, {}, signal),
			{ wait: this.world.wait, signal }
		);
		return recording;
	}

	async #keep(item: UploadItem, isPaused: boolean): Promise<void> {
		const { clientKey, file, recordingId } = item;
		if (file === undefined) return;
		const details = $state.snapshot(item.details);
		const { personId } = this;
		await this.world.kept.keep({
			clientKey,
			personId,
			file,
			details,
			isPaused,
			...(recordingId === undefined ? {} : { recordingId })
		});
	}

	#wordsOf(thrown: unknown): string {
		if (!(thrown instanceof WireError)) return this.world.words.other;
		return thrown.code === 'unreachable'
			? this.world.words.unreachable
			: thrown.message || this.world.words.other;
	}
}
