// A file measured from its first byte to its last number: the same calls for an upload, for the command line and for the evaluations.
import { analyse, rounded } from '#lib/shared/recordings/analysis.ts';
import type { WordedAnalysis } from '#lib/shared/recordings/views.ts';
import type { Decoders } from './decoding/mp3.ts';
import { readTake, type ReadTake } from './decoding/read-take.ts';
import type { SoundFile } from './decoding/sound-file.ts';
import { inWords } from './worded-analysis.ts';

export interface AnalysedFile {
	durationSeconds: number;
	analysis: WordedAnalysis;
}

export async function analyseFile(file: SoundFile, decoders: Decoders = {}): Promise<AnalysedFile> {
	return analyseTake(await readTake(file, decoders));
}

export function analyseTake({ take, clippedShare, isCutShort }: ReadTake): AnalysedFile {
	return {
		durationSeconds: rounded(take.durationSeconds, 3),
		analysis: inWords(analyse(take, { clippedShare, isCutShort }))
	};
}
