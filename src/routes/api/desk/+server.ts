import { endpoint } from '#lib/server/http/index.ts';

/** Who waits for a person, who has somebody, and what goes on. */
export const GET = endpoint({ hasETag: true }, ({ services, actor }) => services.desk.list(actor));
