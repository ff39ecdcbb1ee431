// The page's end is followed only while the reader is there; otherwise they are told there is more below.

/** Closer to the end than this counts as being there. */
const AT_END_PX = 72;

export class Follow {
	isAtEnd = $state(true);
	#growing: HTMLElement | undefined;
	#isHeld = false;

	/** Call in an effect with the element that grows. */
	watch(growing: HTMLElement): () => void {
		this.#growing = growing;
		this.isAtEnd = true;
		let height = growing.offsetHeight;
		const observer = new ResizeObserver(() => {
			const grew = growing.offsetHeight > height;
			height = growing.offsetHeight;
			if (grew && this.isAtEnd && !this.#isHeld) this.toEnd();
			else this.#measure();
		});
		const onScroll = () => this.#measure();
		observer.observe(growing);
		addEventListener('scroll', onScroll, { passive: true });
		return () => {
			observer.disconnect();
			removeEventListener('scroll', onScroll);
			this.#growing = undefined;
		};
	}

	toEnd(behavior: ScrollBehavior = 'instant'): void {
		this.#growing?.style.removeProperty('min-height');
		this.isAtEnd = true;
		scrollTo({ top: document.documentElement.scrollHeight, behavior });
	}

	/** What is about to change below the reader moves nothing they look at: not when it grows, nor when it shrinks. */
	hold(): void {
		const growing = this.#growing;
		if (growing === undefined) return;
		this.#isHeld = true;
		const needed = growing.offsetHeight - Math.max(0, distanceToEnd());
		growing.style.minHeight = `${needed}px`;
		// Two frames: the change is drawn and observed in between.
		requestAnimationFrame(() =>
			requestAnimationFrame(() => {
				this.#isHeld = false;
				this.#measure();
			})
		);
	}

	#measure(): void {
		this.isAtEnd = distanceToEnd() < AT_END_PX;
	}
}

function distanceToEnd(): number {
	return document.documentElement.scrollHeight - innerHeight - scrollY;
}
