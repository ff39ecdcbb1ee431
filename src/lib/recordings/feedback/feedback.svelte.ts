// The written feedback on one recording: read when it is there, made when it is asked for.
import type { FeedbackView } from '#lib/shared/recordings/views.ts';
import { ask, RecordingsError } from '../wire.ts';

export class Feedback {
	view: FeedbackView | undefined = $state.raw();
	state: 'unread' | 'reading' | 'none' | 'making' | 'there' | 'failed' = $state('unread');
	problem = $state('');
	/** One wish, one feedback, however often it is sent. */
	#clientKey: string | undefined;

	constructor(private readonly recordingId: string) {}

	take(view: FeedbackView | null): void {
		this.view = view ?? undefined;
		this.state = view === null ? 'none' : 'there';
	}

	async read(): Promise<void> {
		if (this.state !== 'unread' && this.state !== 'failed') return;
		this.state = 'reading';
		await this.#attempt(() => ask<FeedbackView>('GET', this.#path));
	}

	async make(): Promise<void> {
		this.state = 'making';
		this.#clientKey ??= crypto.randomUUID();
		const body = { clientKey: this.#clientKey };
		if (await this.#attempt(() => ask<FeedbackView>('POST', this.#path, body))) this.#clientKey = undefined;
	}

	/** True when it is there now. */
	async #attempt(work: () => Promise<FeedbackView>): Promise<boolean> {
		try {
			this.take(await work());
			return true;
		} catch (thrown) {
			if (!(thrown instanceof RecordingsError)) throw thrown;
			if (thrown.code === 'not-found' && this.state === 'reading') {
				this.take(null);
				return false;
			}
			this.state = 'failed';
			this.problem = thrown.code === 'unreachable' ? '' : thrown.message;
			return false;
		}
	}

	get #path(): string {
		return `/api/feedback/${this.recordingId}`;
	}
}
