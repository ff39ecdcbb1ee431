// One file on its way to becoming a recording, as the page shows it.
import type { RecordingView } from '#lib/shared/recordings/views.ts';
import type { UploadDetails } from './upload-details.ts';

export type UploadStatus =
	/** Being described by its owner. */
	| 'draft'
	/** Cannot be uploaded as it is. */
	| 'refused'
	| 'waiting'
	| 'sending'
	| 'paused'
	| 'converting'
	| 'finishing'
	| 'done'
	| 'failed'
	/** The server has a part of it, and this browser does not have the file. */
	| 'needs-file'
	/** Another tab is at it. */
	| 'elsewhere';

/** Shorter than this says nothing of the line's speed. */
const LEAST_MEASURED_MS = 1_500;

export class UploadItem {
	file: File | undefined = $state.raw();
	details: UploadDetails = $state() as UploadDetails;
	status: UploadStatus = $state('draft');
	sentBytes = $state(0);
	/** Of what is being sent now: the file's own, or its derived sound's. */
	totalBytes = $state(0);
	secondsLeft: number | undefined = $state();
	/** 0..1 of the decoding. */
	convertedShare = $state(0);
	problem: string | undefined = $state();
	/** The original is there; what is missing is the sound for the server. */
	recordingId: string | undefined;
	recording: RecordingView | undefined = $state.raw();
	control = new AbortController();
	#startedAt = 0;
	#startedWith = 0;

	constructor(
		readonly clientKey: string,
		readonly fileName: string,
		readonly sizeBytes: number,
		details: UploadDetails
	) {
		this.details = details;
		this.totalBytes = sizeBytes;
	}

	/** Bytes start to move: speed counts from here. */
	startMeasure(now: number, totalBytes: number): void {
		this.totalBytes = totalBytes;
		this.#startedAt = now;
		this.#startedWith = -1;
		this.secondsLeft = undefined;
	}

	measure(sentBytes: number, now: number): void {
		if (this.#startedWith === -1) this.#startedWith = sentBytes;
		this.sentBytes = sentBytes;
		const elapsed = now - this.#startedAt;
		const moved = sentBytes - this.#startedWith;
		if (elapsed < LEAST_MEASURED_MS || moved <= 0) return;
		this.secondsLeft = Math.ceil(((this.totalBytes - sentBytes) * elapsed) / moved / 1000);
	}

	get isUnderWay(): boolean {
		return ['waiting', 'sending', 'converting', 'finishing'].includes(this.status);
	}
}
