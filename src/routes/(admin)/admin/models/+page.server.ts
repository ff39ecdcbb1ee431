import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({}, async ({ services, actor }) => ({
	report: await services.modelReports.read(actor)
}));
