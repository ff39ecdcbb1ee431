// What stands on a transcript, in words.
import { m } from '#lib/paraglide/messages.js';
import type { ConversationMessage } from '#lib/shared/conversation/message.ts';
import {
	CONFIDENCE_BOUNDS,
	SENTIMENT_BOUNDS,
	type TranscriptRow,
	type TurnRecord
} from '#lib/shared/transcripts.ts';

export const STATUS_NAMES: Record<TranscriptRow['status'], () => string> = {
	active: m.transcripts_status_active,
	idle: m.transcripts_status_idle,
	ended: m.transcripts_status_ended,
	archived: m.transcripts_status_archived
};

export const ROLE_NAMES = {
	user: m.transcripts_role_user,
	assistant: m.transcripts_role_assistant,
	agent: m.transcripts_role_agent
};

export interface Mark {
	text: string;
	isCritical: boolean;
}

/** What one would want to look at it for. */
export function marksOf(row: TranscriptRow): Mark[] {
	const { hadHandover, wasRefused, lowestSentiment, lowestConfidence, rating, isBookmarked } = row;
	const mark = (isThere: boolean, word: () => string, isCritical = false): Mark[] =>
		isThere ? [{ text: word(), isCritical }] : [];
	return [
		...mark(rating === 'down' || rating === 'both', m.transcripts_mark_down, true),
		...mark(
			lowestSentiment !== null && lowestSentiment <= SENTIMENT_BOUNDS.negative,
			m.transcripts_mark_negative,
			true
		),
		...mark(wasRefused, m.transcripts_mark_refused, true),
		...mark(lowestConfidence !== null && lowestConfidence <= CONFIDENCE_BOUNDS.low, m.transcripts_mark_low),
		...mark(hadHandover, m.transcripts_mark_handover),
		...mark(rating === 'up' || rating === 'both', m.transcripts_mark_up),
		...mark(isBookmarked, m.transcripts_mark_bookmark)
	];
}

const SECONDS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

export function timeTaken(ms: number): string {
	return ms < 1_000 ? `${Math.round(ms)} ms` : `${SECONDS.format(ms / 1_000)} s`;
}

export function turnWords({ firstWordMs, totalMs, attempts }: TurnRecord): string[] {
	return [
		...(firstWordMs === null ? [] : [m.transcripts_first_word({ span: timeTaken(firstWordMs) })]),
		...(totalMs === null ? [] : [m.transcripts_total({ span: timeTaken(totalMs) })]),
		...(attempts > 1 ? [m.transcripts_attempts({ count: attempts })] : [])
	];
}

/** What a call has to do with a message. */
export function callWords({ spoken, heard }: ConversationMessage['metadata']): string[] {
	return [
		...(spoken === true ? [m.calls_spoken()] : []),
		...(heard === undefined
			? []
			: [m.calls_heard({ percent: Math.round((100 * heard.chars) / Math.max(1, heard.ofChars)) })])
	];
}
