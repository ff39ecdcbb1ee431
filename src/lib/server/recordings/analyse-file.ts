// A file measured from its first byte to its last number: the same call for an upload, for the command line and for the evaluations.
import { m } from '#lib/paraglide/messages.js';
import { analyse, rounded, type Analysis } from '#lib/shared/recordings/analysis.ts';
import type { Dimension } from '#lib/shared/recordings/dimensions.ts';
import type { Abstention, DimensionScore } from '#lib/shared/recordings/model/scores.ts';
import { readTake } from './decoding/read-take.ts';
import type { SoundFile } from './decoding/sound-file.ts';

/** As measured, with the reasons in words. */
interface WordedScore extends Omit<DimensionScore, 'reason'> {
	reason?: string;
}

export interface AnalysedFile {
	durationSeconds: number;
	analysis: Omit<Analysis, 'dimensions'> & { dimensions: Record<Dimension, WordedScore> };
}

const REASONS: Record<Abstention, () => string> = {
	silent: m.recordings_reason_silent,
	'too-short': m.recordings_reason_too_short,
	'too-few-notes': m.recordings_reason_too_few_notes,
	clipped: m.recordings_reason_clipped,
	noisy: m.recordings_reason_noisy,
	'unlike-piano': m.recordings_reason_unlike_piano,
	'weak-evidence': m.recordings_reason_weak_evidence
};

export async function analyseFile(file: SoundFile): Promise<AnalysedFile> {
	const { take, clippedShare, isCutShort } = await readTake(file);
	const analysis = analyse(take, { clippedShare, isCutShort });
	return {
		durationSeconds: rounded(take.durationSeconds, 3),
		analysis: {
			...analysis,
			dimensions: Object.fromEntries(
				Object.entries(analysis.dimensions).map(([name, { reason, ...score }]) => [
					name,
					reason === undefined ? score : { ...score, reason: REASONS[reason]() }
				])
			) as Record<Dimension, WordedScore>
		}
	};
}
