import { z } from 'zod';
import { ReportRange } from '#lib/server/desk-report/index.ts';
import { pageLoad } from '#lib/server/http/index.ts';
import { AppError } from '#lib/shared/errors.ts';

/** As it was typed: what makes no period is said beside the form, which keeps it. */
const typed = z.string().max(100).optional();
const Query = z.object({ days: typed, from: typed, to: typed, tz: typed });

export const load = pageLoad({ query: Query }, async ({ services, actor, query }) => {
	const range = ReportRange.safeParse(query);
	let problem = range.error?.issues[0]?.message;
	const wanted = range.data ?? {};
	const report = await services.deskReports.report(actor, wanted).catch((thrown: unknown) => {
		if (!(thrown instanceof AppError) || thrown.code !== 'invalid') throw thrown;
		problem = thrown.message;
		return services.deskReports.report(actor, {});
	});
	return { report, problem, typed: query };
});
