// A conversation in the archive takes a moment to open. Said only when the moment is long.

const SLOW_MS = 700;

/** Begin when it is being opened; the returned function says that it is there, or has been given up. */
export function watchArchivedOpening(say: { slow: () => void; back: () => void }): () => void {
	let isSlow = false;
	const timer = setTimeout(() => {
		isSlow = true;
		say.slow();
	}, SLOW_MS);
	return () => {
		clearTimeout(timer);
		if (isSlow) say.back();
	};
}
