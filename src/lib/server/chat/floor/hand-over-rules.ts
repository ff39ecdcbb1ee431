// When a person is called without being asked for: the assistant does not help, and whoever it talks with has reason to be tired of it; or
// they speak of what the school keeps for its people. Judged on the turns of the branch that is shown, the newest first. Pure.
import type { TurnData } from '#lib/shared/conversation/parts.ts';
import { topicsIn, type PolicyTopic } from './policy-topics.ts';

export interface JudgedTurn {
	question: string;
	report: Pick<TurnData, 'confidence' | 'refused' | 'sentiment' | 'intent' | 'entities'>;
}

/** Why a person is called: words for it are the desk's. */
export type RuleReason = 'unsure-twice' | 'angry' | 'asked-again' | 'policy-topic';

/** The model itself gives its answer a chance of one in three. */
export const UNSURE = 0.35;
/** A complaint in plain anger; disappointment is milder. */
const ANGRY = -0.6;
/** Of the words of the shorter question, how many stand in the other. */
const SAME_WORDS = 0.7;
const FEWEST_WORDS = 3;
/** Intents of who wants to know something, and nothing else. */
const ASKING = new Set(['question', 'pricing']);

/** How many turns a judgement looks at. */
export const TURNS_JUDGED = 3;

export function reasonToCall(
	turns: readonly JudgedTurn[],
	topics: readonly PolicyTopic[] = []
): RuleReason | undefined {
	const [last, before] = turns;
	if (last === undefined) return undefined;
	if (speaksOf(last, topics)) return 'policy-topic';
	if (last.report.intent === 'complaint' && last.report.sentiment <= ANGRY) return 'angry';
	if (before === undefined) return undefined;
	if (!helped(last) && !helped(before)) return 'unsure-twice';
	const again = turns.slice(1).filter(({ question }) => isSameQuestion(question, last.question)).length;
	return again >= 2 || (again === 1 && !helped(last)) ? 'asked-again' : undefined;
}

export const helped = ({ report }: JudgedTurn): boolean => !report.refused && report.confidence >= UNSURE;

/** In its words, in what it is for, or in what it names. */
function speaksOf(turn: JudgedTurn, topics: readonly PolicyTopic[]): boolean {
	const { question, report } = turn;
	const isAnswered = ASKING.has(report.intent) && helped(turn);
	return [question, report.intent.replaceAll('-', ' '), ...report.entities.map(({ text }) => text)].some(
		(text) => topicsIn(text, topics).some(({ isAskable }) => !(isAskable && isAnswered))
	);
}

export function isSameQuestion(one: string, other: string): boolean {
	const [a, b] = [wordsOf(one), wordsOf(other)].sort((x, y) => x.size - y.size);
	if (a === undefined || b === undefined || a.size < FEWEST_WORDS) return false;
	const shared = [...a].filter((word) => b.has(word)).length;
	return shared / a.size >= SAME_WORDS;
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
