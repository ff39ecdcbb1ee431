// What the desk's report says, as pages and programs see it. No zod here: the page reads this. Every time is milliseconds since epoch, every
// span milliseconds, every date YYYY-MM-DD in the report's time zone.

/** What became of a question three days later; the first that holds, in this order. */
export const FATES = [
	'handed-over',
	'failed',
	'refused',
	'unsure',
	'asked-again',
	'disliked',
	'resolved'
] as const;
export type Fate = (typeof FATES)[number];

/** Of `count` cases: the middle one, and the one that nine in ten are no longer than (nearest rank). null where there are none. */
export interface Span {
	count: number;
	medianMs: number | null;
	p90Ms: number | null;
}

/** How many of those that are decided kept what was promised. */
export interface Promised {
	kept: number;
	broken: number;
	/** Still open, and not too late. */
	open: number;
}

export interface DayCounts {
	date: string;
	conversations: number;
	messages: number;
	/** Messages of people: each is a turn. */
	turns: number;
}

export interface PeriodNumbers {
	from: string;
	to: string;
	conversations: number;
	messages: number;
	turns: number;
	questions: {
		/** Asked of the assistant within the period. */
		asked: number;
		/** Asked less than three days ago: what becomes of them nobody knows yet. */
		unsettled: number;
		settled: number;
		fates: Record<Fate, number>;
		/** Of the settled ones: in conversations in which nobody asked for a person at all. */
		withoutHandover: number;
	};
	handovers: {
		/** Of the conversations begun in the period. */
		conversations: number;
		requests: number;
		/** Ended before anybody of the school came. */
		unmet: number;
		/** From the wish to somebody of the school taking over. */
		waiting: Span;
		/** From the wish to their first word. */
		firstWord: Span;
		/** From taking over to giving back or closing. */
		handling: Span;
	};
	tickets: {
		opened: number;
		solved: number;
		/** Working time, the time they waited for their requester left out. */
		firstAnswer: Span;
		resolution: Span;
		firstAnswerPromise: Promised;
		resolutionPromise: Promised;
		good: number;
		bad: number;
	};
	answers: { up: number; down: number };
}

/** Questions without a good answer that are about the same. */
export interface Gap {
	/** The words they share, as they were written most often. */
	words: string[];
	count: number;
	refused: number;
	people: number;
	/** The nearest thing that the school's knowledge holds; null where nothing was near. */
	nearest: string | null;
	/** The newest conversations, at most three. */
	conversationIds: string[];
	lastAskedAt: number;
}

export interface DeskReport {
	timeZone: string;
	generatedAt: number;
	now: PeriodNumbers;
	/** The period of as many days that ends where this one begins. */
	before: PeriodNumbers;
	days: DayCounts[];
	/** Turns by weekday, Monday first, and hour of the day. */
	hours: number[][];
	gaps: Gap[];
	/** Conversations of before are still being read: numbers of questions are of a part. */
	isBehind: boolean;
}

export const REPORT_DAYS_AT_MOST = 366;
