import { ReportRange } from '#lib/server/desk-report/index.ts';
import { endpoint } from '#lib/server/http/index.ts';

/** What came in, what became of it and how long people waited; `from`, `to` and `days` in the time zone `tz`. */
export const GET = endpoint({ query: ReportRange }, ({ services, actor, query }) =>
	services.deskReports.report(actor, query)
);
