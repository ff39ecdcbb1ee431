// The written feedback on one recording: there, or made when it is asked for.
import type { FeedbackView } from '#lib/shared/recordings/views.ts';
import { WireError } from '#lib/shared/wire-error.ts';
import { ask } from '../wire.ts';

export class Feedback {
	view: FeedbackView | undefined = $state.raw();
	state: 'none' | 'making' | 'there' | 'failed' = $state('none');
	problem = $state('');
	/** One wish, one feedback, however often it is sent. */
	#clientKey: string | undefined;

	constructor(
		private readonly recordingId: string,
		view: FeedbackView | null
	) {
		if (view !== null) this.#take(view);
	}

	async make(): Promise<void> {
		this.state = 'making';
		this.#clientKey ??= crypto.randomUUID();
		try {
			this.#take(
				await ask<FeedbackView>('POST', `/api/feedback/${this.recordingId}`, { clientKey: this.#clientKey })
			);
			this.#clientKey = undefined;
		} catch (thrown) {
			if (!(thrown instanceof WireError)) throw thrown;
			this.state = 'failed';
			this.problem = thrown.code === 'unreachable' ? '' : thrown.message;
		}
	}

	#take(view: FeedbackView): void {
		this.view = view;
		this.state = 'there';
	}
}
