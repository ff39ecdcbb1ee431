// What the parts of the chat page share for as long as it is open: the source beside the text, the words being written, the place.
import { createContext } from 'svelte';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { Follow } from './follow.svelte.ts';
import { anchorOf } from './message-anchor.ts';

/** Long enough to see where one is. */
const FOUND_MS = 2400;

export class Room {
	/** The source shown beside the text. */
	source: CitationData | undefined = $state.raw();
	/** The question being changed, and the words to begin with where they are not its own. */
	editing: { messageId: string; text?: string } | undefined = $state.raw();
	/** What was just done without moving the focus, for a screen reader. */
	said = $state('');
	/** The message a search led to, while it is brought out. */
	foundId: string | undefined = $state();
	readonly follow = new Follow();
	#opener: HTMLElement | undefined;

	/** Brings a message that is on the page into view, and the focus to it. */
	point(messageId: string): void {
		const place = document.getElementById(anchorOf(messageId));
		if (place === null) return;
		this.follow.hold();
		place.scrollIntoView({ block: 'start', behavior: 'instant' });
		place.focus({ preventScroll: true });
		this.foundId = messageId;
		setTimeout(() => {
			if (this.foundId === messageId) this.foundId = undefined;
		}, FOUND_MS);
	}

	openSource(citation: CitationData, opener: HTMLElement): void {
		this.#opener = opener;
		this.source = citation;
	}

	closeSource(): void {
		this.source = undefined;
		// The focus goes back to the numeral it came from.
		this.#opener?.focus({ preventScroll: true });
		this.#opener = undefined;
	}
}

export const [useRoom, provideRoom] = createContext<Room>();
