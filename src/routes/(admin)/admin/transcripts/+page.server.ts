import { pageLoad } from '#lib/server/http/index.ts';
import { FILTER_NAMES, FindTranscripts } from '#lib/server/transcripts/index.ts';

export const load = pageLoad({ query: FindTranscripts }, async ({ services, actor, query, event }) => {
	const { q, limit = q === undefined ? 30 : 20, ...rest } = query;
	const [choices, list, found] = await Promise.all([
		services.transcripts.choices(actor),
		q === undefined ? services.transcripts.list(actor, { ...rest, limit }) : undefined,
		q === undefined ? undefined : services.transcripts.search(actor, { ...rest, limit, q })
	]);
	const { searchParams } = event.url;
	return {
		...{ choices, list, found },
		q: q ?? '',
		filter: Object.fromEntries(FILTER_NAMES.map((name) => [name, searchParams.get(name) ?? ''])) as Record<
			(typeof FILTER_NAMES)[number],
			string
		>,
		isFirstPage: query.cursor === undefined
	};
});
