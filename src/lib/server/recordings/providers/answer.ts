// What another analyser answers. It is somebody else's program: every number is checked before anything of it is kept. The shape is
// documented in docs/analyser-api.md.
import { z } from 'zod';
import { DIMENSIONS, type Dimension } from '#lib/shared/recordings/dimensions.ts';
import type { Analysis } from '#lib/shared/recordings/analysis.ts';
import { timestampOf } from '#lib/shared/recordings/timestamp.ts';
import { LIMITS } from '../decoding/limits.ts';

export interface AnalyserAnswer {
	modelVersion: string;
	durationSeconds: number;
	analysis: Analysis;
}

const MOST_ONSETS = 100_000;
const seconds = z
	.number()
	.min(0)
	.max(LIMITS.longestSeconds + 1);
const share = z.number().min(0).max(1);

const Score = z.object({ score: share.nullable(), confidence: share });
const dimensionsOf = <T extends z.ZodType>(value: T) =>
	z.object(Object.fromEntries(DIMENSIONS.map((name) => [name, value])) as Record<Dimension, T>);

const SegmentAnswer = z
	.object({
		start: seconds,
		end: seconds,
		level: z.number().min(-120).max(60).default(0),
		onsets: z.number().int().min(0).max(MOST_ONSETS).default(0),
		change: dimensionsOf(z.number().min(-1).max(1)).nullable()
	})
	.refine(({ start, end }) => end > start, 'a segment ends after it starts');

export const Answer = z.object({
	modelVersion: z.string().trim().min(1).max(80),
	durationSeconds: seconds.refine((value) => value > 0, 'a recording lasts'),
	dimensions: dimensionsOf(Score),
	segments: z
		.array(SegmentAnswer)
		.max(LIMITS.longestSeconds)
		.refine(
			(list) => list.every(({ start }, at) => at === 0 || start >= (list[at - 1]?.start ?? 0)),
			'segments come in their order'
		)
		.default([]),
	onsets: z.array(seconds).max(MOST_ONSETS).default([]),
	tempo: z
		.object({
			beatsPerMinute: z.number().min(1).max(1_000),
			clarity: share.default(0),
			stability: share.default(0),
			curve: z
				.array(z.object({ seconds, beatsPerMinute: z.number().min(1).max(1_000) }))
				.max(MOST_ONSETS)
				.default([])
		})
		.nullable()
		.default(null)
});

export function toAnalysis(answer: z.infer<typeof Answer>): AnalyserAnswer {
	const { modelVersion, durationSeconds, onsets, tempo } = answer;
	const dimensions = Object.fromEntries(
		DIMENSIONS.map((name) => {
			const { score, confidence } = answer.dimensions[name];
			return [
				name,
				score === null
					? { score, confidence: 0, abstained: true, reason: 'weak-evidence' }
					: { score: thousandths(score), confidence: thousandths(confidence) }
			];
		})
	) as Analysis['dimensions'];
	return {
		modelVersion,
		durationSeconds,
		analysis: {
			dimensions,
			abstention: null,
			segments: answer.segments.map((segment) => ({ ...segment, timestamp: timestampOf(segment) })),
			onsets: onsets.toSorted((a, b) => a - b),
			tempo,
			// Nothing of this was measured.
			quality: { loudness: null, signalToNoise: null, clippedShare: 0, isCutShort: false, strangeness: null }
		}
	};
}

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;
