// Work that must not take for ever, whether or not it heeds a signal.
import { AppError } from '#lib/shared/errors.ts';

/** What an AppError of a service that kept us waiting has as its cause: asking it again would keep the person waiting twice. */
export class TooSlow extends Error {
	override readonly name = 'TooSlow';
}

export interface Deadline {
	/** Aborted when a time is over or the caller gives up. */
	readonly signal: AbortSignal;
	/** Rejects with an `unavailable` whose cause is TooSlow after `ms`, and with the caller's reason when they give up. */
	within<T>(ms: number, work: Promise<T>): Promise<T>;
	/** Nothing is expected any more. */
	end(): void;
}

/** `tooLate`: what the person is told. */
export function createDeadline(caller: AbortSignal | undefined, tooLate: string): Deadline {
	const control = new AbortController();
	const givenUp = Promise.withResolvers<never>();
	givenUp.promise.catch(() => undefined);
	const giveUp = () => {
		givenUp.reject(caller?.reason);
		control.abort(caller?.reason);
	};
	if (caller?.aborted === true) giveUp();
	else caller?.addEventListener('abort', giveUp, { once: true });
	return {
		signal: control.signal,
		async within(ms, work) {
			// Whoever loses the race may still fail later, unheard.
			work.catch(() => undefined);
			let timer: ReturnType<typeof setTimeout> | null = null;
			const late = new Promise<never>((_resolve, reject) => {
				timer = setTimeout(() => {
					const cause = new TooSlow(`nothing came in ${ms} ms`);
					reject(new AppError('unavailable', tooLate, { cause }));
					control.abort(cause);
				}, ms);
			});
			try {
				return await Promise.race([work, late, givenUp.promise]);
			} finally {
				clearTimeout(timer);
			}
		},
		end: () => caller?.removeEventListener('abort', giveUp)
	};
}
