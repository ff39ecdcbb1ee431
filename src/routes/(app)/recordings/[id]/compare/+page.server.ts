import { z } from 'zod';
import { pageLoad } from '#lib/server/http/index.ts';
import { Id } from '#lib/shared/ids.ts';

const Query = z.object({ with: Id.optional().catch(undefined) });
const CHOICES = 100;

export const load = pageLoad(
	{ params: z.object({ id: Id }), query: Query },
	async ({ services, actor, params: { id }, query: { with: otherId } }) => {
		const { library } = services.recordings;
		const { analyses, comparisons } = services.measurements;
		const recording = await library.read(actor, id);
		const { recordings } = await library.list(actor, {
			student: recording.student.id,
			status: 'analyzed',
			limit: CHOICES
		});
		const choices = recordings.filter((one) => one.id !== id);
		if (otherId === undefined || otherId === id || recording.status !== 'analyzed')
			return { recording, choices, compared: null };
		const other = await library.read(actor, otherId);
		const [analysis, otherAnalysis, comparison] = await Promise.all([
			analyses.read(actor, id),
			analyses.read(actor, otherId),
			comparisons.between(actor, id, otherId)
		]);
		return {
			recording,
			choices,
			compared: { other, analysis, otherAnalysis, comparison }
		};
	}
);
