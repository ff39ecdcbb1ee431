// What the parts of the chat page share for as long as it is open: the source beside the text, the words being written, the place.
import { createContext } from 'svelte';
import type { CitationData } from '#lib/shared/conversation/parts.ts';
import { Follow } from './follow.svelte.ts';

export class Room {
	/** The source shown beside the text. */
	source: CitationData | undefined = $state.raw();
	/** The question being changed, and the words to begin with where they are not its own. */
	editing: { messageId: string; text?: string } | undefined = $state.raw();
	/** What was just done without moving the focus, for a screen reader. */
	said = $state('');
	readonly follow = new Follow();
	#opener: HTMLElement | undefined;

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
