// A change of a document that is tried on past questions before it is published, as it is shown.

/** What becomes of a question, the most telling first. */
export const REPLAY_VERDICTS = [
	'newly-refused',
	'flipped',
	'died',
	'newly-answerable',
	/** It changes, but neither answer is out of the document: words and passages of the others only weigh a little differently. */
	'incidental',
	'same'
] as const;
export type ReplayVerdict = (typeof REPLAY_VERDICTS)[number];

export type ReplayKind = 'edit' | 'delete' | 'restore';
export type ReplayStatus = 'running' | 'ready' | 'failed' | 'discarded' | 'published' | 'rolled-back';

export const REPLAY_LIMITS = {
	/** UTF-8 bytes of a text that is written here. */
	textBytes: 1_000_000,
	titleCharacters: 200,
	/** Of one verdict. */
	questionsShown: 100
} as const;

export interface ReplayQuote {
	documentId: string;
	title: string;
	quote: string;
}

export interface ReplayAnswer {
	text: string;
	refused: boolean;
	/** Each once, in the order of the answer. */
	quotes: ReplayQuote[];
}

export interface ReplayOutcome {
	before: ReplayAnswer;
	after: ReplayAnswer;
	/** What was cited from the document and is no more in it. */
	dead: string[];
}

export interface ReplayedQuestion {
	ordinal: number;
	/** Personal data masked. */
	text: string;
	/** How often it was asked of late, in these words. */
	asked: number;
	verdict: ReplayVerdict;
	/** Left out where nothing changed. */
	outcome: ReplayOutcome | null;
}

export interface ReplayView {
	id: string;
	documentId: string;
	kind: ReplayKind;
	status: ReplayStatus;
	/** Whether the revision it was made from is still in force: only then it can be published. Of a published one: whether it still is. */
	isCurrent: boolean;
	/** As it would read; null where the document would be gone. */
	title: string | null;
	problem: string | null;
	/** `total` is 0 until the questions are chosen. */
	questions: { done: number; total: number; isChosen: boolean };
	counts: Record<ReplayVerdict, number>;
	createdAt: number;
	updatedAt: number;
}

export interface RevisionView {
	revision: string;
	title: string;
	/** Characters. */
	length: number;
	/** The name of whoever wrote it; null where nobody knows it any more. */
	author: string | null;
	createdAt: number;
}

/** Why the text of a document cannot be written here. */
export type ReadOnlyReason = 'file' | 'web' | 'too-long';

/** A document as its page shows it. */
export interface EditableDocument {
	id: string;
	name: string;
	title: string;
	audience: 'public' | 'students' | 'teachers' | 'staff';
	revision: string;
	updatedAt: number;
	/** null where it cannot be written here. */
	text: string | null;
	readOnly: ReadOnlyReason | null;
	/** Those before the one in force, newest first. */
	earlier: RevisionView[];
	/** The change that is being tried, or was published last. */
	replay: (ReplayView & { questions: { shown: ReplayedQuestion[] } }) | null;
	/** The text that is tried, to go on writing. */
	draft: { title: string; text: string } | null;
}
