import { pageLoad } from '#lib/server/http/index.ts';

export const load = pageLoad({}, ({ services }) => ({ schoolName: services.settings.SCHOOL_NAME }));
