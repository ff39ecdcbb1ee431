/** Work after a while; calling what it returns takes it back. */
export function later(delayMs: number, work: () => void): () => void {
	const timer = setTimeout(work, delayMs);
	return () => clearTimeout(timer);
}
