// Where documents of the knowledge contradict or repeat each other, as pages show it.

export const FINDING_KINDS = ['contradiction', 'duplicate'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];
export const FINDINGS_SHOWN = 100;

export interface FoundStatement {
	documentId: string;
	title: string;
	revision: string;
	/** UTF-16 offsets into the revision's text. */
	start: number;
	end: number;
	text: string;
}

export interface KnowledgeFinding {
	id: string;
	kind: FindingKind;
	a: FoundStatement;
	b: FoundStatement;
	/** Words of the one and of the other that do not go together; empty for duplicates. */
	differences: [string, string][];
}

export interface FindingList {
	/** The newest first, at most FINDINGS_SHOWN. */
	findings: KnowledgeFinding[];
	counts: Record<FindingKind, number>;
	/** Documents that were not compared as they stand now. */
	waiting: number;
}
