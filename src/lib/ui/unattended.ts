/** Work nobody waits for. What it does not handle itself is a bug, and reaches the browser as one. */
export function unattended(work: Promise<unknown>): void {
	work.catch((thrown: unknown) => reportError(thrown));
}
