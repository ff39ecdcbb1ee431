// The words of a model's numbers.
import { m } from '#lib/paraglide/messages.js';
import type { ReportedModel, Tries, Wait } from '#lib/shared/model-report.ts';
import { countWords } from '../dashboard/report-words.ts';

const STANDING = {
	closed: m.models_closed,
	'half-open': m.models_half_open,
	unknown: m.models_unknown
};

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

export function standingWords({ breaker, openUntil }: Pick<ReportedModel, 'breaker' | 'openUntil'>): string {
	if (breaker !== 'open') return STANDING[breaker]();
	return m.models_open({ until: `${TIME.format(openUntil ?? 0)} UTC` });
}

/** Tries that reached the model, those that failed, and of those how many in which way. */
export function triesOf(tries: Tries): { asked: number; failed: number; kinds: string } {
	const kinds = [
		[tries.slow, m.models_slow],
		[tries.busy, m.models_busy],
		[tries['too-long'], m.models_too_long],
		[tries.failed, m.models_broken]
	] as const;
	const failed = kinds.reduce((sum, [count]) => sum + count, 0);
	const words = kinds.flatMap(([count, say]) => (count === 0 ? [] : say({ count: countWords(count) })));
	return { asked: failed + tries.answered, failed, kinds: words.join(', ') };
}

export function waitWords(waits: ReportedModel['firstWords']): string {
	return waits === null ? '–' : m.models_waits({ half: within(waits.half), most: within(waits.most) });
}

const SECONDS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

function within(wait: Wait): string {
	if ('overMs' in wait) return m.models_over({ seconds: SECONDS.format(wait.overMs / 1_000) });
	return m.models_within({ seconds: SECONDS.format(wait.withinMs / 1_000) });
}
