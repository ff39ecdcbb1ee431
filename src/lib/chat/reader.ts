/** Who reads, as far as the page must know. */
export interface Reader {
	isGuest: boolean;
	displayName: string | undefined;
	/** Guests have none. */
	hasRecordings?: boolean;
	/** Where the administration begins for this reader; undefined without one. */
	administration?: string | undefined;
}
