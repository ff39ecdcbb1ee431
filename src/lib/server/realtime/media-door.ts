// Where the media server calls at a conversation: its adapters open a WebSocket at an address with a secret in it, which is all they can
// show. Only the conversation's object knows whether it holds.
import { AppError } from '#lib/shared/errors.ts';

/** On the object. */
export const MEDIA_PATH = '/media';
/** Not in the path: what is asked of an object stands in its log. */
export const MEDIA_SECRET_HEADER = 'x-segue-media-secret';

export interface MediaDoor {
	/** The answer to the WebSocket upgrade. Nobody's secret, and a deployment without a media server, are `not-found`. */
	connect(conversationId: string, secret: string): Promise<Response>;
	/** Where the media server is told to call. */
	addressOf(conversationId: string, secret: string): string;
}

interface MediaDoorOptions {
	namespace: { getByName(name: string): { fetch(address: string, init: RequestInit): Promise<Response> } };
	/** Undefined: no media server, and nothing is asked. */
	appId: string | undefined;
	publicOrigin: string | undefined;
}

export function createMediaDoor({ namespace, appId, publicOrigin }: MediaDoorOptions): MediaDoor {
	return {
		async connect(conversationId, secret) {
			const nobody = new AppError('not-found', 'There is nothing here.');
			if (appId === undefined) throw nobody;
			const response = await namespace.getByName(conversationId).fetch(`https://conversation${MEDIA_PATH}`, {
				headers: { upgrade: 'websocket', [MEDIA_SECRET_HEADER]: secret }
			});
			if (response.status !== 101) throw nobody;
			return response;
		},
		addressOf: (conversationId, secret) =>
			`${(publicOrigin ?? '').replace(/^http/, 'ws').replace(/\/$/, '')}/api/chat/${conversationId}/voice/media/${secret}`
	};
}
