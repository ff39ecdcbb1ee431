// A conversation in the archive takes a moment to open. Said only when the moment is long.

const SLOW_MS = 700;

export class ArchivedOpening {
	isSlow = $state(false);

	constructor(private readonly onback: () => void) {}

	/** Call in an effect while such a conversation is being opened. */
	watch(): () => void {
		const timer = setTimeout(() => (this.isSlow = true), SLOW_MS);
		return () => {
			clearTimeout(timer);
			if (this.isSlow) this.onback();
			this.isSlow = false;
		};
	}
}
