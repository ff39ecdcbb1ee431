import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { formAction, pageLoad } from '#lib/server/http/index.ts';
import { ChangeTranscript, ReadTranscript, Unmask } from '#lib/server/transcripts/index.ts';
import { Id } from '#lib/shared/ids.ts';

const params = z.object({ id: Id });
/** SvelteKit has matched it already; what is no id is unknown to the service. */
const idOf = (event: { params: Partial<Record<string, string>> }) => params.parse(event.params).id;

export const load = pageLoad(
	{ params, query: ReadTranscript },
	async ({ services, actor, params, query }) => ({
		transcript: await services.transcripts.read(actor, params.id, query),
		message: query.message ?? null,
		unmasking: query.unmasking ?? null
	})
);

/** One field, with commas between. */
const Tags = z.preprocess((given) => {
	const { tags } = z.object({ tags: z.string() }).parse(given);
	return {
		tags: tags
			.split(',')
			.map((tag) => tag.trim())
			.filter((tag) => tag !== '')
	};
}, ChangeTranscript);

export const actions = {
	unmask: formAction(Unmask, async ({ services, actor, fields, event }) => {
		const { unmasking } = await services.transcripts.unmask(actor, idOf(event), fields.reason);
		const search = new URLSearchParams(event.url.search);
		for (const name of [...search.keys()]) if (name.startsWith('/')) search.delete(name);
		search.set('unmasking', unmasking);
		redirect(303, `${event.url.pathname}?${search}`);
	}),
	tags: formAction(Tags, async ({ services, actor, fields, event }) => {
		await services.transcripts.change(actor, idOf(event), fields);
		return { saved: true };
	}),
	bookmark: formAction(
		z.object({ isBookmarked: z.enum(['yes', 'no']) }),
		async ({ services, actor, fields, event }) => {
			await services.transcripts.change(actor, idOf(event), { isBookmarked: fields.isBookmarked === 'yes' });
		}
	)
};
