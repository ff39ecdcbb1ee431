// Gaps of the school's knowledge, as pages and the API show them.

export const GAP_STATUSES = ['open', 'closed', 'dismissed'] as const;
export type GapStatus = (typeof GAP_STATUSES)[number];

/** Why an answer was not good enough. */
export const GAP_REASONS = ['refused', 'unsure', 'disliked', 'handed-over'] as const;
export type GapReason = (typeof GAP_REASONS)[number];

export const GAPS_SHOWN = 100;
/** Of one gap, the newest. */
export const GAP_QUESTIONS_SHOWN = 20;

export interface KnowledgeGap {
	id: string;
	status: GapStatus;
	/** The question it gathers around, with personal data masked. */
	question: string;
	count: number;
	people: number;
	/** How often each reason holds; those that never do are left out. */
	reasons: Partial<Record<GapReason, number>>;
	/** Milliseconds since epoch. */
	firstAskedAt: number;
	lastAskedAt: number;
	/** What answers it now, while it is closed. */
	document: { id: string; title: string } | null;
}

export interface GapQuestion {
	questionId: string;
	conversationId: string;
	/** Masked. */
	text: string;
	reason: GapReason;
	askedAt: number;
}

export interface GapDetail extends KnowledgeGap {
	/** The newest first. */
	questions: GapQuestion[];
	/** The article as it stands, or its beginning: what people of the school answered, masked; empty where nobody did. */
	draft: { origin: 'article' | 'answers' | 'nothing'; title: string; text: string };
	/** What the assistant would say now. */
	answer: { text: string; refused: boolean };
}
