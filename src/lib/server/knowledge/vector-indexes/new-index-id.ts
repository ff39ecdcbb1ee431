/** Short: in Vectorize it stands before every id, and it names a workflow's instance. */
export function newIndexId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(10));
	return `k${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`;
}
