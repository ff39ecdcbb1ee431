// The list of recordings as the page shows it: the server's pages, one behind the other, and what changes of them while one looks.
import type { RecordingView } from '#lib/shared/recordings/views.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { ask } from '../wire.ts';

export interface TakesPage {
	recordings: RecordingView[];
	nextCursor: string | null;
}

/** Below this a recording that is being measured is asked for again at once. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

export class Takes {
	list: RecordingView[] = $state.raw([]);
	nextCursor: string | null = $state(null);
	isLoading = $state(false);
	problem = $state(false);
	readonly unfinished = $derived(
		this.list.filter(({ status }) => status === 'uploaded' || status === 'processing').map(({ id }) => id)
	);
	#query = '';

	take(page: TakesPage, query: string): void {
		this.list = page.recordings;
		this.nextCursor = page.nextCursor;
		this.#query = query;
		this.problem = false;
	}

	async more(): Promise<void> {
		if (this.nextCursor === null || this.isLoading) return;
		this.isLoading = true;
		this.problem = false;
		const query = new URLSearchParams(this.#query);
		query.set('cursor', this.nextCursor);
		try {
			const page = await ask<TakesPage>('GET', `/api/recordings?${query}`);
			const isNew = ({ id }: RecordingView) => !this.list.some((one) => one.id === id);
			this.list = [...this.list, ...page.recordings.filter(isNew)];
			this.nextCursor = page.nextCursor;
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			this.problem = true;
		} finally {
			this.isLoading = false;
		}
	}

	/** One that came into being, or is known and changed. */
	put(recording: RecordingView): void {
		const isKnown = this.list.some(({ id }) => id === recording.id);
		this.list = isKnown
			? this.list.map((one) => (one.id === recording.id ? recording : one))
			: [recording, ...this.list];
	}

	async remove(recording: RecordingView): Promise<void> {
		try {
			await ask('DELETE', `/api/recordings/${recording.id}`);
		} catch (thrown) {
			// Gone already is what was wanted.
			if (!(thrown instanceof WireError) || thrown.code !== 'not-found') throw thrown;
		}
		this.list = this.list.filter(({ id }) => id !== recording.id);
	}

	/** Asks after those that are being measured, less and less often, and only while somebody looks. Returns how to end it. */
	follow(): () => void {
		let waitMs = FIRST_WAIT_MS;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const look = async () => {
			if (document.visibilityState === 'visible') {
				const before = this.unfinished.length;
				await Promise.all(this.unfinished.map((id) => this.#refresh(id)));
				waitMs = this.unfinished.length < before ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, waitMs * 1.5);
			}
			timer = setTimeout(() => void look(), waitMs);
		};
		timer = setTimeout(() => void look(), waitMs);
		return () => clearTimeout(timer);
	}

	async #refresh(id: string): Promise<void> {
		try {
			this.put((await ask<{ recording: RecordingView }>('GET', `/api/recordings/${id}`)).recording);
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			if (thrown.code === 'not-found') this.list = this.list.filter((one) => one.id !== id);
		}
	}
}
