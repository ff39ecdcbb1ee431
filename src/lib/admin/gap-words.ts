// How gaps are told.
import { m } from '#lib/paraglide/messages.js';
import { GAP_REASONS, type GapReason, type KnowledgeGap } from '#lib/shared/knowledge-gaps.ts';
import { dayOf } from '#lib/ui/times.ts';

const COUNTED: Record<GapReason, (of: { count: number }) => string> = {
	refused: m.gaps_reason_refused,
	unsure: m.gaps_reason_unsure,
	disliked: m.gaps_reason_disliked,
	'handed-over': m.gaps_reason_handed_over
};
const NAMED: Record<GapReason, () => string> = {
	refused: m.gaps_was_refused,
	unsure: m.gaps_was_unsure,
	disliked: m.gaps_was_disliked,
	'handed-over': m.gaps_was_handed_over
};

export const reasonName = (reason: GapReason): string => NAMED[reason]();

export function gapReasons({ reasons }: KnowledgeGap): string[] {
	return GAP_REASONS.flatMap((reason) => {
		const count = reasons[reason] ?? 0;
		return count === 0 ? [] : COUNTED[reason]({ count });
	});
}

export function gapAsked({ count, people, lastAskedAt }: KnowledgeGap): string {
	const date = dayOf(lastAskedAt);
	if (count === 1) return m.gaps_asked_once({ date });
	return people === 1 ? m.gaps_asked_by_one({ count, date }) : m.gaps_asked({ count, people, date });
}
