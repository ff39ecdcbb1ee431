// What the parts of the chat page share for as long as it is open: the source beside the text, and the words being written.
import { createContext } from 'svelte';
import type { CitationData } from '#lib/shared/conversation/parts.ts';

export class Room {
	/** The source shown beside the text. */
	source: CitationData | undefined = $state.raw();
	/** The question being changed. */
	editingId: string | undefined = $state();
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
