// What the composer is given, and what it gives to the line that writes down what is spoken.
import type { Trays } from './attachments/trays.svelte.ts';
import type { Enclosure, Outbox } from './outbox.ts';

export interface ComposerProps {
	action: string;
	/** Names the draft that is kept. */
	draftKey: string;
	outbox: Outbox;
	trays: Trays;
	isRunning: boolean;
	onsend: (text: string, enclosure?: Enclosure) => void;
	onstop: () => void;
	oncall: () => void;
	/** Words to begin with, such as a refused message taken back. */
	text?: string;
	element?: HTMLTextAreaElement | undefined;
}

export interface DictationProps extends Record<string, unknown> {
	text: string;
	onclose: () => void;
}
