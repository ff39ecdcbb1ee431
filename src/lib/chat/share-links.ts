// The links by which others read one conversation.
import type { NewShareLink, ShareLinks } from '#lib/shared/conversation/sharing.ts';
import type { LinkStore } from '#lib/ui/sharing.svelte.ts';
import { request, type Surroundings } from './wire.ts';

export function shareLinksOf(
	surroundings: Pick<Surroundings, 'fetch'>,
	conversationId: string,
	origin: string
): LinkStore {
	const path = `/api/chat/${conversationId}/share`;
	return {
		async read() {
			const response = await request(surroundings, 'GET', path);
			return (await response.json<ShareLinks>()).links;
		},
		async make(expiresInDays) {
			const response = await request(surroundings, 'POST', path, { expiresInDays });
			const made = await response.json<NewShareLink>();
			const { id, createdAt, expiresAt } = made;
			return { id, createdAt, expiresAt, address: origin + made.path };
		},
		async revoke(id) {
			await request(surroundings, 'DELETE', `${path}?link=${id}`);
		}
	};
}
