// Files that are being attached to one draft: chosen, on their way to the server, there, or not to be had. Those that are there are kept
// with the draft and outlive the page; of the others only the name does. Not more of them than a message may have.
import { m } from '#lib/paraglide/messages.js';
import {
	ATTACHMENTS_A_MESSAGE,
	toFilePart,
	type Attachment,
	type FilePart
} from '#lib/shared/conversation/attachments.ts';
import { unattended } from '#lib/ui/unattended.ts';
import { NEW_DRAFT, type Enclosure, type Outbox } from '../outbox.ts';
import { backoffMs, WireError } from '#lib/shared/wire-error.ts';
import { request, requireOk, unlessUnreachable, type Surroundings } from '../wire.ts';
import { refusalOf } from './before-upload.ts';
import type { SendFile } from './send-file.ts';
import type { UploadLine } from './upload-line.ts';
import { isGone } from './whether-gone.ts';

export interface TrayFile {
	/** Of this tray alone. */
	key: number;
	name: string;
	sizeBytes: number;
	/** `failed` may be tried again, `refused` never. */
	status: 'waiting' | 'sending' | 'there' | 'failed' | 'refused';
	/** 0..1 of the bytes; what the server does with them has no measure. */
	sent: number;
	/** Why it is not there. */
	problem?: string;
	/** The network is what it failed by. */
	isCutOff?: boolean;
	/** Once it is there. */
	part?: FilePart;
}

const MOST_ATTEMPTS = 3;
/** Names that a note gives in full. */
const NAMED = 3;

type World = Pick<Surroundings, 'fetch' | 'wait' | 'newId'> & { sendFile: SendFile };

export class FileTray {
	files: TrayFile[] = $state([]);
	/** What was left out of the last choice, and why. */
	note = $state('');
	/** What just happened, for a screen reader. */
	said = $state('');
	readonly isBusy = $derived(this.files.some(({ status }) => status === 'waiting' || status === 'sending'));
	/** Why the message cannot be sent as it is. */
	readonly obstacle = $derived(this.#findObstacle());
	#count = 0;
	/** For a draft whose conversation has no id yet: the one it will have. */
	#newId: string | undefined;
	readonly #sources = new Map<number, { file: File; abort: AbortController }>();

	constructor(
		private readonly draftKey: string,
		private readonly world: World,
		private readonly outbox: Outbox,
		private readonly line: UploadLine
	) {
		const kept = outbox.draftFiles(draftKey);
		if (kept === undefined) return;
		this.#newId = kept.conversationId;
		for (const part of kept.files) this.#putThere(part);
		for (const { filename, sizeBytes } of kept.unfinished)
			this.#put(filename, sizeBytes, m.attachments_interrupted());
	}

	add(chosen: Iterable<File>): void {
		// What was refused has been read by now.
		this.files = this.files.filter(({ status }) => status !== 'refused');
		const leftOut: string[] = [];
		const problems: string[] = [];
		for (const file of chosen) {
			if (this.files.length >= ATTACHMENTS_A_MESSAGE) {
				leftOut.push(file.name);
				continue;
			}
			const refusal = refusalOf(file);
			const key = this.#put(file.name, file.size, refusal);
			if (refusal !== undefined) {
				problems.push(`${file.name}: ${refusal}`);
				continue;
			}
			this.#sources.set(key, { file, abort: new AbortController() });
			this.#queue(key);
		}
		const names = leftOut.slice(0, NAMED).join(', ') + (leftOut.length > NAMED ? ' …' : '');
		this.note = leftOut.length === 0 ? '' : m.attachments_left_out({ limit: ATTACHMENTS_A_MESSAGE, names });
		this.said = [...problems, this.note].join(' ').trim();
		this.#keep();
	}

	again(key: number): void {
		const failed = this.#find(key);
		if (failed?.status !== 'failed') return;
		failed.status = 'waiting';
		delete failed.problem;
		delete failed.isCutOff;
		this.#queue(key);
	}

	/** The network is back. */
	goOn(): void {
		for (const { key, isCutOff } of this.files) if (isCutOff) this.again(key);
	}

	remove(key: number): void {
		const removed = this.#find(key);
		if (removed === undefined) return;
		this.files = this.files.filter((file) => file.key !== key);
		// Of what is with the server already the answer is awaited, since only it says what to remove there.
		if (removed.sent < 1) this.#sources.get(key)?.abort.abort();
		this.#sources.delete(key);
		if (removed.part !== undefined) this.#discard(removed.part);
		this.note = '';
		this.said = m.attachments_removed({ name: removed.name });
		this.#keep();
	}

	/** Hands the files to the message that is sent now, and is empty. */
	take(): Enclosure {
		const enclosure = {
			conversationId: this.#conversationId(),
			files: $state.snapshot(this.files).flatMap(({ part }) => part ?? [])
		};
		this.#empty();
		this.#keep();
		return enclosure;
	}

	/** Follows what is kept: another tab may have sent or removed files of the same draft, or files were given back. */
	sync(): void {
		const kept = this.outbox.draftFiles(this.draftKey);
		if (kept === undefined && !this.isBusy) {
			this.#empty();
			return;
		}
		this.#newId = kept?.conversationId ?? this.#newId;
		const isKept = ({ name, status, part }: TrayFile) =>
			part === undefined
				? status !== 'refused' || kept?.unfinished.some(({ filename }) => filename === name)
				: kept?.files.some(({ url }) => url === part.url);
		this.files = this.files.filter(isKept);
		for (const part of kept?.files ?? [])
			if (!this.files.some((file) => file.part?.url === part.url)) this.#putThere(part);
	}

	#findObstacle(): string | undefined {
		const missing = this.files.find(({ problem }) => problem !== undefined);
		if (missing?.status === 'refused') return m.attachments_remove_first({ name: missing.name });
		if (missing !== undefined) return m.attachments_mend_first({ name: missing.name });
		if (this.files.length > ATTACHMENTS_A_MESSAGE)
			return m.attachments_too_many({ limit: ATTACHMENTS_A_MESSAGE });
		return undefined;
	}

