import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

export const load = pageLoad(
	{ params: z.object({ id: Id }) },
	async ({ services, actor, params: { id } }) => {
		const recording = await services.recordings.library.read(actor, id);
		const [notes, analysis, feedback] = await Promise.all([
			services.recordings.notes.list(actor, id),
			recording.status === 'analyzed' ? services.measurements.analyses.read(actor, id) : null,
			services.recordingFeedback.ofRecording(id)
		]);
		return { recording, notes, analysis, feedback };
	}
);
