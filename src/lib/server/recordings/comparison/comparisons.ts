// Two takes side by side, for whoever may see both. Nothing is stored: comparing takes less than reading an answer of yesterday is worth.
import { m } from '#lib/paraglide/messages.js';
import type { Actor } from '#lib/shared/actor.ts';
import { AppError } from '#lib/shared/errors.ts';
import { compare, type ComparedTake } from '#lib/shared/recordings/comparison/compare.ts';
import { readTrack } from '#lib/shared/recordings/comparison/track.ts';
import type { ComparisonView } from '#lib/shared/recordings/views.ts';
import type { Whose } from '../access/whose.ts';
import { trackKey } from '../analysis/analysis-keys.ts';
import { readStored } from '../analysis/stored-analysis.ts';

export interface Comparisons {
	/** Throws `not-found` until both are measured, and `unsupported` where one of them could not be read here. */
	between(actor: Actor, recordingId: string, otherId: string): Promise<ComparisonView>;
}

export function createComparisons({ objects, whose }: { objects: R2Bucket; whose: Whose }): Comparisons {
	async function takeOf(actor: Actor, recordingId: string): Promise<ComparedTake> {
		const { row } = await whose.find(actor, recordingId);
		const stored = row.status === 'analyzed' ? await readStored(objects, row) : null;
		if (stored === null) throw new AppError('not-found', m.recording_analysis_no_analysis());
		const object = stored.isComparable ? await objects.get(trackKey(row)) : null;
		const track = object === null ? null : readTrack(new Uint8Array(await object.arrayBuffer()));
		if (track === null) throw new AppError('unsupported', m.recording_analysis_not_comparable());
		return { track, analysis: stored.analysis };
	}

	return {
		async between(actor, recordingId, otherId) {
			if (recordingId === otherId) throw new AppError('invalid', m.recording_analysis_same_recording());
			const [here, there] = await Promise.all([takeOf(actor, recordingId), takeOf(actor, otherId)]);
			return { recordingId, otherId, ...compare(here, there) };
		}
	};
}