	#conversationId(): string {
		if (this.draftKey !== NEW_DRAFT) return this.draftKey;
		return (this.#newId ??= this.world.newId());
	}

	#queue(key: number): void {
		this.line.add(() => this.#upload(key));
	}

	/** Gives whether the server took it. */
	async #upload(key: number): Promise<boolean> {
		const source = this.#sources.get(key);
		if (source === undefined) return false;
		try {
			const part = toFilePart(await this.#deliver(key, source));
			const file = this.#find(key);
			if (file === undefined) this.#discard(part);
			else {
				Object.assign(file, { status: 'there', part, name: part.filename, sizeBytes: part.sizeBytes });
				this.said = m.attachments_there({ name: part.filename });
			}
			this.#sources.delete(key);
			this.#keep();
			return true;
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			this.#fail(key, thrown);
			return false;
		}
	}

	/** What the server is too busy for is tried again by itself, a few times. */
	async #deliver(key: number, { file, abort }: { file: File; abort: AbortController }): Promise<Attachment> {
		const path = `/api/attachments?conversationId=${this.#conversationId()}`;
		for (let attempt = 1; ; attempt++) {
			const shown = this.#find(key);
			if (shown) Object.assign(shown, { status: 'sending', sent: 0 });
			try {
				const onsent = (share: number) => {
					if (shown) shown.sent = share;
				};
				const response = await requireOk(await this.world.sendFile(path, file, onsent, abort.signal));
				return await readAttachment(response);
			} catch (thrown) {
				if (!(thrown instanceof WireError) || !isWorthWaiting(thrown) || attempt === MOST_ATTEMPTS)
					throw thrown;
				if (shown) shown.status = 'waiting';
				await this.world.wait(thrown.retryAfterMs ?? backoffMs(attempt));
				if (abort.signal.aborted || this.#find(key) === undefined) throw thrown;
			}
		}
	}

	#fail(key: number, error: WireError): void {
		const failed = this.#find(key);
		if (failed === undefined) return;
		const isCutOff = error.code === 'unreachable';
		const problem = isCutOff ? m.attachments_unreachable() : error.message || m.attachments_upload_failed();
		Object.assign(failed, { status: error.isRetryable ? 'failed' : 'refused', problem, isCutOff });
		this.said = `${failed.name}: ${problem}`;
		if (!error.isRetryable) this.#sources.delete(key);
		this.#keep();
	}

	/** What could not be removed is swept by the server after a day. */
	#discard({ url }: FilePart): void {
		unattended(unlessUnreachable(request(this.world, 'DELETE', url)));
	}

	#find(key: number): TrayFile | undefined {
		return this.files.find((file) => file.key === key);
	}

	#put(name: string, sizeBytes: number, problem?: string): number {
		const key = ++this.#count;
		const refused = problem === undefined ? {} : { problem };
		const status = problem === undefined ? 'waiting' : 'refused';
		this.files.push({ key, name, sizeBytes, status, sent: 0, ...refused });
		return key;
	}

	/** One that was there before this page: it may have gone since. */
	#putThere(part: FilePart): void {
		const key = ++this.#count;
		const { filename: name, sizeBytes } = part;
		this.files.push({ key, name, sizeBytes, status: 'there', sent: 1, part });
		unattended(
			isGone(this.world, part.url).then((isNoMore) => {
				const gone = this.#find(key);
				if (!isNoMore || gone === undefined) return;
				Object.assign(gone, { status: 'refused', problem: m.attachments_gone() });
				delete gone.part;
				this.#keep();
			})
		);
	}

	#empty(): void {
		this.files = [];
		this.note = '';
		this.#newId = undefined;
	}

	#keep(): void {
		const files = $state.snapshot(this.files);
		if (files.length === 0) this.#newId = undefined;
		this.outbox.keepDraftFiles(this.draftKey, {
			conversationId: files.length === 0 ? '' : this.#conversationId(),
			files: files.flatMap(({ part }) => part ?? []),
			unfinished: files
				.filter(({ status }) => status === 'waiting' || status === 'sending' || status === 'failed')
				.map(({ name: filename, sizeBytes }) => ({ filename, sizeBytes }))
		});
	}
}

/** Refused for now and not for good. A network that is gone comes back in its own time. */
const isWorthWaiting = ({ code, isRetryable }: WireError) => isRetryable && code !== 'unreachable';

/** What answers need not be our server: a hotel's network says 200 to everything. */
async function readAttachment(response: Response): Promise<Attachment> {
	const body = (await response.json().catch(() => undefined)) as Partial<Attachment> | undefined;
	const { id, name, mediaType, sizeBytes, width, height } = body ?? {};
	if (!id || !name || !mediaType || sizeBytes === undefined)
		throw new WireError('unreachable', 'that was not our server', true);
	const size = width === undefined || height === undefined ? {} : { width, height };
	return { id, name, mediaType, sizeBytes, ...size };
}
