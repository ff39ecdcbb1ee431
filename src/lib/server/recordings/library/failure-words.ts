// Why a recording could not be measured, in words that say what to do. An unknown code has words, too: older rows keep theirs.
import { m } from '#lib/paraglide/messages.js';
import { LIMITS } from '../decoding/limits.ts';

const WORDS: Record<string, () => string> = {
	unsupported: m.recordings_failed_unsupported,
	invalid: m.recordings_broken,
	'too-large': () => m.recordings_too_long({ limit: LIMITS.longestSeconds / 60 }),
	'too-short': () => m.recordings_too_short({ limit: LIMITS.shortestSeconds }),
	missing: m.recordings_failed_missing,
	unavailable: m.recordings_failed_unavailable
};

export function failureOf(code: string | null): { code: string; message: string } | null {
	if (code === null) return null;
	return { code, message: (WORDS[code] ?? m.recordings_failed)() };
}
