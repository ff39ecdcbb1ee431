import { endpoint } from '#lib/server/http/index.ts';

export const GET = endpoint({}, ({ services, actor }) => services.modelReports.read(actor));
