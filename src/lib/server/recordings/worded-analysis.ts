// The reasons of an abstention in the reader's words. What is stored holds codes, so that words can change and be translated.
import { m } from '#lib/paraglide/messages.js';
import type { Analysis } from '#lib/shared/recordings/analysis.ts';
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import type { Abstention } from '#lib/shared/recordings/model/scores.ts';
import type { WordedAnalysis, WordedScore } from '#lib/shared/recordings/views.ts';

const REASONS: Record<Abstention, () => string> = {
	silent: m.recordings_reason_silent,
	'too-short': m.recordings_reason_too_short,
	'too-few-notes': m.recordings_reason_too_few_notes,
	clipped: m.recordings_reason_clipped,
	noisy: m.recordings_reason_noisy,
	'unlike-piano': m.recordings_reason_unlike_piano,
	'weak-evidence': m.recordings_reason_weak_evidence
};

export function inWords(analysis: Analysis): WordedAnalysis {
	const dimensions = Object.fromEntries(
		Object.entries(analysis.dimensions).map(([name, { reason, ...score }]): [string, WordedScore] => [
			name,
			reason === undefined ? score : { ...score, reason: REASONS[reason]() }
		])
	) as Record<Dimension, WordedScore>;
	return { ...analysis, dimensions };
}
