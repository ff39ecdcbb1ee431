// Lets a growing text appear word by word, evenly, whatever bursts it arrives in. Never slower than about a third of a second
// behind, and never in the middle of a word.

/** How far the text may be shown now. Pure: `shown` only grows, and the end is reached once nothing more is to come. */
export function nextShownLength(text: string, shown: number, isGrowing: boolean): number {
	const reach = isGrowing ? lastWordEnd(text) : text.length;
	if (reach <= shown) return shown;
	const target = shown + Math.max(2, Math.ceil((reach - shown) / 14));
	if (target >= reach) return reach;
	const rest = text.slice(target, reach).search(/\s/);
	return rest === -1 ? reach : target + rest;
}

function lastWordEnd(text: string): number {
	return text.trimEnd().length === text.length ? Math.max(text.search(/\s\S*$/), 0) : text.length;
}

export class Reveal {
	shownLength = $state(0);

	constructor(
		private readonly read: () => { text: string; isGrowing: boolean },
		isWholeAtOnce: boolean
	) {
		if (isWholeAtOnce) this.shownLength = read().text.length;
	}

	/** Call in an effect: keeps pace with the text until it is all shown. */
	run(): () => void {
		let frame = 0;
		const step = () => {
			const { text, isGrowing } = this.read();
			// A retry may have begun the text anew.
			this.shownLength = nextShownLength(text, Math.min(this.shownLength, text.length), isGrowing);
			frame = requestAnimationFrame(step);
			if (!isGrowing && this.shownLength >= text.length) cancelAnimationFrame(frame);
		};
		frame = requestAnimationFrame(step);
		return () => cancelAnimationFrame(frame);
	}
}
