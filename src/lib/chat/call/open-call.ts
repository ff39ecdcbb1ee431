// Opens the call of this tab, over whatever page there is: it outlives the page it was begun on. One at a time: asked for again, the one
// there is becomes large.
import { mount, unmount } from 'svelte';
import { unattended } from '#lib/ui/unattended.ts';
import { Call } from '#lib/voice/call.svelte.ts';
import { CallRoom } from '#lib/voice/call-room.svelte.ts';
import CallView from './CallView.svelte';

let open: CallRoom | undefined;

/** `contexts`: of the page that opens it. From a click, so that sound may play; `isReturning` where there was none. */
export function openCall(conversationId: string, contexts: Map<unknown, unknown>, isReturning = false): void {
	if (open !== undefined) {
		open.isSmall = false;
		return;
	}
	const room = new CallRoom(
		conversationId,
		() => new Call({ conversationId }),
		{ local: localStorage, session: sessionStorage },
		isReturning
	);
	open = room;
	const view = mount(CallView, {
		target: document.body,
		context: contexts,
		props: {
			room,
			onclose: () => {
				open = undefined;
				unattended(unmount(view));
			}
		}
	});
	if (room.isNoted && !isReturning) unattended(room.begin());
}
