// Short notices that may offer one act, such as undoing what was just done. One at a time: a newer one settles the older.
import { createContext } from 'svelte';
import { m } from '#lib/paraglide/messages.js';

export interface Toast {
	id: number;
	text: string;
	action?: { label: string; run: () => void };
}

const SHOWN_MS = 8000;

export class Toasts {
	current: Toast | undefined = $state.raw();
	#count = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	show(text: string, action?: Toast['action']): void {
		this.current = { id: ++this.#count, text, ...(action ? { action } : {}) };
		this.resume();
	}

	/** Waits for work that was asked for by hand, and says so when it fails. */
	attempt(work: Promise<unknown> | undefined): void {
		work?.catch(() => this.show(m.ui_did_not_work()));
	}

	/** A pointer or the focus rests on it: it stays. */
	pause(): void {
		clearTimeout(this.#timer);
	}

	resume(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
	}

	dismiss(): void {
		clearTimeout(this.#timer);
		this.current = undefined;
	}
}

export const [useToasts, provideToasts] = createContext<Toasts>();
