// The links by which others listen to one recording.
import type { RecordingShareView } from '#lib/shared/recordings/views.ts';
import type { LinkStore } from '#lib/ui/sharing.svelte.ts';
import { ask } from '../wire.ts';

export function shareLinksOf(recordingId: string): LinkStore {
	const path = `/api/recordings/${recordingId}/shares`;
	return {
		async read() {
			const { shares } = await ask<{ shares: RecordingShareView[] }>('GET', path);
			return shares.filter(({ revokedAt }) => revokedAt === null);
		},
		async make(expiresInDays) {
			const { share } = await ask<{ share: RecordingShareView }>('POST', path, { expiresInDays });
			return { ...share, address: new URL(share.url ?? '', location.origin).href };
		},
		revoke: (id) => ask('DELETE', `${path}/${id}`)
	};
}
