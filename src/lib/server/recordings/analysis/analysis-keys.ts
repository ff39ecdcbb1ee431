// Where an analysis keeps what it makes, beside the recording: whoever erases the recording or its person finds it by the same prefix.
import { prefixOf } from '../storage/object-keys.ts';

interface Whose {
	id: string;
	personId: string;
}

/** All that was measured (stored-analysis.ts). */
export const analysisKey = (recording: Whose): string => `${prefixOf(recording)}analysis.json`;
/** What comparing needs of it (shared/recordings/comparison/track.ts). */
export const trackKey = (recording: Whose): string => `${prefixOf(recording)}track.bin`;
/** Of an analysis that is under way: the sound as it was read, and what another analyser answered. Gone when it ends. */
export const takeKey = (recording: Whose): string => `${prefixOf(recording)}part-take.bin`;
export const answerKey = (recording: Whose): string => `${prefixOf(recording)}part-answer.json`;

export const keysOf = (recording: Whose): string[] =>
	[analysisKey, trackKey, takeKey, answerKey].map((keyOf) => keyOf(recording));
