// What is kept of an analysis, whole, as one object: it is either all there or not at all. The row in D1 holds a summary for lists.
import type { Analysis } from '#lib/shared/recordings/analysis.ts';
import type { Envelope } from '#lib/shared/recordings/envelope.ts';
import { analysisKey } from './analysis-keys.ts';

export type ProviderName = 'embedded' | 'external';

export interface StoredAnalysis {
	version: typeof VERSION;
	provider: ProviderName;
	modelVersion: string;
	/** Milliseconds since epoch. */
	analysedAt: number;
	durationSeconds: number;
	/** Reasons are codes here: words are made for whoever reads. */
	analysis: Analysis;
	envelope: Envelope;
	/** Whether a track for comparing lies beside it. */
	isComparable: boolean;
}

export const VERSION = 1;

/** What lists and progress need, without an object for each row. */
export interface AnalysisSummary extends Record<string, unknown> {
	dimensions: Analysis['dimensions'];
	abstention: Analysis['abstention'];
	tempo: { beatsPerMinute: number; stability: number } | null;
	quality: Analysis['quality'];
}

export function summaryOf({ analysis }: StoredAnalysis): AnalysisSummary {
	const { dimensions, abstention, tempo, quality } = analysis;
	return {
		dimensions,
		abstention,
		tempo: tempo === null ? null : { beatsPerMinute: tempo.beatsPerMinute, stability: tempo.stability },
		quality
	};
}

/** Null where there is none that this version can read. */
export async function readStored(
	objects: R2Bucket,
	recording: { id: string; personId: string }
): Promise<StoredAnalysis | null> {
	const object = await objects.get(analysisKey(recording));
	if (object === null) return null;
	const stored: Omit<StoredAnalysis, 'version'> & { version: number } = await object.json();
	return stored.version === VERSION ? { ...stored, version: VERSION } : null;
}
