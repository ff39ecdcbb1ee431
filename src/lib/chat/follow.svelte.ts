// The page's end is followed only while the reader is there; otherwise they are told there is more below.

/** Closer to the end than this counts as being there. */
const AT_END_PX = 72;

export class Follow {
	isAtEnd = $state(true);

	/** Call in an effect with the element that grows. */
	watch(growing: HTMLElement): () => void {
		let height = growing.offsetHeight;
		const onScroll = () => {
			this.isAtEnd = distanceToEnd() < AT_END_PX;
		};
		const observer = new ResizeObserver(() => {
			const grew = growing.offsetHeight > height;
			height = growing.offsetHeight;
			if (grew && this.isAtEnd) this.toEnd();
			else onScroll();
		});
		observer.observe(growing);
		addEventListener('scroll', onScroll, { passive: true });
		return () => {
			observer.disconnect();
			removeEventListener('scroll', onScroll);
		};
	}

	toEnd(behavior: ScrollBehavior = 'instant'): void {
		this.isAtEnd = true;
		scrollTo({ top: document.documentElement.scrollHeight, behavior });
	}
}

function distanceToEnd(): number {
	return document.documentElement.scrollHeight - innerHeight - scrollY;
}
