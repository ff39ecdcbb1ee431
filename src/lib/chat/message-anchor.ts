/** What the address of a message ends with. */
export function anchorOf(messageId: string): string {
	return `m-${messageId}`;
}

/** The message an address points at; undefined when it points at none. */
export function messageAt(hash: string): string | undefined {
	return /^#m-([0-9a-f-]{36})$/.exec(hash)?.[1];
}
