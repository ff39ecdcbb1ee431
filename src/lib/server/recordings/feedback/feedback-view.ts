// Feedback as it is stored and answered. Every row is parsed on its way in and out: a model had a hand in some of it.
import { z } from 'zod';
import { DIMENSIONS } from '#lib/shared/recordings/dimensions.ts';
import type { FeedbackView } from '#lib/shared/recordings/views.ts';

const Words = z.string().max(2_000);
const Seconds = z.number().nonnegative();
const Confidence = z.number().min(0).max(1);
const Count = z.number().int().nonnegative();
const CitationNumbers = z.array(z.number().int().positive());

const ScoreReference = z.object({
	dimension: z.enum([...DIMENSIONS, 'tempo', 'loudness', 'onsets']),
	value: z.number(),
	kind: z.enum(['score', 'change']),
	start: Seconds,
	end: Seconds,
	confidence: Confidence
});

const FeedbackClaim = z.object({
	text: Words,
	scoreReference: ScoreReference,
	furtherReferences: z.array(ScoreReference)
});

const FeedbackMoment = z.object({
	start: Seconds,
	end: Seconds,
	timestamp: z.string(),
	insights: z.array(
		z.object({
			category: z.string(),
			observation: Words,
			actionableAdvice: Words,
			citationNumbers: CitationNumbers,
			scoreReference: ScoreReference,
			furtherReferences: z.array(ScoreReference)
		})
	),
	practiceFocus: Words
});

const Recommendation = z.object({
	skillArea: z.string(),
	specificExercise: Words,
	expectedOutcome: Words,
	scoreReference: ScoreReference,
	citationNumbers: CitationNumbers
});

const FeedbackCitation = z.object({
	number: z.number().int().positive(),
	documentId: z.string(),
	documentTitle: z.string(),
	revisionHash: z.string(),
	start: Count,
	end: Count,
	quote: z.string()
});

export const FeedbackContent = z.object({
	overallAssessment: z.object({
		strengths: z.array(FeedbackClaim),
		priorityAreas: z.array(FeedbackClaim),
		performanceCharacter: Words,
		characterReferences: z.array(ScoreReference)
	}),
	temporalFeedback: z.array(FeedbackMoment),
	practiceRecommendations: z.object({
		immediatePriorities: z.array(Recommendation),
		longTermDevelopment: z.array(Recommendation)
	}),
	encouragement: Words,
	encouragementReference: ScoreReference.nullable(),
	limits: z.array(Words),
	citations: z.array(FeedbackCitation),
	metadata: z.object({
		modelVersion: z.string(),
		analysedAt: z.number().int(),
		confidence: Confidence,
		dropped: z.object({ unsupported: Count, generic: Count })
	})
}) satisfies z.ZodType<Omit<FeedbackView, 'id' | 'recordingId'>>;
export type FeedbackContent = z.infer<typeof FeedbackContent>;
