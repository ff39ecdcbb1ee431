import { endpoint } from '#lib/server/http/index.ts';

/** The tags of all conversations, with how many have each. */
export const GET = endpoint({ hasETag: true }, ({ services, actor }) => services.chat.tags(actor));
