/** Who reads, as far as the page must know. */
export interface Reader {
	isGuest: boolean;
	displayName: string | undefined;
	mayWriteKnowledge: boolean;
}
