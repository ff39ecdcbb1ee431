// Why an analysis failed, as a closed set of codes; library/failure-words.ts has the words. That a dimension says nothing is no failure.
import { AppError } from '#lib/shared/errors.ts';

export type FailureCode = 'unsupported' | 'too-large' | 'too-short' | 'invalid' | 'missing' | 'unavailable';

/** Null for what may pass when it is tried again, and for what is a bug. */
export function finalFailure(thrown: unknown): FailureCode | null {
	if (!(thrown instanceof AppError) || thrown.retryable) return null;
	switch (thrown.code) {
		case 'unsupported':
		case 'too-large':
			return thrown.code;
		case 'invalid':
			return isAboutLength(thrown.details) ? 'too-short' : 'invalid';
		case 'not-found':
			return 'missing';
		default:
			return 'unavailable';
	}
}

/** As decoding/open-sound.ts says that a recording is too short. */
const isAboutLength = (details: unknown): boolean =>
	typeof details === 'object' && details !== null && 'minSeconds' in details;
