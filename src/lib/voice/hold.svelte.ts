// Held down while one talks: a pointer on the button, or the space bar. Who cannot hold (a switch, a screen reader's own click) presses it
// once to begin and once to end.

export class Hold {
	isHeld = $state(false);

	constructor(private readonly onchange: (isHeld: boolean) => void) {}

	#set(isHeld: boolean): void {
		if (this.isHeld === isHeld) return;
		this.isHeld = isHeld;
		this.onchange(isHeld);
	}

	press(): void {
		this.#set(true);
	}

	release(): void {
		this.#set(false);
	}

	/** Listens to a button; the returned function lets go of both. */
	of(button: HTMLElement): () => void {
		let isByPointer = false;
		const listeners: Partial<Record<keyof HTMLElementEventMap, (event: Event) => void>> = {
			pointerdown: (event) => {
				isByPointer = true;
				// Wherever the finger slides, its end is heard.
				if (event instanceof PointerEvent) button.setPointerCapture(event.pointerId);
				this.press();
			},
			pointerup: () => this.release(),
			pointercancel: () => {
				isByPointer = false;
				this.release();
			},
			blur: () => this.release(),
			// A long touch would open it.
			contextmenu: (event) => event.preventDefault(),
			keydown: (event) => {
				if (!(event instanceof KeyboardEvent) || (event.key !== ' ' && event.key !== 'Enter')) return;
				// Else a click comes with it.
				event.preventDefault();
				event.stopPropagation();
				if (!event.repeat) this.press();
			},
			keyup: (event) => {
				if (!(event instanceof KeyboardEvent) || (event.key !== ' ' && event.key !== 'Enter')) return;
				event.preventDefault();
				event.stopPropagation();
				this.release();
			},
			click: () => {
				if (!isByPointer) this.#set(!this.isHeld);
				isByPointer = false;
			}
		};
		const entries = Object.entries(listeners);
		for (const [name, listener] of entries) button.addEventListener(name, listener);
		return () => {
			for (const [name, listener] of entries) button.removeEventListener(name, listener);
			this.release();
		};
	}
}
