// Who wants a password hashed stands in line: one at a time, since a hash takes 16 MiB and the whole thread, and at most so many, since
// whoever waits longer than they would for a page has gone. Those beyond are told so at once.
import { m } from '#lib/paraglide/messages.js';
import { AppError } from '#lib/shared/errors.ts';

export interface HashLine {
	/** Runs the work when its turn comes. Throws `unavailable` when the line is full. */
	run<T>(work: () => Promise<T>): Promise<T>;
}

export interface HashLineOptions {
	/** Including the one that is being worked on. */
	maxLength: number;
	/** Lets what else is due happen (answers going out, others joining the line) before the next one's turn. */
	pause: () => Promise<void>;
}

export function createHashLine({ maxLength, pause }: HashLineOptions): HashLine {
	let length = 0;
	let last: Promise<unknown> = Promise.resolve();
	return {
		async run(work) {
			if (length >= maxLength)
				throw new AppError('unavailable', m.password_hashing_busy(), {
					retryAfterSeconds: RETRY_AFTER_SECONDS
				});
			length++;
			const turn = last.then(work);
			last = turn.then(pause, pause);
			try {
				return await turn;
			} finally {
				length--;
			}
		}
	};
}

const RETRY_AFTER_SECONDS = 5;
